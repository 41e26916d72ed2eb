package dev.kiln.layers;

import dev.kiln.catalog.Doc;
import dev.kiln.catalog.Shared;
import dev.kiln.catalog.UserError;
import dev.kiln.graph.Tensor;
import dev.kiln.tensor.Shape;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// The products of two inputs, summed along one axis of each: `[batch, …, k, …]` and `[batch, …, k, …]` to
/// `[batch, …x, …y]`; two vectors a row give one number a row.
///
/// Formula: `y[i, j] = sum over k of a[i, k] * b[j, k]`, where k runs along `axes`; with `normalize` a and b have
/// length 1 along it.
///
/// Shapes: `[batch, k]` and `[batch, k]` to `[batch, 1]`; `[batch, …x, k]` and `[batch, …y, k]` to `[batch, …x,
/// …y]`, k at any place.
///
/// Equal to `keras.layers.Dot` in names, defaults and values.
///
/// @param axes      the axis of both, or one of each; 0 is the batch
/// @param normalize whether vectors along the axes are brought to length 1: the cosine
@Doc("products of two inputs summed along an axis")
public record Dot(
        @Doc(value = "the axis of both, or one of each; 0 is the batch", example = "[1, 1]")
                List<Integer> axes,
        @Doc(
                        value =
                                "whether vectors along the axes are brought to length 1: the cosine",
                        example = "true")
                boolean normalize,
        @Shared LayerSettings settings)
        implements Layer, LayerArguments<Dot> {
    public Dot {
        axes = List.copyOf(axes);
        if (axes.isEmpty() || axes.size() > 2 || axes.contains(0)) {
            throw new UserError(
                    "E132",
                    "axes=" + axes + " of dot must be one or two axes behind the batch.",
                    "Type: dot 1");
        }
    }

    public Dot(List<Integer> axes) {
        this(axes, false, LayerSettings.DEFAULT);
    }

    public Dot(int axes) {
        this(List.of(axes));
    }

    public Dot withAxes(List<Integer> axes) {
        return new Dot(axes, normalize, settings);
    }

    public Dot withAxes(int... axes) {
        return withAxes(Arguments.listOf(axes));
    }

    public Dot withNormalize(boolean normalize) {
        return new Dot(axes, normalize, settings);
    }

    @Override
    public Dot withSettings(LayerSettings settings) {
        return new Dot(axes, normalize, settings);
    }

    @Override
    public List<Signal> call(List<Signal> inputs, Scope scope) {
        if (inputs.size() != 2) {
            throw new UserError(
                    "E133",
                    scope.name() + " takes two inputs, not " + inputs.size() + ".",
                    "Apply it to two: layer.apply(a, b)");
        }
        Tensor x = inputs.get(0).value();
        Tensor y = inputs.get(1).value();
        int ofX = Axes.of(scope, axes.getFirst(), x);
        int ofY = Axes.of(scope, axes.getLast(), y);
        if (x.shape().get(ofX) != y.shape().get(ofY)) {
            throw new UserError(
                    "E133",
                    scope.name()
                            + " sums along axis "
                            + ofX
                            + " of "
                            + x.shape().row()
                            + " ("
                            + x.shape().get(ofX)
                            + ") and axis "
                            + ofY
                            + " of "
                            + y.shape().row()
                            + " ("
                            + y.shape().get(ofY)
                            + "): the sizes differ.",
                    "Choose axes of one size: new Dot(List.of(2, 1))");
        }
        return List.of(
                Signal.of(
                        product(
                                normalize ? UnitNormalization.apply(x, ofX) : x,
                                ofX,
                                normalize ? UnitNormalization.apply(y, ofY) : y,
                                ofY)));
    }

    private static Tensor product(Tensor x, int ofX, Tensor y, int ofY) {
        Shape restX = x.shape().without(ofX).row();
        Shape restY = y.shape().without(ofY).row();
        int rows = x.shape().get(0);
        int size = x.shape().get(ofX);
        Tensor left = x.transpose(moved(x.rank(), ofX, x.rank() - 1)).reshape(rows, -1, size);
        Tensor right = y.transpose(moved(y.rank(), ofY, 1)).reshape(rows, size, -1);
        Shape row = restX.concat(restY);
        return left.matMul(right).reshape((row.rank() == 0 ? Shape.of(1) : row).batchOf(rows));
    }

    /// The order of axes in which one of them stands at another place.
    private static int[] moved(int rank, int axis, int to) {
        var order = new ArrayList<>(IntStream.range(0, rank).boxed().toList());
        order.remove(Integer.valueOf(axis));
        order.add(to, axis);
        return order.stream().mapToInt(Integer::intValue).toArray();
    }
}
