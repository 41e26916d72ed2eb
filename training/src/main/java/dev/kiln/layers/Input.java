package dev.kiln.layers;

import dev.kiln.catalog.Doc;
import dev.kiln.catalog.Shared;
import dev.kiln.catalog.UserError;
import dev.kiln.tensor.DType;
import dev.kiln.tensor.Shape;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// What a model takes: one row's shape, without the batch.
///
/// Formula: `y = x`.
///
/// Shapes: `[batch, …]` to `[batch, …]`: `shape` without the batch.
///
/// @param shape     a row's dimensions; -1 for one that the data decides
/// @param batchSize rows in every batch; null for any number
/// @param dtype     what the numbers mean
@Doc(value = "the shape of one row", example = "input 28x28x1")
public record Input(
        @Doc(value = "a row's dimensions; -1 for one that the data decides", example = "28x28x1")
                Shape shape,
        @Doc(value = "rows in every batch; none for any number", example = "32")
                @Nullable Integer batchSize,
        @Doc(value = "what the numbers mean", example = "int32") DType dtype,
        @Shared LayerSettings settings)
        implements Layer, LayerArguments<Input> {
    public Input {
        if (shape.dimensions().contains(0)) {
            throw new UserError(
                    "E133",
                    "an input of shape " + shape + " has a dimension of 0.",
                    "Type: input 28x28x1");
        }
        if (batchSize != null && batchSize < 1) {
            throw new UserError(
                    "E133",
                    "batch_size=" + batchSize + " of an input must be 1 or more.",
                    "Type: batch_size=32");
        }
    }

    public Input(int... row) {
        this(Shape.of(row));
    }

    public Input(Shape shape) {
        this(shape, null, DType.FLOAT32, LayerSettings.DEFAULT);
    }

    public Input withShape(Shape shape) {
        return new Input(shape, batchSize, dtype, settings);
    }

    public Input withBatchSize(@Nullable Integer batchSize) {
        return new Input(shape, batchSize, dtype, settings);
    }

    public Input withDtype(DType dtype) {
        return new Input(shape, batchSize, dtype, settings);
    }

    @Override
    public Input withSettings(LayerSettings settings) {
        return new Input(shape, batchSize, dtype, settings);
    }

    /// Batch first.
    public Shape batchShape() {
        return shape.batchOf(batchSize == null ? Shape.UNKNOWN : batchSize);
    }

    /// A new symbol for this input.
    public Symbol symbol() {
        return Symbol.input(this);
    }

    @Override
    public List<Signal> call(List<Signal> inputs, Scope scope) {
        return inputs;
    }
}
