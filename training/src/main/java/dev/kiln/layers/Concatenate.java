package dev.kiln.layers;

import dev.kiln.catalog.Doc;
import dev.kiln.catalog.Shared;
import dev.kiln.catalog.UserError;
import dev.kiln.graph.Tensor;
import dev.kiln.tensor.Shape;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/// Its inputs one behind the other along an axis; all other sizes are equal.
///
/// Formula: `y = [a, b, …]` along `axis`.
///
/// Shapes: `[batch, …, m]` and `[batch, …, n]` to `[batch, …, m + n]` for the last axis, for two inputs or more.
///
/// Equal to `keras.layers.Concatenate` in names, defaults and values.
///
/// @param axis along which they are joined, the last by default
@Doc("its inputs one behind the other")
public record Concatenate(
        @Doc(value = "along which they are joined, the last by default", example = "1") int axis,
        @Shared LayerSettings settings)
        implements Layer, LayerArguments<Concatenate> {
    public Concatenate() {
        this(-1, LayerSettings.DEFAULT);
    }

    public Concatenate(int axis) {
        this(axis, LayerSettings.DEFAULT);
    }

    public Concatenate withAxis(int axis) {
        return new Concatenate(axis, settings);
    }

    @Override
    public Concatenate withSettings(LayerSettings settings) {
        return new Concatenate(axis, settings);
    }

    @Override
    public List<Signal> call(List<Signal> inputs, Scope scope) {
        Merging.atLeastTwo(inputs, scope);
        Tensor first = inputs.getFirst().value();
        int along = Axes.of(scope, axis, first);
        for (Signal input : inputs) {
            Shape shape = input.value().shape();
            if (shape.rank() != first.rank()
                    || !shape.with(along, 1).equals(first.shape().with(along, 1))) {
                throw new UserError(
                        "E133",
                        scope.name()
                                + " cannot put "
                                + shape.row()
                                + " behind "
                                + first.shape().row()
                                + " along axis "
                                + axis
                                + ": the other sizes differ.",
                        "Bring both to one shape first: new Reshape(…), or choose another axis.");
            }
        }
        var values = inputs.stream().map(Signal::value).toList();
        return List.of(new Signal(Tensor.concatenate(along, values), mask(inputs, along)));
    }

    /// A step counts where any of the numbers joined there counts.
    private static @Nullable Tensor mask(List<Signal> inputs, int along) {
        if (inputs.stream().allMatch(input -> input.mask() == null)) {
            return null;
        }
        var masks = new ArrayList<Tensor>();
        for (Signal input : inputs) {
            Tensor value = input.value();
            Tensor mask =
                    input.mask() == null ? value.graph().constant(1, value.shape()) : input.mask();
            masks.add(mask.rank() < value.rank() ? mask.expand(-1).broadcast(value.shape()) : mask);
        }
        return Tensor.concatenate(along, masks).max(-1);
    }
}
