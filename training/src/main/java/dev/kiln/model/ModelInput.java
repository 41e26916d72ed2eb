package dev.kiln.model;

import dev.kiln.tensor.DType;
import dev.kiln.tensor.Shape;

/// What a model takes.
///
/// @param name  of the input layer
/// @param shape batch first; [Shape#UNKNOWN] where the data decides
/// @param dtype what the numbers mean
public record ModelInput(String name, Shape shape, DType dtype) {
    /// One row's shape.
    public Shape row() {
        return shape.row();
    }
}
