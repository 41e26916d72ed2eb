package dev.kiln.metrics;

import dev.kiln.catalog.Doc;
import dev.kiln.graph.Tensor;
import dev.kiln.tensor.Shape;

import org.jspecify.annotations.Nullable;

/// Mean of the numbers it is given, as labels; 0 before the first.
///
/// Equal to `keras.metrics.Mean`.
///
/// @param name as it appears in history, charts and files
@Doc("mean of the numbers it is given, as labels; 0 before the first")
public record Mean(@Doc("as it appears in history, charts and files") String name)
        implements Metric {
    /// Keras's defaults.
    public Mean() {
        this("mean");
    }

    public Mean withName(String name) {
        return new Mean(name);
    }

    @Override
    public void update(State state, Tensor yTrue, Tensor yPred, @Nullable Tensor weight) {
        accumulate(state, yTrue, weight);
    }

    @Override
    public Tensor result(State state) {
        return of(state);
    }

    /// Takes values into a mean: their sum, and the sum of their weights.
    static void accumulate(State state, Tensor values, @Nullable Tensor weight) {
        var samples = Samplewise.of(values, weight, Tensor::mean);
        Tensor weights = samples.weights();
        state.add("total", samples.values().sum());
        int rows = samples.values().rank() == 0 ? 1 : samples.values().shape().get(0);
        state.add("count", weights == null ? state.graph().constant(rows) : weights.sum());
    }

    /// The mean of what was taken in; 0 of nothing.
    static Tensor of(State state) {
        return state.read("total", Shape.of()).dividedByOrZero(state.read("count", Shape.of()));
    }
}
