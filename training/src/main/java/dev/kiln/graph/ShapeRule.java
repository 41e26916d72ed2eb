package dev.kiln.graph;

import dev.kiln.tensor.Shape;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Collectors;

/// The shape of each op's result; the one place where shapes are checked.
final class ShapeRule {
    private ShapeRule() {}

    static Shape of(Op op, List<Node> inputs) {
        arity(op, inputs);
        return switch (op) {
            case Op.Input(var _, Shape shape) -> shape;
            case Op.Read(Variable variable) -> variable.shape();
            case Op.Constant(double _, Shape shape) -> shape;
            case Op.Literal literal -> {
                require(
                        literal.values().size() == literal.shape().size(),
                        op,
                        inputs,
                        "as many values as its shape");
                yield literal.shape();
            }
            case Op.Iota(Shape shape, int _) -> shape;
            case Op.Uniform uniform -> uniform.shape();
            case Op.Elementwise _ -> {
                for (Node input : inputs) {
                    require(
                            input.shape().equals(inputs.getFirst().shape()),
                            op,
                            inputs,
                            "equal shapes");
                }
                yield inputs.getFirst().shape();
            }
            case Op.StopGradient _ -> inputs.getFirst().shape();
            case Op.Broadcast(Shape to) -> broadcast(op, inputs, to);
            case Op.Reshape(Shape to) -> {
                require(
                        to.size() == inputs.getFirst().shape().size(),
                        op,
                        inputs,
                        "the same number of numbers");
                yield to;
            }
            case Op.Transpose(List<Integer> order) -> {
                Shape from = inputs.getFirst().shape();
                require(
                        order.size() == from.rank() && new HashSet<>(order).size() == order.size(),
                        op,
                        inputs,
                        "each axis once");
                yield new Shape(order.stream().map(from::get).toList());
            }
            case Op.Slice slice -> slice(slice, inputs);
            case Op.Pad pad -> pad(pad, inputs);
            case Op.Concatenate(int axis) -> concatenate(op, inputs, axis);
            case Op.Reverse _ -> inputs.getFirst().shape();
            case Op.Sum(List<Integer> axes) -> reduced(op, inputs, axes);
            case Op.Max(List<Integer> axes) -> reduced(op, inputs, axes);
            case Op.ArgMax(int axis) -> reduced(op, inputs, List.of(axis));
            case Op.MatMul matMul -> matMul(matMul, inputs);
            case Op.Gather _ -> {
                Shape table = inputs.get(0).shape();
                require(table.rank() >= 1, op, inputs, "a table with rows");
                yield inputs.get(1).shape().concat(table.row());
            }
            case Op.ScatterAdd(int rows) -> {
                Shape indices = inputs.get(0).shape();
                Shape updates = inputs.get(1).shape();
                require(
                        updates.rank() >= indices.rank()
                                && updates.slice(0, indices.rank()).equals(indices),
                        op,
                        inputs,
                        "updates that start with the shape of the indices");
                yield updates.slice(indices.rank(), updates.rank()).inserted(0, rows);
            }
            case Op.Convolution convolution -> convolution(convolution, inputs);
            case Op.ConvolutionInputGradient gradient -> gradient.to();
            case Op.ConvolutionKernelGradient gradient -> gradient.to();
            case Op.MaxPool(Window window) -> pooled(op, inputs, window);
            case Op.SumPool(Window window) -> pooled(op, inputs, window);
            case Op.MaxPoolScatter(Window window) -> {
                require(
                        inputs.get(1).shape().equals(pooled(op, inputs, window)),
                        op,
                        inputs,
                        "one value a window");
                yield inputs.getFirst().shape();
            }
            case Op.MaxPoolGather(Window window) -> {
                require(
                        inputs.get(0).shape().equals(inputs.get(1).shape()),
                        op,
                        inputs,
                        "values of x's shape");
                yield pooled(op, inputs, window);
            }
            case Op.SumPoolScatter(Window _, Shape to) -> to;
            case Op.Scan scan -> scan(scan, inputs);
            case Op.Final(int carry) -> {
                Body body = scanned(op, inputs).body();
                yield body.graph().node(body.carries().get(carry)).shape();
            }
            case Op.Stacked(int bodyNode) -> {
                Op.Scan scan = scanned(op, inputs);
                yield scan.body().graph().node(bodyNode).shape().batchOf(scan.length());
            }
        };
    }

    private static void arity(Op op, List<Node> inputs) {
        int wanted =
                switch (op) {
                    case Op.Input _,
                            Op.Read _,
                            Op.Constant _,
                            Op.Literal _,
                            Op.Iota _,
                            Op.Uniform _ ->
                            0;
                    case Op.Negate _,
                            Op.Abs _,
                            Op.Sign _,
                            Op.Floor _,
                            Op.Round _,
                            Op.Exp _,
                            Op.Expm1 _,
                            Op.Log _,
                            Op.Log1p _,
                            Op.Sqrt _,
                            Op.Sin _,
                            Op.Cos _,
                            Op.Tanh _,
                            Op.Sigmoid _,
                            Op.Erf _,
                            Op.StopGradient _ ->
                            1;
                    case Op.Add _,
                            Op.Subtract _,
                            Op.Multiply _,
                            Op.Divide _,
                            Op.Maximum _,
                            Op.Minimum _,
                            Op.Power _,
                            Op.Less _,
                            Op.LessOrEqual _,
                            Op.Equal _ ->
                            2;
                    case Op.Select _ -> 3;
                    case Op.Broadcast _,
                            Op.Reshape _,
                            Op.Transpose _,
                            Op.Slice _,
                            Op.Pad _,
                            Op.Reverse _,
                            Op.Sum _,
                            Op.Max _,
                            Op.ArgMax _,
                            Op.MaxPool _,
                            Op.SumPool _,
                            Op.SumPoolScatter _,
                            Op.Final _,
                            Op.Stacked _ ->
                            1;
                    case Op.MatMul _,
                            Op.Gather _,
                            Op.ScatterAdd _,
                            Op.Convolution _,
                            Op.ConvolutionInputGradient _,
                            Op.ConvolutionKernelGradient _,
                            Op.MaxPoolScatter _,
                            Op.MaxPoolGather _ ->
                            2;
                    case Op.Concatenate _ -> Math.max(inputs.size(), 1);
                    case Op.Scan(Body body, int _, boolean _) ->
                            body.carries().size() + body.sequences() + body.captures();
                };
        require(inputs.size() == wanted, op, inputs, wanted + " inputs");
    }

    private static Shape broadcast(Op op, List<Node> inputs, Shape to) {
        Shape from = inputs.getFirst().shape();
        boolean fits = from.rank() <= to.rank();
        for (int axis = 1; fits && axis <= from.rank(); axis++) {
            fits = from.get(-axis) == 1 || from.get(-axis) == to.get(-axis);
        }
        require(fits, op, inputs, "axes that are 1 or equal, counted from the last");
        return to;
    }

    private static Shape slice(Op.Slice slice, List<Node> inputs) {
        Shape from = inputs.getFirst().shape();
        boolean fits =
                slice.starts().size() == from.rank()
                        && slice.sizes().size() == from.rank()
                        && slice.strides().size() == from.rank();
        for (int axis = 0; fits && axis < from.rank(); axis++) {
            int size = slice.sizes().get(axis);
            int last = slice.starts().get(axis) + (size - 1) * slice.strides().get(axis);
            fits =
                    size >= 0
                            && slice.strides().get(axis) >= 1
                            && slice.starts().get(axis) >= 0
                            && (size == 0 || last < from.get(axis));
        }
        require(fits, slice, inputs, "a slice inside the input");
        return new Shape(slice.sizes());
    }

    private static Shape pad(Op.Pad pad, List<Node> inputs) {
        Shape from = inputs.getFirst().shape();
        require(
                pad.low().size() == from.rank()
                        && pad.high().size() == from.rank()
                        && pad.interior().size() == from.rank(),
                pad,
                inputs,
                "one padding an axis");
        var sizes = new ArrayList<Integer>();
        for (int axis = 0; axis < from.rank(); axis++) {
            int size = from.get(axis);
            sizes.add(
                    size
                            + Math.max(size - 1, 0) * pad.interior().get(axis)
                            + pad.low().get(axis)
                            + pad.high().get(axis));
        }
        return new Shape(sizes);
    }

    private static Shape concatenate(Op op, List<Node> inputs, int axis) {
        Shape first = inputs.getFirst().shape();
        int total = 0;
        for (Node input : inputs) {
            Shape shape = input.shape();
            require(
                    shape.rank() == first.rank() && shape.with(axis, 0).equals(first.with(axis, 0)),
                    op,
                    inputs,
                    "shapes that differ along axis " + axis + " only");
            total += shape.get(axis);
        }
        return first.with(axis, total);
    }

    private static Shape reduced(Op op, List<Node> inputs, List<Integer> axes) {
        Shape from = inputs.getFirst().shape();
        require(
                axes.stream().allMatch(axis -> axis >= 0 && axis < from.rank())
                        && new HashSet<>(axes).size() == axes.size(),
                op,
                inputs,
                "axes that the input has, each once");
        var kept = new ArrayList<Integer>();
        for (int axis = 0; axis < from.rank(); axis++) {
            if (!axes.contains(axis)) {
                kept.add(from.get(axis));
            }
        }
        return new Shape(kept);
    }

    private static Shape matMul(Op.MatMul op, List<Node> inputs) {
        Shape left = inputs.get(0).shape();
        Shape right = inputs.get(1).shape();
        int rank = left.rank();
        require(
                rank >= 2
                        && right.rank() == rank
                        && left.slice(0, rank - 2).equals(right.slice(0, rank - 2)),
                op,
                inputs,
                "equal leading axes");
        int inner = left.get(op.transposeLeft() ? -2 : -1);
        require(inner == right.get(op.transposeRight() ? -1 : -2), op, inputs, "equal inner axes");
        return left.with(-2, left.get(op.transposeLeft() ? -1 : -2))
                .with(-1, right.get(op.transposeRight() ? -2 : -1));
    }

    private static Shape convolution(Op.Convolution op, List<Node> inputs) {
        Shape x = inputs.get(0).shape();
        Shape kernel = inputs.get(1).shape();
        int groups = op.groups();
        require(
                x.rank() >= 3
                        && kernel.rank() == x.rank()
                        && new Shape(op.window().size()).equals(kernel.slice(0, kernel.rank() - 2)),
                op,
                inputs,
                "a kernel of the window's size");
        require(
                groups >= 1 && x.last() == kernel.get(-2) * groups && kernel.last() % groups == 0,
                op,
                inputs,
                "channels that the groups divide");
        return op.window()
                .positions(x.slice(1, x.rank() - 1))
                .inserted(0, x.get(0))
                .concat(Shape.of(kernel.last()));
    }

    private static Shape pooled(Op op, List<Node> inputs, Window window) {
        Shape x = inputs.getFirst().shape();
        require(x.rank() >= 3, op, inputs, "[batch, space, channels]");
        return window.positions(x.slice(1, x.rank() - 1))
                .inserted(0, x.get(0))
                .concat(Shape.of(x.last()));
    }

    private static Shape scan(Op.Scan op, List<Node> inputs) {
        Body body = op.body();
        int carries = body.carries().size();
        for (int i = 0; i < inputs.size(); i++) {
            Shape outside = inputs.get(i).shape();
            Shape inside = body.graph().node(i).shape();
            boolean sequence = i >= carries && i < carries + body.sequences();
            require(
                    body.graph().node(i).op() instanceof Op.Input,
                    op,
                    inputs,
                    "a body that starts with its inputs");
            require(
                    outside.equals(sequence ? inside.batchOf(op.length()) : inside),
                    op,
                    inputs,
                    "input " + i + " of " + (sequence ? inside.batchOf(op.length()) : inside));
            require(
                    i >= carries || body.graph().node(body.carries().get(i)).shape().equals(inside),
                    op,
                    inputs,
                    "carries that keep their shape");
        }
        return Shape.of(0);
    }

    private static Op.Scan scanned(Op op, List<Node> inputs) {
        if (inputs.getFirst().op() instanceof Op.Scan scan) {
            return scan;
        }
        throw mismatch(op, inputs, "a scan");
    }

    private static void require(boolean holds, Op op, List<Node> inputs, String wanted) {
        if (!holds) {
            throw mismatch(op, inputs, wanted);
        }
    }

    private static ShapeMismatch mismatch(Op op, List<Node> inputs, String wanted) {
        String shapes =
                inputs.stream()
                        .map(input -> input.shape().toString())
                        .collect(Collectors.joining(" and "));
        return new ShapeMismatch(
                op.getClass().getSimpleName()
                        + " wants "
                        + wanted
                        + ", not "
                        + (shapes.isEmpty() ? "none" : shapes));
    }
}
