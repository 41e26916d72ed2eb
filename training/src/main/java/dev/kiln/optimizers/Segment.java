package dev.kiln.optimizers;

import dev.kiln.graph.Tensor;
import dev.kiln.tensor.Shape;

import org.jspecify.annotations.Nullable;

import java.util.function.UnaryOperator;

/// One parameter's place in the flat vector of all of them.
///
/// @param path       the weight's path, for example `sequential/dense/kernel`
/// @param offset     index of its first number
/// @param constraint applied after each step; null for none
public record Segment(
        String path, int offset, Shape shape, @Nullable UnaryOperator<Tensor> constraint) {
    public int end() {
        return offset + Math.toIntExact(shape.size());
    }

    /// This parameter out of a vector of all of them.
    Tensor of(Tensor flat) {
        return flat.slice(0, offset, end()).reshape(shape);
    }
}
