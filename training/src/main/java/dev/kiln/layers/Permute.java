package dev.kiln.layers;

import dev.kiln.catalog.Doc;
import dev.kiln.catalog.Shared;
import dev.kiln.catalog.UserError;
import dev.kiln.graph.Tensor;

import java.util.List;
import java.util.stream.IntStream;

/// The axes of a row in another order: with `dims` [2, 1] `[batch, time, features]` becomes
/// `[batch, features, time]`.
///
/// Formula: `y[i, j] = x[j, i]` for `dims` [2, 1]: axis k of the result is axis `dims[k]` of the row, counted from
/// 1.
///
/// Shapes: `[batch, …x]` to `[batch, …y]`, with the sizes in the order of `dims`.
///
/// Equal to `keras.layers.Permute` in names, defaults and values.
///
/// @param dims for each axis which one goes there; the first behind the batch is 1
@Doc("the axes of a row in another order")
public record Permute(
        @Doc(
                        value =
                                "for each axis which one goes there; the first behind the batch is 1",
                        example = "[2, 1]")
                List<Integer> dims,
        @Shared LayerSettings settings)
        implements Formula, LayerArguments<Permute> {
    public Permute {
        dims = List.copyOf(dims);
        if (!dims.stream()
                .sorted()
                .toList()
                .equals(IntStream.rangeClosed(1, dims.size()).boxed().toList())) {
            throw new UserError(
                    "E132",
                    "dims=" + dims + " of permute must name each axis from 1 once.",
                    "Type: permute [2, 1]");
        }
    }

    public Permute(List<Integer> dims) {
        this(dims, LayerSettings.DEFAULT);
    }

    public Permute(int... dims) {
        this(Arguments.listOf(dims));
    }

    public Permute withDims(List<Integer> dims) {
        return new Permute(dims, settings);
    }

    public Permute withDims(int... dims) {
        return withDims(Arguments.listOf(dims));
    }

    @Override
    public Permute withSettings(LayerSettings settings) {
        return new Permute(dims, settings);
    }

    @Override
    public Tensor call(Tensor x, Scope scope) {
        Sizes.rank(scope, x, dims.size() + 1);
        int[] order = new int[x.rank()];
        for (int axis = 1; axis < order.length; axis++) {
            order[axis] = dims.get(axis - 1);
        }
        return x.transpose(order);
    }
}
