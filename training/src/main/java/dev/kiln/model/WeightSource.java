package dev.kiln.model;

import dev.kiln.graph.Tensor;

/// Where the weights of a traced model come from: slices of one flat variable, or variables.
@FunctionalInterface
public interface WeightSource {
    /// @return of the weight's shape, in the graph that the model is traced into
    Tensor of(Weight weight);

    /// A layer has written new numbers over a weight, from which the optimizer steps on.
    ///
    /// @param value of the weight's shape; what the rest of the model reads
    default void replace(Weight weight, Tensor value) {}
}
