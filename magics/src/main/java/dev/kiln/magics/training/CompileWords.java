package dev.kiln.magics.training;

import dev.kiln.catalog.Call;
import dev.kiln.catalog.Conversion;
import dev.kiln.catalog.Names;
import dev.kiln.catalog.UserError;
import dev.kiln.losses.Loss;
import dev.kiln.losses.Losses;
import dev.kiln.magics.notebook.Notebook;
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
            List<Object> words, boolean hasOptimizer, boolean hasLoss, Notebook notebook) {
        Object optimizer = null;
        Object loss = null;
        var metrics = new ArrayList<Object>();
        for (Object typed : words) {
            Object word = typed instanceof String name ? Call.of(name) : typed;
            if (word instanceof Call call && !isKnown(call)) {
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
                            "Keep one: %compile " + Conversion.text(word) + " …");
                }
                optimizer = word;
            } else if (loss == null && !hasLoss && isLoss(word)) {
                loss = word;
            } else if (isMetric(word)) {
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
                throw unknown(word, optimizer == null && !hasOptimizer, loss == null && !hasLoss);
            }
        }
        return new CompileWords(optimizer, loss, metrics);
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
    private static UserError unknown(Object word, boolean wantsOptimizer, boolean wantsLoss) {
        if (!(word instanceof Call call)) {
            return new UserError(
                    "E144",
                    Conversion.text(word)
                            + " is a "
                            + word.getClass().getSimpleName()
                            + ", no optimizer, loss or metric.",
                    "Type: %compile adam sparse_categorical_crossentropy accuracy");
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
