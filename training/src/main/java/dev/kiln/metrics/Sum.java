package dev.kiln.metrics;

import dev.kiln.catalog.Doc;
import dev.kiln.graph.Tensor;
import dev.kiln.tensor.Shape;

import org.jspecify.annotations.Nullable;

/// Sum of the numbers it is given, as labels.
///
/// Equal to `keras.metrics.Sum`.
///
/// @param name as it appears in history, charts and files
@Doc("sum of the numbers it is given, as labels")
public record Sum(@Doc("as it appears in history, charts and files") String name)
        implements Metric {
    /// Keras's defaults.
    public Sum() {
        this("sum");
    }

    public Sum withName(String name) {
        return new Sum(name);
    }

    @Override
    public void update(State state, Tensor yTrue, Tensor yPred, @Nullable Tensor weight) {
        state.add("total", Samplewise.of(yTrue, weight, Tensor::sum).values().sum());
    }

    @Override
    public Tensor result(State state) {
        return state.read("total", Shape.of());
    }
}
