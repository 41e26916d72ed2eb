package dev.kiln.autodiff;

import static dev.kiln.autodiff.Gradients.contributions;

import dev.kiln.graph.Op;
import dev.kiln.graph.Tensor;
import dev.kiln.graph.Window;
import dev.kiln.tensor.Shape;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/// What each input of an op receives when a gradient arrives at its result.
final class GradientRule {
    private GradientRule() {}

    /// @param y  the op's result
    /// @param in its inputs
    /// @param d  what arrives at the result
    /// @return one entry an input; null where no gradient passes
    static List<@Nullable Tensor> of(Op op, Tensor y, List<Tensor> in, Tensor d) {
        return switch (op) {
            case Op.Input _, Op.Read _, Op.Constant _, Op.Literal _, Op.Iota _, Op.Uniform _ ->
                    List.of();
            case Op.Elementwise elementwise -> elementwise(elementwise, y, in, d);
            case Op.StopGradient _, Op.ArgMax _ -> contributions((Tensor) null);
            case Op.Broadcast _ -> List.of(summedTo(d, in.getFirst().shape()));
            case Op.Reshape _ -> List.of(d.reshape(in.getFirst().shape()));
            case Op.Transpose(List<Integer> order) -> {
                int[] back = new int[order.size()];
                for (int axis = 0; axis < back.length; axis++) {
                    back[order.get(axis)] = axis;
                }
                yield List.of(d.transpose(back));
            }
            case Op.Slice slice -> List.of(sliced(slice, in.getFirst(), d));
            case Op.Pad(List<Integer> low, List<Integer> _, List<Integer> interior) -> {
                var strides = interior.stream().map(zeros -> zeros + 1).toList();
                yield List.of(
                        d.graph()
                                .add(
                                        new Op.Slice(
                                                low, in.getFirst().shape().dimensions(), strides),
                                        d));
            }
            case Op.Concatenate(int axis) -> {
                var parts = new ArrayList<@Nullable Tensor>();
                int from = 0;
                for (Tensor input : in) {
                    int size = input.shape().get(axis);
                    parts.add(d.slice(axis, from, from + size));
                    from += size;
                }
                yield parts;
            }
            case Op.Reverse(List<Integer> axes) ->
                    List.of(d.reverse(axes.stream().mapToInt(Integer::intValue).toArray()));
            case Op.Sum(List<Integer> axes) -> List.of(spread(d, axes, in.getFirst().shape()));
            case Op.Max(List<Integer> axes) -> {
                // Equals share the gradient evenly, as in Keras on both backends.
                Tensor x = in.getFirst();
                Tensor isLargest = x.equalTo(spread(y, axes, x.shape()));
                int[] along = axes.stream().mapToInt(Integer::intValue).toArray();
                Tensor share = d.dividedBy(isLargest.sum(along).maximum(1));
                yield List.of(isLargest.times(spread(share, axes, x.shape())));
            }
            case Op.MatMul(boolean left, boolean right) ->
                    List.of(
                            left
                                    ? product(in.get(1), right, d, true)
                                    : product(d, false, in.get(1), !right),
                            right
                                    ? product(d, true, in.get(0), left)
                                    : product(in.get(0), !left, d, false));
            case Op.Gather _ ->
                    contributions(
                            d.graph()
                                    .add(
                                            new Op.ScatterAdd(in.getFirst().shape().get(0)),
                                            in.get(1),
                                            d),
                            null);
            case Op.ScatterAdd _ -> contributions(null, d.gather(in.getFirst()));
            case Op.Convolution(Window window, int groups) ->
                    List.of(
                            add(
                                    new Op.ConvolutionInputGradient(
                                            window, groups, in.get(0).shape()),
                                    in.get(1),
                                    d),
                            add(
                                    new Op.ConvolutionKernelGradient(
                                            window, groups, in.get(1).shape()),
                                    in.get(0),
                                    d));
            case Op.ConvolutionInputGradient(Window window, int groups, Shape _) ->
                    List.of(
                            add(
                                    new Op.ConvolutionKernelGradient(
                                            window, groups, in.get(0).shape()),
                                    d,
                                    in.get(1)),
                            add(new Op.Convolution(window, groups), d, in.get(0)));
            case Op.ConvolutionKernelGradient(Window window, int groups, Shape _) ->
                    List.of(
                            add(
                                    new Op.ConvolutionInputGradient(
                                            window, groups, in.get(0).shape()),
                                    d,
                                    in.get(1)),
                            add(new Op.Convolution(window, groups), in.get(0), d));
            case Op.MaxPool(Window window) ->
                    List.of(add(new Op.MaxPoolScatter(window), in.getFirst(), d));
            case Op.MaxPoolScatter(Window window) ->
                    contributions(null, add(new Op.MaxPoolGather(window), in.getFirst(), d));
            case Op.MaxPoolGather(Window window) ->
                    contributions(null, add(new Op.MaxPoolScatter(window), in.getFirst(), d));
            case Op.SumPool(Window window) ->
                    List.of(add(new Op.SumPoolScatter(window, in.getFirst().shape()), d));
            case Op.SumPoolScatter(Window window, Shape _) ->
                    List.of(add(new Op.SumPool(window), d));
            case Op.Scan _, Op.Final _, Op.Stacked _ ->
                    throw new IllegalStateException(
                            "the results of a scan are differentiated together, by ScanGradient");
        };
    }

    private static List<@Nullable Tensor> elementwise(
            Op.Elementwise op, Tensor y, List<Tensor> in, Tensor d) {
        Tensor x = in.getFirst();
        return switch (op) {
            case Op.Negate _ -> List.of(d.negate());
            case Op.Abs _ -> List.of(d.times(x.sign()));
            case Op.Sign _, Op.Floor _, Op.Round _ -> contributions((Tensor) null);
            case Op.Exp _ -> List.of(d.times(y));
            case Op.Expm1 _ -> List.of(d.times(y.plus(1)));
            case Op.Log _ -> List.of(d.dividedBy(x));
            case Op.Log1p _ -> List.of(d.dividedBy(x.plus(1)));
            case Op.Sqrt _ -> List.of(d.times(0.5).dividedBy(y));
            case Op.Sin _ -> List.of(d.times(x.cos()));
            case Op.Cos _ -> List.of(d.times(x.sin()).negate());
            case Op.Tanh _ -> List.of(d.times(y.square().subtractedFrom(1)));
            case Op.Sigmoid _ -> List.of(d.times(y.times(y.subtractedFrom(1))));
            case Op.Erf _ ->
                    List.of(d.times(x.square().negate().exp().times(2 / Math.sqrt(Math.PI))));
            case Op.Add _ -> List.of(d, d);
            case Op.Subtract _ -> List.of(d, d.negate());
            case Op.Multiply _ -> List.of(d.times(in.get(1)), d.times(x));
            case Op.Divide _ ->
                    List.of(d.dividedBy(in.get(1)), d.times(y).dividedBy(in.get(1)).negate());
            // By the result, which what comes next reads too: x itself need not be kept.
            case Op.Maximum _ -> oneOf(in.get(1).less(y), d);
            case Op.Minimum _ -> oneOf(y.less(in.get(1)), d);
            case Op.Power _ -> power(x, in.get(1), y, d);
            case Op.Less _, Op.LessOrEqual _, Op.Equal _ -> contributions(null, null);
            case Op.Select _ -> contributions(null, x.select(d, 0), x.select(0, d));
        };
    }

    /// Select, not multiply: nothing arrives at the side that was not taken, even when d is infinite.
    private static List<@Nullable Tensor> oneOf(Tensor first, Tensor d) {
        return List.of(first.select(d, 0), first.select(0, d));
    }

    private static List<@Nullable Tensor> power(Tensor x, Tensor exponent, Tensor y, Tensor d) {
        Tensor toX =
                exponent.node().op() instanceof Op.Constant(double value, Shape _)
                        ? d.times(x.power(value - 1).times(value))
                        : d.times(exponent.times(x.power(exponent.minus(1))));
        // 0^e does not change with e; a negative base has no real logarithm.
        Tensor positive = x.greater(0);
        Tensor toExponent = positive.select(d.times(y).times(positive.select(x, 1).log()), 0);
        return List.of(toX, toExponent);
    }

    private static Tensor add(Op op, Tensor... inputs) {
        return inputs[0].graph().add(op, inputs);
    }

    private static Tensor product(
            Tensor left, boolean transposeLeft, Tensor right, boolean transposeRight) {
        return add(new Op.MatMul(transposeLeft, transposeRight), left, right);
    }

    /// The sum over the axes along which `to` was repeated.
    static Tensor summedTo(Tensor d, Shape to) {
        int lead = d.rank() - to.rank();
        int[] repeated =
                IntStream.range(0, d.rank())
                        .filter(
                                axis ->
                                        axis < lead
                                                || (to.get(axis - lead) == 1
                                                        && d.shape().get(axis) != 1))
                        .toArray();
        return (repeated.length == 0 ? d : d.sum(repeated)).reshape(to);
    }

    /// A reduced tensor repeated along the axes that were reduced.
    private static Tensor spread(Tensor reduced, List<Integer> axes, Shape to) {
        Shape kept = to;
        for (int axis : axes) {
            kept = kept.with(axis, 1);
        }
        return reduced.reshape(kept).broadcast(to);
    }

    private static Tensor sliced(Op.Slice slice, Tensor from, Tensor d) {
        if (d.shape().size() == 0) {
            return d.graph().constant(0, from.shape());
        }
        var high = new ArrayList<Integer>();
        for (int axis = 0; axis < from.rank(); axis++) {
            int last =
                    slice.starts().get(axis)
                            + (slice.sizes().get(axis) - 1) * slice.strides().get(axis);
            high.add(from.shape().get(axis) - 1 - last);
        }
        var interior = slice.strides().stream().map(stride -> stride - 1).toList();
        return d.pad(slice.starts(), high, interior.isEmpty() ? Collections.emptyList() : interior);
    }
}
