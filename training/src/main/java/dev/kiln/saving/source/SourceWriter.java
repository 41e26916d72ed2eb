package dev.kiln.saving.source;

import dev.kiln.catalog.UserError;
import dev.kiln.graph.Body;
import dev.kiln.graph.Graph;
import dev.kiln.graph.Node;
import dev.kiln.graph.Op;
import dev.kiln.graph.Variable;
import dev.kiln.graph.Window;
import dev.kiln.tensor.Shape;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.IntStream;

/// Writes the nodes of a graph, those that the results need, as lines of Java.
final class SourceWriter {
    /// A Java method may have 64 KB of code; this many lines have less.
    private static final int LINES_A_METHOD = 300;

    private final Graph graph;
    private final Formulas formulas;
    private final Function<Variable, String> variables;

    /// Methods of loops' bodies, shared by all writers of a program.
    private final List<String> methods;

    private final String prefix;
    private final Map<Integer, String> names = new HashMap<>();
    private final Map<Integer, List<Integer>> stacks = new HashMap<>();
    private final List<String> lines = new ArrayList<>();

    SourceWriter(
            Graph graph,
            Formulas formulas,
            Function<Variable, String> variables,
            List<String> methods,
            String prefix) {
        this.graph = graph;
        this.formulas = formulas;
        this.variables = variables;
        this.methods = methods;
        this.prefix = prefix;
    }

    /// A method from given arrays to the results.
    ///
    /// @param name   of the method
    /// @param inputs nodes that are given
    void method(String name, List<Integer> inputs, List<Integer> results) {
        for (int i = 0; i < inputs.size(); i++) {
            names.put(inputs.get(i), "given[" + i + "]");
        }
        write(results);
        var code = new StringBuilder();
        int parts = Math.ceilDiv(lines.size(), LINES_A_METHOD);
        code.append("    private static float[][] ").append(name).append("(float[][] given) {\n");
        code.append("        float[][] v = new float[").append(graph.size()).append("][];\n");
        code.append("        float[][][] loops = new float[")
                .append(graph.size())
                .append("][][];\n");
        for (int part = 1; part < parts; part++) {
            code.append("        ").append(name).append(part).append("(given, v, loops);\n");
        }
        // The last lines come last: they are in the method itself, and most models have no others.
        int from = Math.max(parts - 1, 0) * LINES_A_METHOD;
        lines.subList(from, lines.size()).forEach(line -> code.append(line));
        code.append("        return ")
                .append(Code.arrays(results.stream().map(names::get).toList()))
                .append(";\n    }\n");
        for (int part = 1; part < parts; part++) {
            code.append("\n    private static void ")
                    .append(name)
                    .append(part)
                    .append("(float[][] given, float[][] v, float[][][] loops) {\n");
            lines.subList((part - 1) * LINES_A_METHOD, part * LINES_A_METHOD).forEach(code::append);
            code.append("    }\n");
        }
        methods.add(code.toString());
    }

    private void write(Collection<Integer> results) {
        Set<Integer> live = new TreeSet<>(results);
        for (int id = graph.size() - 1; id >= 0; id--) {
            if (live.contains(id)) {
                live.addAll(graph.node(id).inputs());
            }
        }
        for (int id : live) {
            if (names.containsKey(id)) {
                continue;
            }
            Node node = graph.node(id);
            if (node.op() instanceof Op.Scan scan) {
                lines.add(line("loops[" + id + "]", loop(node, scan, live), node));
            } else if (node.op() instanceof Op.Read(Variable variable)) {
                names.put(id, variables.apply(variable));
            } else if (node.op() instanceof Op.Reshape || node.op() instanceof Op.StopGradient) {
                names.put(id, in(node, 0));
            } else {
                lines.add(line("v[" + id + "]", formula(node), node));
                names.put(id, "v[" + id + "]");
            }
        }
    }

    private static String line(String name, String value, Node node) {
        return "        " + name + " = " + value + "; // " + node.shape() + "\n";
    }

    private String in(Node node, int index) {
        return names.get(node.inputs().get(index));
    }

    private Shape shape(Node node, int index) {
        return graph.node(node.inputs().get(index)).shape();
    }

    private String call(String name, Object... arguments) {
        var texts = new ArrayList<String>();
        for (Object argument : arguments) {
            texts.add(argument.toString());
        }
        return formulas.use(name) + "(" + String.join(", ", texts) + ")";
    }

    // ---- one node

    private String formula(Node node) {
        return switch (node.op()) {
            case Op.Input input -> throw new IllegalStateException("no value for " + input);
            case Op.Read read -> throw new IllegalStateException("written by its name: " + read);
            case Op.Constant(double value, Shape shape) ->
                    call("fill", shape.size(), Code.number((float) value));
            case Op.Literal literal -> Numbers.literal(formulas, literal.values());
            case Op.Iota(Shape shape, int axis) ->
                    call(
                            "iota",
                            shape.size(),
                            shape.get(axis),
                            shape.slice(axis + 1, shape.rank()).size());
            case Op.Uniform(String stream, var _, var _, long _) ->
                    throw new UserError(
                            "E198",
                            "layer "
                                    + stream
                                    + " draws random numbers while it predicts; a program of its own"
                                    + " would draw others.",
                            "Type: %save \"model.keras\"");
            case Op.Elementwise elementwise -> elementwise(elementwise, node);
            case Op.StopGradient _, Op.Reshape _ -> in(node, 0);
            case Op.Broadcast(Shape to) -> broadcast(node, to);
            case Op.Transpose(List<Integer> order) -> {
                int[] strides = strides(shape(node, 0));
                yield view(node, 0, order.stream().map(axis -> strides[axis]).toList());
            }
            case Op.Slice slice -> {
                int[] strides = strides(shape(node, 0));
                yield view(
                        node,
                        IntStream.range(0, strides.length)
                                .map(axis -> slice.starts().get(axis) * strides[axis])
                                .sum(),
                        IntStream.range(0, strides.length)
                                .mapToObj(axis -> slice.strides().get(axis) * strides[axis])
                                .toList());
            }
            case Op.Reverse(List<Integer> axes) -> {
                int[] strides = strides(shape(node, 0));
                yield view(
                        node,
                        axes.stream()
                                .mapToInt(axis -> (node.shape().get(axis) - 1) * strides[axis])
                                .sum(),
                        IntStream.range(0, strides.length)
                                .mapToObj(
                                        axis ->
                                                axes.contains(axis)
                                                        ? -strides[axis]
                                                        : strides[axis])
                                .toList());
            }
            case Op.Pad pad -> {
                int[] strides = strides(node.shape());
                yield call(
                        "place",
                        in(node, 0),
                        node.shape().size(),
                        IntStream.range(0, strides.length)
                                .map(axis -> pad.low().get(axis) * strides[axis])
                                .sum(),
                        Code.wholes(shape(node, 0).dimensions()),
                        Code.wholes(
                                IntStream.range(0, strides.length)
                                        .mapToObj(
                                                axis ->
                                                        (1 + pad.interior().get(axis))
                                                                * strides[axis])
                                        .toList()));
            }
            case Op.Concatenate(int axis) ->
                    call(
                            "join",
                            node.shape().slice(0, axis).size(),
                            Code.arrays(node.inputs().stream().map(names::get).toList()));
            case Op.Sum(List<Integer> axes) -> reduced("sumRows", node, axes);
            case Op.Max(List<Integer> axes) -> reduced("maxRows", node, axes);
            case Op.ArgMax(int axis) -> reduced("argMaxRows", node, List.of(axis));
            case Op.MatMul(boolean left, boolean right) -> matMul(node, left, right);
            case Op.Gather _ ->
                    call("gather", in(node, 0), in(node, 1), shape(node, 0).row().size());
            case Op.ScatterAdd _ ->
                    call("scatterAdd", in(node, 0), in(node, 1), node.shape().size());
            case Op.Convolution(Window window, int groups) ->
                    call(
                            "convolution",
                            in(node, 0),
                            in(node, 1),
                            window(window, shape(node, 0), node.shape()),
                            node.shape().get(0),
                            shape(node, 0).last(),
                            node.shape().last(),
                            groups);
            case Op.ConvolutionInputGradient(Window window, int groups, Shape to) ->
                    call(
                            "transposedConvolution",
                            in(node, 0),
                            in(node, 1),
                            window(window, to, shape(node, 1)),
                            to.get(0),
                            to.last(),
                            shape(node, 1).last(),
                            groups);
            case Op.MaxPool(Window window) -> pool("maxPool", node, window);
            case Op.SumPool(Window window) -> pool("sumPool", node, window);
            case Op.SumPoolScatter(Window window, Shape to) ->
                    call(
                            "spread",
                            in(node, 0),
                            window(window, to, shape(node, 0)),
                            to.get(0),
                            to.last());
            case Op.Final(int carry) -> "loops[" + node.inputs().getFirst() + "][" + carry + "]";
            case Op.Stacked(int bodyNode) -> {
                int scan = node.inputs().getFirst();
                int carries = ((Op.Scan) graph.node(scan).op()).body().carries().size();
                yield "loops[" + scan + "][" + (carries + stacks.get(scan).indexOf(bodyNode)) + "]";
            }
            case Op.Scan scan -> throw new IllegalStateException("a loop has no value: " + scan);
            case Op.ConvolutionKernelGradient _, Op.MaxPoolScatter _, Op.MaxPoolGather _ ->
                    throw new UserError(
                            "E198",
                            "the model computes a gradient of a window ("
                                    + node.op().getClass().getSimpleName()
                                    + ") while it predicts; a program of its own has no form of it.",
                            "Type: %save \"model.keras\"");
        };
    }

    private String elementwise(Op.Elementwise op, Node node) {
        return switch (op) {
            case Op.Negate _ -> map(node, "-x");
            case Op.Abs _ -> map(node, "Math.abs(x)");
            case Op.Sign _ -> map(node, "Math.signum(x)");
            case Op.Floor _ -> map(node, "(float) Math.floor(x)");
            case Op.Round _ -> map(node, "(float) Math.rint(x)");
            case Op.Exp _ -> map(node, "(float) Math.exp(x)");
            case Op.Expm1 _ -> map(node, "(float) Math.expm1(x)");
            case Op.Log _ -> map(node, "(float) Math.log(x)");
            case Op.Log1p _ -> map(node, "(float) Math.log1p(x)");
            case Op.Sqrt _ -> map(node, "(float) Math.sqrt(x)");
            case Op.Sin _ -> map(node, "(float) Math.sin(x)");
            case Op.Cos _ -> map(node, "(float) Math.cos(x)");
            case Op.Tanh _ -> map(node, "(float) Math.tanh(x)");
            case Op.Sigmoid _ -> map(node, "(float) (1 / (1 + Math.exp(-x)))");
            case Op.Erf _ -> map(node, formulas.use("erf") + "(x)");
            case Op.Add _ -> zip(node, "x + y");
            case Op.Subtract _ -> zip(node, "x - y");
            case Op.Multiply _ -> zip(node, "x * y");
            case Op.Divide _ -> zip(node, "x / y");
            case Op.Maximum _ -> zip(node, "Math.max(x, y)");
            case Op.Minimum _ -> zip(node, "Math.min(x, y)");
            case Op.Power _ -> zip(node, "(float) Math.pow(x, y)");
            case Op.Less _ -> zip(node, "x < y ? 1 : 0");
            case Op.LessOrEqual _ -> zip(node, "x <= y ? 1 : 0");
            case Op.Equal _ -> zip(node, "x == y ? 1 : 0");
            case Op.Select _ -> call("select", in(node, 0), in(node, 1), in(node, 2));
        };
    }

    private String map(Node node, String formula) {
        return call("map", in(node, 0), "x -> " + formula);
    }

    private String zip(Node node, String formula) {
        return call("zip", in(node, 0), in(node, 1), "(x, y) -> " + formula);
    }

    // ---- order of numbers

    private static int[] strides(Shape shape) {
        var strides = new int[shape.rank()];
        int stride = 1;
        for (int axis = shape.rank() - 1; axis >= 0; axis--) {
            strides[axis] = stride;
            stride *= shape.get(axis);
        }
        return strides;
    }

    private String view(Node node, int offset, List<Integer> strides) {
        return call(
                "view",
                in(node, 0),
                offset,
                Code.wholes(node.shape().dimensions()),
                Code.wholes(strides));
    }

    private String broadcast(Node node, Shape to) {
        Shape from = shape(node, 0);
        if (from.size() == to.size()) {
            return in(node, 0);
        }
        int[] strides = strides(from);
        int missing = to.rank() - from.rank();
        return view(
                node,
                0,
                IntStream.range(0, to.rank())
                        .mapToObj(
                                axis ->
                                        axis < missing || from.get(axis - missing) == 1
                                                ? 0
                                                : strides[axis - missing])
                        .toList());
    }

    private String reduced(String formula, Node node, List<Integer> axes) {
        Shape from = shape(node, 0);
        int[] strides = strides(from);
        var order =
                new ArrayList<>(
                        IntStream.range(0, from.rank())
                                .filter(axis -> !axes.contains(axis))
                                .boxed()
                                .toList());
        order.addAll(axes.stream().sorted().toList());
        boolean isInOrder = order.equals(order.stream().sorted().toList());
        String turned =
                isInOrder
                        ? in(node, 0)
                        : call(
                                "view",
                                in(node, 0),
                                0,
                                Code.wholes(order.stream().map(from::get).toList()),
                                Code.wholes(order.stream().map(axis -> strides[axis]).toList()));
        return call(formula, turned, node.shape().size());
    }

    private String matMul(Node node, boolean left, boolean right) {
        int rank = node.shape().rank();
        int inner = shape(node, 0).get(left ? -2 : -1);
        return call(
                "matMul",
                left ? swapped(node, 0) : in(node, 0),
                right ? swapped(node, 1) : in(node, 1),
                node.shape().slice(0, rank - 2).size(),
                node.shape().get(-2),
                inner,
                node.shape().get(-1));
    }

    private String swapped(Node node, int index) {
        Shape from = shape(node, index);
        int[] strides = strides(from);
        var order = new ArrayList<>(IntStream.range(0, from.rank()).boxed().toList());
        order.set(from.rank() - 2, from.rank() - 1);
        order.set(from.rank() - 1, from.rank() - 2);
        return call(
                "view",
                in(node, index),
                0,
                Code.wholes(order.stream().map(from::get).toList()),
                Code.wholes(order.stream().map(axis -> strides[axis]).toList()));
    }

    // ---- windows

    private String window(Window window, Shape x, Shape y) {
        int rank = window.size().size();
        formulas.use("window");
        return "new Window("
                + Code.wholes(x.dimensions().subList(1, 1 + rank))
                + ", "
                + Code.wholes(y.dimensions().subList(1, 1 + rank))
                + ", "
                + Code.wholes(window.size())
                + ", "
                + Code.wholes(window.strides())
                + ", "
                + Code.wholes(window.dilation())
                + ", "
                + Code.wholes(window.low())
                + ")";
    }

    private String pool(String formula, Node node, Window window) {
        return call(
                formula,
                in(node, 0),
                window(window, shape(node, 0), node.shape()),
                node.shape().get(0),
                node.shape().last());
    }

    // ---- loops

    private String loop(Node node, Op.Scan scan, Set<Integer> live) {
        Body body = scan.body();
        var kept =
                live.stream()
                        .map(graph::node)
                        .filter(user -> user.inputs().contains(node.id()))
                        .map(Node::op)
                        .filter(Op.Stacked.class::isInstance)
                        .map(op -> ((Op.Stacked) op).bodyNode())
                        .distinct()
                        .toList();
        stacks.put(node.id(), kept);
        String name = prefix + "Step" + node.id();
        var given =
                body.graph().nodes().stream()
                        .filter(each -> each.op() instanceof Op.Input)
                        .map(Node::id)
                        .toList();
        var results = new ArrayList<>(body.carries());
        results.addAll(kept);
        new SourceWriter(body.graph(), formulas, variables, methods, name)
                .method(name, given, results);
        var in = node.inputs().stream().map(names::get).toList();
        int carries = body.carries().size();
        return call(
                "loop",
                scan.length(),
                scan.reverse(),
                Code.arrays(in.subList(0, carries)),
                Code.arrays(in.subList(carries, carries + body.sequences())),
                Code.arrays(in.subList(carries + body.sequences(), in.size())),
                "step -> " + name + "(step)");
    }
}
