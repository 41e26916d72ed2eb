package dev.kiln.magics.training;

import dev.kiln.catalog.Call;
import dev.kiln.catalog.Conversion;
import dev.kiln.catalog.Names;
import dev.kiln.catalog.UserError;
import dev.kiln.losses.Loss;
import dev.kiln.losses.Losses;
import dev.kiln.magics.grammar.ArgumentParser;
import dev.kiln.magics.grammar.Written;
import dev.kiln.magics.notebook.Notebook;
import dev.kiln.magics.output.Messages;
import dev.kiln.metrics.Metric;
import dev.kiln.metrics.Metrics;
import dev.kiln.optimizers.Optimizer;
import dev.kiln.optimizers.Optimizers;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/// The words of a `%compile` line by what they are: the optimizer, the first that can be a loss, metrics.
///
/// @param optimizer null where no word is one
/// @param loss      null where no word is one
record CompileWords(@Nullable Object optimizer, @Nullable Object loss, List<Object> metrics) {

    /// @param hasOptimizer whether `optimizer=` was written
    /// @param hasLoss      whether `loss=` was written
    static CompileWords of(
            List<Object> words,
            String line,
            boolean hasOptimizer,
            boolean hasLoss,
            Notebook notebook) {
        var places =
                ArgumentParser.parse(line).stream()
                        .filter(argument -> argument.key() == null)
                        .filter(argument -> !Call.of("quiet").equals(argument.value()))
                        .map(Written::at)
                        .toList();
        Object optimizer = null;
        Object loss = null;
        var metrics = new ArrayList<Object>();
        boolean isAfterMetric = false;
        for (int i = 0; i < words.size(); i++) {
            Object typed = words.get(i);
            Object word = typed instanceof String name ? Call.of(name) : typed;
            if (word instanceof Call call && isKnown(call)) {
                tellOfVariable(call, notebook);
            } else if (word instanceof Call call) {
                word = notebook.variable(call.name()).orElse(word);
            }
            if (isOptimizer(word)) {
                if (optimizer != null || hasOptimizer) {
                    throw new UserError(
                                    "E142",
                                    "two optimizers: "
                                            + Conversion.text(optimizer)
                                            + " and "
                                            + Conversion.text(word)
                                            + ".",
                                    "Keep one: %compile " + Conversion.text(word))
                            .naming(Conversion.text(optimizer), "");
                }
                optimizer = word;
            } else if (loss == null && !hasLoss && isLoss(word)) {
                loss = word;
                isAfterMetric = !metrics.isEmpty();
            } else if (isMetric(word)) {
                if (isAfterMetric && isLoss(word)) {
                    int from = places.get(i).from();
                    String other = line.substring(0, from) + "loss=" + line.substring(from);
                    tellOfReadings(loss, word, other, notebook);
                    isAfterMetric = false;
                }
                metrics.add(word);
            } else if (isLoss(word)) {
                throw new UserError(
                        "E142",
                        "two losses for one output: "
                                + Conversion.text(loss)
                                + " and "
                                + Conversion.text(word)
                                + ".",
                        "Keep one; as a metric only "
                                + (loss != null && isMetric(loss)
                                        ? Conversion.text(loss)
                                        : "the other")
                                + " can stand.");
            } else {
                throw unknown(
                        word,
                        line.substring(places.get(i).from(), places.get(i).to()),
                        optimizer == null && !hasOptimizer,
                        loss == null && !hasLoss);
            }
        }
        return new CompileWords(optimizer, loss, metrics);
    }

    /// Behind a metric two words follow that both could be the loss: the first is.
    private static void tellOfReadings(Object loss, Object other, String line, Notebook notebook) {
        String first = Conversion.text(loss);
        String second = Conversion.text(other);
        notebook.show(
                Messages.note(
                        first
                                + " is the loss here and "
                                + second
                                + " a metric. For "
                                + second
                                + " as the loss, type: %compile "
                                + line));
    }

    /// A name that is both Kiln's and the user's means Kiln's.
    private static void tellOfVariable(Call call, Notebook notebook) {
        Object own = notebook.variable(call.name()).orElse(null);
        String kind =
                own instanceof Optimizer
                        ? "optimizer"
                        : own instanceof Loss ? "loss" : own instanceof Metric ? "metric" : "";
        if (!kind.isEmpty()) {
            notebook.show(
                    Messages.note(
                            call.name()
                                    + " is the built-in "
                                    + kind
                                    + " here. For your variable, type $"
                                    + call.name()
                                    + "."));
        }
    }

    private static boolean isKnown(Call call) {
        return Optimizers.CATALOG.find(call.name()).isPresent()
                || Losses.isKnown(call.name())
                || Metrics.CATALOG.find(call.name()).isPresent();
    }

    private static boolean isOptimizer(Object word) {
        return word instanceof Optimizer
                || (word instanceof Call call && Optimizers.CATALOG.find(call.name()).isPresent());
    }

    private static boolean isLoss(Object word) {
        return word instanceof Loss || (word instanceof Call call && Losses.isKnown(call.name()));
    }

    private static boolean isMetric(Object word) {
        return word instanceof Metric
                || (word instanceof Call call && Metrics.CATALOG.find(call.name()).isPresent());
    }

    /// The list in which the word is most likely missing: the optimizer is typed first, then the loss.
    private static UserError unknown(
            Object word, String typed, boolean wantsOptimizer, boolean wantsLoss) {
        if (!(word instanceof Call call)) {
            String wanted = wantsOptimizer ? "an Optimizer" : wantsLoss ? "a Loss" : "a Metric";
            return new UserError(
                            "E144",
                            typed
                                    + " is a "
                                    + word.getClass().getSimpleName()
                                    + ", not "
                                    + wanted
                                    + ".",
                            "Write a name there, or make it " + wanted + ".")
                    .naming(
                            typed,
                            wantsOptimizer
                                    ? "adam"
                                    : wantsLoss ? "sparse_categorical_crossentropy" : "accuracy");
        }
        String name = call.name();
        if (wantsOptimizer && !Names.nearest(name, Optimizers.CATALOG.names()).isEmpty()) {
            return Optimizers.CATALOG.unknown(name);
        }
        if (wantsLoss && !Names.nearest(name, Losses.CATALOG.names()).isEmpty()) {
            return Losses.CATALOG.unknown(name);
        }
        if (!Names.nearest(name, Metrics.CATALOG.names()).isEmpty()) {
            return Metrics.CATALOG.unknown(name);
        }
        return wantsOptimizer
                ? Optimizers.CATALOG.unknown(name)
                : wantsLoss ? Losses.CATALOG.unknown(name) : Metrics.CATALOG.unknown(name);
    }
}
