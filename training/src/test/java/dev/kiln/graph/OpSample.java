package dev.kiln.graph;

import dev.kiln.tensor.Shape;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;

/// One use of an op: shapes to feed, and the formula. Tests of gradients and of the runtime walk
/// [#all()].
///
/// @param name    what is special about it
/// @param op      the op that it is a sample of
/// @param shapes  of its inputs
/// @param domain  moves a standard normal number to where the op is smooth
/// @param formula the op applied to its inputs
public record OpSample(
        String name,
        Class<? extends Op> op,
        List<Shape> shapes,
        DoubleUnaryOperator domain,
        Function<List<Tensor>, Tensor> formula) {

    /// A graph that feeds the formula.
    public record Written(Graph graph, List<Tensor> inputs, Tensor result) {}

    public Written write() {
        var graph = new Graph();
        var inputs = new ArrayList<Tensor>();
        for (int i = 0; i < shapes.size(); i++) {
            inputs.add(graph.input("x" + i, shapes.get(i)));
        }
        if (inputs.isEmpty()) {
            inputs.add(graph.input("x0", Shape.of(1)));
        }
        return new Written(graph, inputs, formula.apply(inputs));
    }

    private static Tensor rowsOfTable(List<Tensor> in) {
        Tensor table = in.getFirst();
        return table.gather(table.graph().literal(new float[] {3, 0, 3, 1, 2, 3}, Shape.of(2, 3)));
    }

    /// Numbers for the inputs, the same for the same seed; exact in float32.
    public Map<String, double[]> numbers(long seed) {
        var random = new Random(seed);
        var numbers = new HashMap<String, double[]>();
        for (Tensor input : write().inputs()) {
            double[] values = new double[Math.toIntExact(input.shape().size())];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) domain.applyAsDouble(random.nextGaussian());
            }
            numbers.put(((Op.Input) input.node().op()).name(), values);
        }
        return numbers;
    }

    @Override
    public String toString() {
        return op.getSimpleName() + ": " + name;
    }

    private static final DoubleUnaryOperator ANY = x -> x;
    private static final DoubleUnaryOperator POSITIVE = x -> 0.2 + Math.abs(x);

    /// At least 0.05 away from each whole number and from 0.
    private static final DoubleUnaryOperator BETWEEN =
            x -> Math.floor(3 * x) + 0.5 + 0.4 * Math.tanh(x);

    public static List<OpSample> all() {
        var samples = new ArrayList<OpSample>();
        leaves(samples);
        elementwise(samples);
        shapes(samples);
        reductions(samples);
        products(samples);
        windows(samples);
        loops(samples);
        return samples;
    }

    private static void leaves(List<OpSample> to) {
        add(to, "itself", Op.Input.class, ANY, in -> in.getFirst(), Shape.of(3, 2));
        add(
                to,
                "2.5 everywhere",
                Op.Constant.class,
                ANY,
                in -> in.getFirst().times(2.5),
                Shape.of(3, 2));
        add(
                to,
                "a vector",
                Op.Literal.class,
                ANY,
                in ->
                        in.getFirst()
                                .times(
                                        in.getFirst()
                                                .graph()
                                                .literal(new float[] {1, -2, 0.5f}, Shape.of(3))),
                Shape.of(2, 3));
        add(
                to,
                "columns",
                Op.Iota.class,
                ANY,
                in -> in.getFirst().times(in.getFirst().graph().iota(Shape.of(2, 3, 2), 1)),
                Shape.of(2, 3, 2));
        add(
                to,
                "a mask",
                Op.Uniform.class,
                ANY,
                in -> {
                    Graph graph = in.getFirst().graph();
                    Tensor u = graph.add(new Op.Uniform("drop", null, in.getFirst().shape()));
                    Tensor own = graph.add(new Op.Uniform("drop", 7L, in.getFirst().shape()));
                    return in.getFirst().times(u.greaterOrEqual(0.4)).plus(own);
                },
                Shape.of(5, 3));
        add(to, "of nothing", Op.Read.class, ANY, in -> in.getFirst().times(2), Shape.of(0, 3));
    }

    private static void elementwise(List<OpSample> to) {
        for (Shape shape : List.of(Shape.of(), Shape.of(7), Shape.of(2, 1, 3))) {
            unary(to, new Op.Negate(), ANY, shape);
            unary(to, new Op.Abs(), BETWEEN, shape);
            unary(to, new Op.Sign(), BETWEEN, shape);
            unary(to, new Op.Floor(), BETWEEN, shape);
            unary(to, new Op.Round(), x -> Math.floor(3 * x) + 0.3 * Math.tanh(x), shape);
            unary(to, new Op.Exp(), ANY, shape);
            unary(to, new Op.Expm1(), ANY, shape);
            unary(to, new Op.Log(), POSITIVE, shape);
            unary(to, new Op.Log1p(), POSITIVE, shape);
            unary(to, new Op.Sqrt(), POSITIVE, shape);
            unary(to, new Op.Sin(), ANY, shape);
            unary(to, new Op.Cos(), ANY, shape);
            unary(to, new Op.Tanh(), ANY, shape);
            unary(to, new Op.Sigmoid(), ANY, shape);
            unary(to, new Op.Erf(), ANY, shape);
            binary(to, new Op.Add(), ANY, shape);
            binary(to, new Op.Subtract(), ANY, shape);
            binary(to, new Op.Multiply(), ANY, shape);
            binary(to, new Op.Divide(), POSITIVE, shape);
            binary(to, new Op.Maximum(), ANY, shape);
            binary(to, new Op.Minimum(), ANY, shape);
            binary(to, new Op.Power(), POSITIVE, shape);
            binary(to, new Op.Less(), ANY, shape);
            binary(to, new Op.LessOrEqual(), ANY, shape);
            binary(to, new Op.Equal(), ANY, shape);
            add(
                    to,
                    shape.toString(),
                    Op.Select.class,
                    ANY,
                    in -> in.get(0).less(0).select(in.get(1), in.get(2)),
                    shape,
                    shape,
                    shape);
        }
        add(
                to,
                "power of a constant",
                Op.Power.class,
                POSITIVE,
                in -> in.getFirst().power(2.5),
                Shape.of(4));
        add(
                to,
                "no gradient",
                Op.StopGradient.class,
                ANY,
                in -> in.getFirst().times(in.getFirst().floor().stopGradient()),
                Shape.of(4));
    }

    private static void shapes(List<OpSample> to) {
        add(
                to,
                "a scalar",
                Op.Broadcast.class,
                ANY,
                in -> in.getFirst().broadcast(Shape.of(2, 3)),
                Shape.of());
        add(
                to,
                "rows",
                Op.Broadcast.class,
                ANY,
                in -> in.getFirst().broadcast(Shape.of(2, 4, 3)),
                Shape.of(3));
        add(
                to,
                "columns",
                Op.Broadcast.class,
                ANY,
                in -> in.getFirst().broadcast(Shape.of(2, 4, 3)),
                Shape.of(4, 1));
        add(
                to,
                "inside",
                Op.Broadcast.class,
                ANY,
                in -> in.getFirst().broadcast(Shape.of(2, 5, 3)),
                Shape.of(2, 1, 3));
        add(
                to,
                "flat",
                Op.Reshape.class,
                ANY,
                in -> in.getFirst().reshape(3, -1),
                Shape.of(2, 3, 2));
        add(
                to,
                "a matrix",
                Op.Transpose.class,
                ANY,
                in -> in.getFirst().transpose(1, 0),
                Shape.of(3, 5));
        add(
                to,
                "five axes",
                Op.Transpose.class,
                ANY,
                in -> in.getFirst().transpose(4, 1, 3, 0, 2),
                Shape.of(2, 1, 3, 2, 2));
        add(to, "an end", Op.Slice.class, ANY, in -> in.getFirst().slice(0, 2, 5), Shape.of(5, 2));
        add(
                to,
                "strided",
                Op.Slice.class,
                ANY,
                in -> in.getFirst().slice(1, 1, 6, 2),
                Shape.of(2, 6, 2));
        add(to, "nothing", Op.Slice.class, ANY, in -> in.getFirst().slice(0, 2, 2), Shape.of(5, 2));
        add(
                to,
                "around and between",
                Op.Pad.class,
                ANY,
                in -> in.getFirst().pad(List.of(1, 0), List.of(0, 2), List.of(2, 1)),
                Shape.of(3, 2));
        add(
                to,
                "last axis",
                Op.Concatenate.class,
                ANY,
                in -> Tensor.concatenate(-1, in),
                Shape.of(2, 1),
                Shape.of(2, 3),
                Shape.of(2, 2));
        add(
                to,
                "first axis",
                Op.Concatenate.class,
                ANY,
                in -> Tensor.concatenate(0, in),
                Shape.of(1, 3),
                Shape.of(0, 3),
                Shape.of(2, 3));
        add(
                to,
                "two axes",
                Op.Reverse.class,
                ANY,
                in -> in.getFirst().reverse(0, 2),
                Shape.of(2, 3, 4));
    }

    private static void reductions(List<OpSample> to) {
        for (int[] axes : new int[][] {{0}, {1}, {2}, {0, 1}, {1, 2}, {0, 2}, {}}) {
            String name = axes.length == 0 ? "all" : java.util.Arrays.toString(axes);
            add(to, name, Op.Sum.class, ANY, in -> in.getFirst().sum(axes), Shape.of(3, 4, 5));
            add(to, name, Op.Max.class, ANY, in -> in.getFirst().max(axes), Shape.of(3, 4, 5));
        }
        add(to, "of nothing", Op.Sum.class, ANY, in -> in.getFirst().sum(0), Shape.of(0, 3));
        add(to, "long rows", Op.Sum.class, ANY, in -> in.getFirst().sum(1), Shape.of(3, 1000));
        add(to, "last axis", Op.ArgMax.class, ANY, in -> in.getFirst().argMax(-1), Shape.of(4, 5));
        add(to, "first axis", Op.ArgMax.class, ANY, in -> in.getFirst().argMax(0), Shape.of(4, 5));
    }

    private static void products(List<OpSample> to) {
        for (boolean left : new boolean[] {false, true}) {
            for (boolean right : new boolean[] {false, true}) {
                String name =
                        (left ? "left transposed" : "left")
                                + ", "
                                + (right ? "right transposed" : "right");
                add(
                        to,
                        name,
                        Op.MatMul.class,
                        ANY,
                        in -> in.getFirst().graph().add(new Op.MatMul(left, right), in),
                        left ? Shape.of(4, 3) : Shape.of(3, 4),
                        right ? Shape.of(5, 4) : Shape.of(4, 5));
                add(
                        to,
                        "batched " + name,
                        Op.MatMul.class,
                        ANY,
                        in -> in.getFirst().graph().add(new Op.MatMul(left, right), in),
                        left ? Shape.of(2, 2, 4, 3) : Shape.of(2, 2, 3, 4),
                        right ? Shape.of(2, 2, 1, 4) : Shape.of(2, 2, 4, 1));
            }
        }
        add(to, "rows of a table", Op.Gather.class, ANY, OpSample::rowsOfTable, Shape.of(4, 5));
        add(
                to,
                "sums of rows of a table",
                Op.Sum.class,
                ANY,
                in -> rowsOfTable(in).sum(1),
                Shape.of(4, 5));
        for (int width : new int[] {5, 17}) {
            add(
                    to,
                    "back to a table of rows of " + width,
                    Op.ScatterAdd.class,
                    ANY,
                    in ->
                            in.getFirst()
                                    .graph()
                                    .add(
                                            new Op.ScatterAdd(4),
                                            in.getFirst()
                                                    .graph()
                                                    .literal(
                                                            new float[] {3, 0, 3, 1, 2, 3},
                                                            Shape.of(2, 3)),
                                            in.getFirst()),
                    Shape.of(2, 3, width));
        }
    }

    private static void windows(List<OpSample> to) {
        var oneAxis = new Window(List.of(3), List.of(2), List.of(1), List.of(1), List.of(0));
        var twoAxes =
                new Window(
                        List.of(2, 3), List.of(1, 2), List.of(2, 1), List.of(0, 1), List.of(1, 2));
        var threeAxes = Window.valid(List.of(2, 1, 2), List.of(1, 1, 2), List.of(1, 1, 1));
        convolution(to, "one axis", oneAxis, 1, Shape.of(2, 7, 2), Shape.of(3, 2, 3));
        convolution(to, "two axes", twoAxes, 1, Shape.of(2, 5, 6, 2), Shape.of(2, 3, 2, 3));
        convolution(to, "in groups", twoAxes, 2, Shape.of(2, 5, 6, 4), Shape.of(2, 3, 2, 6));
        convolution(to, "depthwise", twoAxes, 3, Shape.of(1, 5, 6, 3), Shape.of(2, 3, 1, 3));
        convolution(
                to, "three axes", threeAxes, 1, Shape.of(1, 3, 2, 4, 2), Shape.of(2, 1, 2, 2, 2));
        convolution(
                to,
                "same, 3x3",
                Window.same(Shape.of(5, 5), List.of(3, 3), List.of(1, 1), List.of(1, 1)),
                1,
                Shape.of(2, 5, 5, 3),
                Shape.of(3, 3, 3, 4));
        pooling(
                to,
                "one axis",
                new Window(List.of(3), List.of(2), List.of(1), List.of(1), List.of(1)),
                Shape.of(2, 7, 2));
        pooling(
                to,
                "overlapping",
                new Window(
                        List.of(3, 2), List.of(1, 1), List.of(1, 1), List.of(1, 0), List.of(1, 1)),
                Shape.of(2, 4, 4, 2));
        pooling(
                to,
                "2x2",
                Window.valid(List.of(2, 2), List.of(2, 2), List.of(1, 1)),
                Shape.of(2, 5, 4, 3));
        pooling(to, "three axes", threeAxes, Shape.of(1, 3, 2, 4, 2));
    }

    private static void convolution(
            List<OpSample> to, String name, Window window, int groups, Shape x, Shape kernel) {
        add(
                to,
                name,
                Op.Convolution.class,
                ANY,
                in -> in.getFirst().graph().add(new Op.Convolution(window, groups), in),
                x,
                kernel);
        Shape y =
                window.positions(x.slice(1, x.rank() - 1))
                        .inserted(0, x.get(0))
                        .concat(Shape.of(kernel.last()));
        add(
                to,
                name,
                Op.ConvolutionInputGradient.class,
                ANY,
                in ->
                        in.getFirst()
                                .graph()
                                .add(new Op.ConvolutionInputGradient(window, groups, x), in),
                kernel,
                y);
        add(
                to,
                name,
                Op.ConvolutionKernelGradient.class,
                ANY,
                in ->
                        in.getFirst()
                                .graph()
                                .add(new Op.ConvolutionKernelGradient(window, groups, kernel), in),
                x,
                y);
    }

    private static void pooling(List<OpSample> to, String name, Window window, Shape x) {
        Shape y =
                window.positions(x.slice(1, x.rank() - 1))
                        .inserted(0, x.get(0))
                        .concat(Shape.of(x.last()));
        add(
                to,
                name,
                Op.MaxPool.class,
                ANY,
                in -> in.getFirst().graph().add(new Op.MaxPool(window), in),
                x);
        add(
                to,
                name,
                Op.MaxPoolScatter.class,
                ANY,
                in -> in.getFirst().graph().add(new Op.MaxPoolScatter(window), in),
                x,
                y);
        add(
                to,
                name,
                Op.MaxPoolGather.class,
                ANY,
                in -> in.getFirst().graph().add(new Op.MaxPoolGather(window), in),
                x,
                x);
        add(
                to,
                name,
                Op.SumPool.class,
                ANY,
                in -> in.getFirst().graph().add(new Op.SumPool(window), in),
                x);
        add(
                to,
                name,
                Op.SumPoolScatter.class,
                ANY,
                in -> in.getFirst().graph().add(new Op.SumPoolScatter(window, x), in),
                y);
    }

    /// A small recurrent network: carry h, a sequence, a kernel, a bias and a scale that stays in the loop.
    private static Graph.Loop recurrent(List<Tensor> in, boolean reverse) {
        var step = new Graph();
        Tensor h = step.input("h", Shape.of(2, 3));
        Tensor x = step.input("x", Shape.of(2, 3));
        Tensor kernel = step.input("kernel", Shape.of(3, 3));
        Tensor bias = step.input("bias", Shape.of(3));
        Tensor scale = step.input("scale", Shape.of());
        Tensor next = h.matMul(kernel).plus(x).plus(bias).tanh().times(scale.exp());
        return in.getFirst()
                .graph()
                .scan(
                        new Body(step, List.of(next.id()), 1, 3),
                        4,
                        reverse,
                        in.subList(0, 1),
                        in.subList(1, 2),
                        in.subList(2, 5));
    }

    private static void loops(List<OpSample> to) {
        Shape[] shapes = {
            Shape.of(2, 3), Shape.of(4, 2, 3), Shape.of(3, 3), Shape.of(3), Shape.of()
        };
        for (boolean reverse : new boolean[] {false, true}) {
            String direction = reverse ? "backwards" : "forwards";
            add(
                    to,
                    direction,
                    Op.Final.class,
                    ANY,
                    in -> recurrent(in, reverse).finalCarry(0),
                    shapes);
            add(
                    to,
                    direction,
                    Op.Stacked.class,
                    ANY,
                    in -> {
                        var loop = recurrent(in, reverse);
                        Graph step = ((Op.Scan) loop.scan().node().op()).body().graph();
                        return loop.stacked(step.tensor(step.size() - 1));
                    },
                    shapes);
            add(
                    to,
                    direction + ", both results",
                    Op.Scan.class,
                    ANY,
                    in -> {
                        var loop = recurrent(in, reverse);
                        Graph step = ((Op.Scan) loop.scan().node().op()).body().graph();
                        return loop.stacked(step.tensor(step.size() - 1)).times(loop.finalCarry(0));
                    },
                    shapes);
        }
    }

    private static void unary(List<OpSample> to, Op op, DoubleUnaryOperator domain, Shape shape) {
        add(
                to,
                shape.toString(),
                op.getClass(),
                domain,
                in -> in.getFirst().graph().add(op, in),
                shape);
    }

    private static void binary(List<OpSample> to, Op op, DoubleUnaryOperator domain, Shape shape) {
        add(
                to,
                shape.toString(),
                op.getClass(),
                domain,
                in -> in.getFirst().graph().add(op, in),
                shape,
                shape);
    }

    private static void add(
            List<OpSample> to,
            String name,
            Class<? extends Op> op,
            DoubleUnaryOperator domain,
            Function<List<Tensor>, Tensor> formula,
            Shape... shapes) {
        to.add(new OpSample(name, op, List.of(shapes), domain, formula));
    }
}
