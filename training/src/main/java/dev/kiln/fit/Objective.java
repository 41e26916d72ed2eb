package dev.kiln.fit;

import dev.kiln.catalog.Call;
import dev.kiln.losses.Loss;
import dev.kiln.losses.Losses;
import dev.kiln.losses.SparseCategoricalCrossentropy;
import dev.kiln.tensor.Shape;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// What one output of a model is trained and judged by, as compile was told. Names are looked up when the
/// shapes of labels and predictions are known, because `accuracy` and `crossentropy` depend on them.
///
/// @param output          the output's name
/// @param loss            a [Loss], or a [Call] that names one; null for an output without loss
/// @param weight          of the loss in the total
/// @param metrics         [dev.kiln.metrics.Metric]s or [Call]s, without sample weights
/// @param weightedMetrics the same, with sample weights
public record Objective(
        String output,
        @Nullable Object loss,
        double weight,
        List<Object> metrics,
        List<Object> weightedMetrics) {
    public Objective {
        metrics = List.copyOf(metrics);
        weightedMetrics = List.copyOf(weightedMetrics);
    }

    /// The shape of the labels that the loss usually compares with predictions of a shape: without the last axis where it
    /// takes class numbers, else the same.
    Shape labels(Shape predictions) {
        Object named =
                loss instanceof Call call ? Losses.named(call, predictions, predictions) : loss;
        return named instanceof SparseCategoricalCrossentropy
                ? predictions.without(predictions.rank() - 1)
                : predictions;
    }
}
