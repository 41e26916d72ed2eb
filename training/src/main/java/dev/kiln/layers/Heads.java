package dev.kiln.layers;

import dev.kiln.catalog.UserError;
import dev.kiln.constraints.Constraint;
import dev.kiln.graph.Tensor;
import dev.kiln.initializers.GlorotNormal;
import dev.kiln.initializers.GlorotUniform;
import dev.kiln.initializers.HeNormal;
import dev.kiln.initializers.HeUniform;
import dev.kiln.initializers.Initializer;
import dev.kiln.initializers.LecunNormal;
import dev.kiln.initializers.LecunUniform;
import dev.kiln.initializers.VarianceScaling;
import dev.kiln.regularizers.Regularizer;
import dev.kiln.tensor.Shape;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/// What multi-head and grouped-query attention have in common: projections onto heads and back, and the
/// attention between them.
record Heads(
        Scope scope,
        boolean useBias,
        Initializer kernelInitializer,
        Initializer biasInitializer,
        @Nullable Regularizer kernelRegularizer,
        @Nullable Regularizer biasRegularizer,
        @Nullable Constraint kernelConstraint,
        @Nullable Constraint biasConstraint,
        @Nullable Regularizer activityRegularizer) {

    /// The last `summed` axes of x times a kernel `[summed…, result…]`, plus a bias `[result…]`.
    ///
    /// @param name of the projection's weights below the layer
    Tensor project(String name, Tensor x, int summed, Shape result) {
        return project(name, x, summed, result, product -> product);
    }

    /// A projection's sigmoid.
    Tensor gate(Tensor x, Shape result) {
        return project("gate", x, 1, result, Tensor::sigmoid);
    }

    private Tensor project(
            String name, Tensor x, int summed, Shape result, UnaryOperator<Tensor> activation) {
        Scope own = scope.child(name);
        int kept = x.rank() - summed;
        Shape in = x.shape().slice(kept, x.rank());
        Tensor kernel =
                own.weight(
                        "kernel",
                        in.concat(result),
                        scaled(summed, in.rank() + result.rank()),
                        kernelRegularizer,
                        kernelConstraint);
        int inSize = Math.toIntExact(in.size());
        Tensor product =
                x.reshape(x.shape().slice(0, kept).concat(Shape.of(inSize)))
                        .matMul(kernel.reshape(inSize, -1))
                        .reshape(x.shape().slice(0, kept).concat(result));
        if (useBias) {
            product =
                    product.plus(
                            own.weight(
                                    "bias",
                                    result,
                                    biasInitializer,
                                    biasRegularizer,
                                    biasConstraint));
        }
        Tensor output = activation.apply(product);
        if (activityRegularizer != null) {
            scope.penalty(
                    activityRegularizer.penalty(output).dividedBy(Math.max(x.shape().get(0), 1)));
        }
        return output;
    }

    /// The kernel's initializer, told which axes are its inputs where it counts connections.
    private Initializer scaled(int inputs, int rank) {
        var in = IntStream.range(0, inputs).boxed().toList();
        var out = IntStream.range(inputs, rank).boxed().toList();
        return overAxes(kernelInitializer, in, out);
    }

    static Initializer overAxes(Initializer initializer, List<Integer> in, List<Integer> out) {
        return switch (initializer) {
            case VarianceScaling(
                            var scale,
                            var mode,
                            var distribution,
                            var seed,
                            var ownIn,
                            var ownOut)
                    when ownIn == null || ownOut == null ->
                    new VarianceScaling(scale, mode, distribution, seed, in, out);
            case GlorotUniform(var seed, var ownIn, var ownOut)
                    when ownIn == null || ownOut == null ->
                    new GlorotUniform(seed, in, out);
            case GlorotNormal(var seed, var ownIn, var ownOut)
                    when ownIn == null || ownOut == null ->
                    new GlorotNormal(seed, in, out);
            case HeUniform(var seed, var ownIn, var ownOut) when ownIn == null || ownOut == null ->
                    new HeUniform(seed, in, out);
            case HeNormal(var seed, var ownIn, var ownOut) when ownIn == null || ownOut == null ->
                    new HeNormal(seed, in, out);
            case LecunUniform(var seed, var ownIn, var ownOut)
                    when ownIn == null || ownOut == null ->
                    new LecunUniform(seed, in, out);
            case LecunNormal(var seed, var ownIn, var ownOut)
                    when ownIn == null || ownOut == null ->
                    new LecunNormal(seed, in, out);
            default -> initializer;
        };
    }

    /// What attention gives.
    ///
    /// @param output `[…query's axes, heads, size]`
    /// @param scores `[batch, …, heads, …queries, …keys]`
    record Result(Tensor output, Tensor scores) {}

    /// How scores become shares.
    ///
    /// @param dropout of shares in training
    /// @param isFused as Keras' fused attention: a query that may look at nothing looks at everything
    record Sharing(double dropout, @Nullable Long seed, boolean isFused) {}

    /// Each query's mean of the values, weighted by how well the keys fit it.
    ///
    /// @param query `[batch, …, heads, size]`
    /// @param axes  over which is attended, behind the batch
    /// @param mask  `[batch or 1, …queries, …keys]`; null for all
    Result attend(
            Tensor query,
            Tensor key,
            Tensor value,
            List<Integer> axes,
            @Nullable Tensor mask,
            Sharing sharing) {
        Tensor q = apart(query, axes);
        Tensor k = apart(key, axes);
        Tensor v = apart(value, axes);
        double size = query.shape().last();
        Tensor scores = q.times(1 / Math.sqrt(size)).matMul(k.swap(-1, -2));
        Tensor shares = shares(scores, mask, axes.size(), sharing.isFused());
        Tensor weights =
                sharing.dropout() > 0 && scope.training()
                        ? Noise.dropout(
                                scope,
                                "dropout",
                                shares,
                                shares.shape(),
                                sharing.dropout(),
                                sharing.seed())
                        : shares;
        Shape queries = sizes(query, axes);
        Shape keys = sizes(key, axes);
        Shape leading = shares.shape().slice(0, shares.rank() - 2);
        return new Result(
                together(weights.matMul(v), query, axes),
                shares.reshape(leading.concat(queries).concat(keys)));
    }

    private Tensor shares(Tensor scores, @Nullable Tensor mask, int axes, boolean isFused) {
        if (mask == null) {
            return scores.softmax(-1);
        }
        int leading = mask.rank() - 2 * axes;
        if (leading < 1) {
            throw new UserError(
                    "E133",
                    scope.name()
                            + " was given an attention mask of shape "
                            + mask.shape()
                            + "; it takes batch x queries x keys.",
                    "Give it a batch axis, of size 1 for all rows alike.");
        }
        int queries = scores.shape().get(-2);
        int keys = scores.shape().get(-1);
        Tensor counts = mask;
        Shape attended = Shape.of(queries, keys);
        long wanted = attended.size();
        if (axes == 1 && !isOf(mask.shape(), attended)) {
            throw new UserError(
                    "E133",
                    scope.name()
                            + " was given an attention mask of "
                            + mask.shape().row()
                            + " a row; it takes "
                            + attended
                            + ": queries x keys, "
                            + wanted
                            + " truth values.",
                    "Type: Symbol mask = Symbol.input(" + queries + ", " + keys + ")");
        }
        if (axes > 1) {
            counts =
                    counts.reshape(
                            counts.shape().slice(0, leading).concat(Shape.of(queries, keys)));
        }
        while (counts.rank() < scores.rank()) {
            counts = counts.expand(counts.rank() - 2);
        }
        return isFused
                ? counts.select(scores, LOWEST).softmax(-1)
                : Softmax.apply(scores, counts, scores.rank() - 1);
    }

    /// Whether the last two sizes are these, or 1.
    private static boolean isOf(Shape mask, Shape attended) {
        for (int axis = -2; axis < 0; axis++) {
            if (mask.get(axis) != 1 && mask.get(axis) != attended.get(axis)) {
                return false;
            }
        }
        return true;
    }

    /// Seven tenths of the smallest 32-bit number, as Keras takes it.
    private static final double LOWEST = -0.7 * Float.MAX_VALUE;

    private static Shape sizes(Tensor x, List<Integer> axes) {
        return new Shape(axes.stream().map(x.shape()::get).toList());
    }

    /// `[batch, other axes, heads, attended together, size]`.
    private static Tensor apart(Tensor x, List<Integer> axes) {
        int[] order = order(x.rank(), axes);
        Tensor moved = x.transpose(order);
        int leading = x.rank() - 1 - axes.size();
        return moved.reshape(
                moved.shape()
                        .slice(0, leading)
                        .concat(
                                Shape.of(
                                        Math.toIntExact(sizes(x, axes).size()), x.shape().last())));
    }

    /// Back into the order of the query's axes.
    private static Tensor together(Tensor x, Tensor query, List<Integer> axes) {
        int[] order = order(query.rank(), axes);
        Tensor split =
                x.reshape(
                        x.shape()
                                .slice(0, x.rank() - 2)
                                .concat(sizes(query, axes))
                                .concat(Shape.of(x.shape().last())));
        int[] back = new int[order.length];
        for (int i = 0; i < order.length; i++) {
            back[order[i]] = i;
        }
        return split.transpose(back);
    }

    private static int[] order(int rank, List<Integer> axes) {
        var order = new ArrayList<Integer>();
        for (int axis = 0; axis < rank - 1; axis++) {
            if (!axes.contains(axis)) {
                order.add(axis);
            }
        }
        order.addAll(axes);
        order.add(rank - 1);
        return order.stream().mapToInt(Integer::intValue).toArray();
    }
}
