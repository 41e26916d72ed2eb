package dev.kiln.fit;

import dev.kiln.callbacks.Callback;
import dev.kiln.callbacks.Callbacks;
import dev.kiln.catalog.Entry;
import dev.kiln.catalog.Names;
import dev.kiln.catalog.UserError;
import dev.kiln.checks.Finding;
import dev.kiln.data.Dataset;
import dev.kiln.data.FloatArray;
import dev.kiln.layers.BatchNormalization;
import dev.kiln.model.FitOptions;
import dev.kiln.model.Model;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// What the arguments of a fit and its rows say of each other before the first step. Keras trains on without a word;
/// so does Kiln, with a note, wherever the user may mean it.
final class Readiness {
    private Readiness() {}

    /// @param train      rows to train on
    /// @param validation whether rows are judged on
    static List<Finding> of(Model model, Dataset train, boolean validation, FitOptions options) {
        var found = new ArrayList<Finding>();
        epochs(options, found);
        steps(train, options, found);
        classWeights(train, options, found);
        train.sampleWeights().ifPresent(weights -> sampleWeights(weights, found));
        batchesOfOne(model, train, options, found);
        monitors(validation, options, found);
        return found;
    }

    private static void epochs(FitOptions options, List<Finding> found) {
        if (options.epochs() <= options.initialEpoch()) {
            found.add(
                    new Finding(
                            "W229",
                            "epochs="
                                    + options.epochs()
                                    + (options.initialEpoch() == 0
                                            ? ""
                                            : " is the number of the last epoch and initial_epoch="
                                                    + options.initialEpoch()
                                                    + " are done already")
                                    + ": nothing is trained.",
                            "For ten epochs more: epochs=" + (options.initialEpoch() + 10)));
        }
    }

    private static void steps(Dataset train, FitOptions options, List<Finding> found) {
        int steps = (train.rows() + options.batchSize() - 1) / options.batchSize();
        Integer wanted = options.stepsPerEpoch();
        if (wanted != null && wanted > steps) {
            found.add(
                    new Finding(
                            "W230",
                            "steps_per_epoch="
                                    + wanted
                                    + ", but "
                                    + train.rows()
                                    + " rows in batches of "
                                    + options.batchSize()
                                    + " are "
                                    + steps
                                    + (steps == 1 ? " step" : " steps")
                                    + "; each epoch ends there.",
                            "Leave steps_per_epoch out, or make the batches smaller."));
        }
    }

    private static void classWeights(Dataset train, FitOptions options, List<Finding> found) {
        if (options.classWeight().isEmpty() || train.targets().size() != 1) {
            return;
        }
        FloatArray labels = train.y();
        Set<Integer> classes = new TreeSet<>();
        for (int row = 0; row < labels.rows(); row++) {
            float label =
                    labels.rowSize() == 1 ? labels.get(row, 0) : RowWeights.label(labels, row);
            if (label != Math.rint(label)) {
                found.add(
                        new Finding(
                                "E103",
                                "class_weight is for classes, but y holds "
                                        + label
                                        + " (row "
                                        + (row + 1)
                                        + "), which is none.",
                                "Leave class_weight out, or weigh rows: dataset.withSampleWeights(…)"));
                return;
            }
            classes.add((int) label);
        }
        var unknown = new TreeSet<>(options.classWeight().keySet());
        unknown.removeAll(classes);
        if (!unknown.isEmpty()) {
            found.add(
                    new Finding(
                            "W231",
                            "class_weight names class "
                                    + String.join(
                                            ", ", unknown.stream().map(String::valueOf).toList())
                                    + ", which no training row has; there are "
                                    + String.join(
                                            ", ", classes.stream().map(String::valueOf).toList())
                                    + ".",
                            "A class that is left out counts 1."));
        }
    }

    private static void sampleWeights(FloatArray weights, List<Finding> found) {
        int negative = 0;
        boolean areZero = true;
        for (long i = 0; i < weights.size(); i++) {
            negative += weights.get(i) < 0 ? 1 : 0;
            areZero &= weights.get(i) == 0;
        }
        if (negative > 0) {
            found.add(
                    new Finding(
                            "W232",
                            negative
                                    + " of "
                                    + weights.size()
                                    + " sample weights are below 0: training makes the loss of these rows larger.",
                            "Weights of 0 leave rows out."));
        } else if (areZero) {
            found.add(
                    new Finding(
                            "W232",
                            "all sample weights are 0: no row counts, nothing is learned.",
                            "Give rows that count a weight above 0."));
        }
    }

    private static void batchesOfOne(
            Model model, Dataset train, FitOptions options, List<Finding> found) {
        boolean isOfColumns =
                model.layers().stream()
                        .anyMatch(
                                part ->
                                        part.layer() instanceof BatchNormalization
                                                && part.output().shape().rank() == 2);
        if (isOfColumns && Math.min(options.batchSize(), train.rows()) == 1) {
            found.add(
                    new Finding(
                            "W233",
                            "batch_normalization subtracts the mean of each batch, and the mean of one row is the row: it"
                                    + " gives the same for all rows in training.",
                            "Type a larger batch: batch_size=32"));
        }
    }

    /// A callback whose score will never come is said before training, not after it.
    static void monitors(boolean validation, FitOptions options, List<Finding> found) {
        for (Callback callback : options.callbacks()) {
            String monitor = callback.watcher().monitor();
            if (monitor.startsWith("val_") && !validation) {
                found.add(
                        new Finding(
                                options.stopWhenNotFinite() ? "E221" : "W221",
                                named(callback)
                                        + " watches "
                                        + monitor
                                        + ", but there is no validation data.",
                                "Type: %fit epochs="
                                        + options.epochs()
                                        + " validation_split=0.1 "
                                        + Callbacks.CATALOG
                                                .entryOf(callback)
                                                .map(entry -> entry.describe(callback))
                                                .orElseGet(() -> named(callback))));
            }
        }
    }

    /// A score that no batch and no validation logs; a callback of the user's own may log any.
    ///
    /// @param scores what is logged of the training rows
    /// @throws UserError E152
    static void unlogged(FitOptions options, List<String> scores, boolean validation) {
        boolean areOurs =
                options.callbacks().stream()
                        .allMatch(
                                callback -> callback.getClass().getName().startsWith("dev.kiln."));
        var logged = new ArrayList<>(scores);
        if (validation) {
            scores.forEach(score -> logged.add("val_" + score));
        }
        logged.add("learning_rate");
        for (Callback callback : options.callbacks()) {
            String monitor = callback.watcher().monitor();
            if (!areOurs
                    || !options.stopWhenNotFinite()
                    || monitor.isEmpty()
                    || logged.contains(monitor)) {
                continue;
            }
            logged.removeLast();
            var near = Names.nearest(monitor, logged);
            throw new UserError(
                            "E152",
                            named(callback)
                                    + " has no monitor "
                                    + monitor
                                    + ". Logged: "
                                    + String.join(", ", logged)
                                    + ".",
                            "Type: "
                                    + named(callback)
                                    + "(monitor="
                                    + (near.isEmpty() ? logged.getLast() : near.getFirst())
                                    + ")")
                    .naming(monitor, near.isEmpty() ? logged.getLast() : near.getFirst());
        }
    }

    private static String named(Callback callback) {
        return Callbacks.CATALOG
                .entryOf(callback)
                .map(Entry::name)
                .orElseGet(() -> Names.snakeCase(callback.getClass().getSimpleName()));
    }
}
