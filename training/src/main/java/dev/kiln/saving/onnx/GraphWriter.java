package dev.kiln.saving.onnx;

import dev.kiln.catalog.UserError;
import dev.kiln.graph.Body;
import dev.kiln.graph.Node;
import dev.kiln.graph.Op;
import dev.kiln.graph.Variable;

import onnx.Onnx;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.IntStream;

/// Writes the nodes of a [OpenGraph], those that the results need, as nodes of ONNX.
final class GraphWriter {
    private final OpenGraph graph;
    private final Nodes nodes;

    /// Writes what follows the data's sizes.
    private final ShapeWriter shapes;

    private final Function<Variable, String> variables;
    private final Map<Integer, String> names = new HashMap<>();
    private final Map<Integer, Loop> loops = new HashMap<>();

    /// What a loop's results are called.
    private record Loop(Map<Integer, String> carries, Map<Integer, String> stacks) {}

    /// @param variables writes a variable's numbers, once; their name
    /// @param sizes     tensors of one whole number: what the data decides
    GraphWriter(
            OpenGraph graph,
            Nodes nodes,
            Map<Unknown, String> sizes,
            Function<Variable, String> variables) {
        this.graph = graph;
        this.nodes = nodes;
        this.shapes = new ShapeWriter(nodes, sizes);
        this.variables = variables;
    }

    /// Calls a node by a name that is there already: an input, a value from around a loop.
    void name(int id, String name) {
        names.put(id, name);
    }

    String nameOf(int id) {
        return names.get(id);
    }

    void write(Collection<Integer> results) {
        Set<Integer> live = live(results);
        for (int id : live) {
            if (!names.containsKey(id)) {
                Node node = graph.node(id);
                if (node.op() instanceof Op.Scan scan) {
                    loops.put(id, loop(node, scan, live));
                } else {
                    String name = write(node);
                    names.put(id, name);
                    graph.measured(id).forEach((axis, size) -> shapes.measure(size, name, axis));
                }
            }
        }
    }

    private Set<Integer> live(Collection<Integer> results) {
        var live = new TreeSet<>(results);
        for (int id = graph.size() - 1; id >= 0; id--) {
            if (live.contains(id) && !names.containsKey(id)) {
                live.addAll(operands(graph.node(id)));
            }
        }
        return live;
    }

    /// Elementwise operators of ONNX repeat numbers along missing axes by themselves: where one operand has the full
    /// shape the others need not be written out.
    private List<Integer> operands(Node node) {
        if (!(node.op() instanceof Op.Elementwise) || node.inputs().size() < 2) {
            return node.inputs();
        }
        var plain = node.inputs().stream().map(this::unrepeated).toList();
        for (int i = 0; i < plain.size(); i++) {
            if (plain.get(i).equals(node.inputs().get(i))) {
                return plain;
            }
        }
        return node.inputs();
    }

    private Integer unrepeated(int id) {
        Node node = graph.node(id);
        return node.op() instanceof Op.Broadcast && !names.containsKey(id)
                ? node.inputs().getFirst()
                : id;
    }

    // ---- one node

    private String write(Node node) {
        var in = operands(node).stream().map(names::get).toList();
        int id = node.id();
        return switch (node.op()) {
            case Op.Input input -> throw new IllegalStateException("no value for " + input);
            case Op.Read(Variable variable) -> variables.apply(variable);
            case Op.Constant(double value, var _) ->
                    shapes.repeated(number(id, value), graph.shape(id));
            case Op.Literal(List<Float> values, var shape) ->
                    graph.isSame(id, Node::op)
                            ? nodes.floats(floats(values), shape.dimensions())
                            : new ResizingWeights(nodes, shapes)
                                    .write(graph.resized(id).orElseThrow(), graph.shape(id));
            case Op.Iota(var _, int axis) -> shapes.iota(graph.shape(id), axis);
            case Op.Uniform(String stream, var _, var _, long _) ->
                    throw new UserError(
                            "E197",
                            "layer "
                                    + stream
                                    + " draws random numbers; ONNX has no form of it with Kiln's numbers.",
                            "Leave the layer out of the model that is handed over, or type: %save \"model.keras\"");
            case Op.Elementwise elementwise -> new ElementwiseForms(nodes).write(elementwise, in);
            case Op.StopGradient _ -> nodes.add("Identity", in);
            case Op.Broadcast _ -> shapes.repeated(in.getFirst(), graph.shape(id));
            case Op.Reshape _ -> shapes.reshape(in.getFirst(), graph.shape(id));
            case Op.Transpose(List<Integer> order) -> transpose(in.getFirst(), order);
            case Op.Slice slice -> slice(node, slice, in.getFirst());
            case Op.Pad _ -> pad(node, in.getFirst());
            case Op.Concatenate(int axis) -> nodes.add("Concat", in, Nodes.whole("axis", axis));
            case Op.Reverse(List<Integer> axes) -> reverse(in.getFirst(), axes);
            case Op.Sum(List<Integer> axes) -> reduced("ReduceSum", in.getFirst(), axes);
            case Op.Max(List<Integer> axes) -> reduced("ReduceMax", in.getFirst(), axes);
            case Op.ArgMax(int axis) ->
                    shapes.decimal(
                            nodes.add(
                                    "ArgMax",
                                    in,
                                    Nodes.whole("axis", axis),
                                    Nodes.whole("keepdims", 0)));
            case Op.MatMul(boolean left, boolean right) ->
                    nodes.add(
                            "MatMul",
                            List.of(
                                    left ? swapped(node.inputs().get(0), in.get(0)) : in.get(0),
                                    right ? swapped(node.inputs().get(1), in.get(1)) : in.get(1)));
            case Op.Gather _ ->
                    nodes.add(
                            "Gather", List.of(in.get(0), whole(in.get(1))), Nodes.whole("axis", 0));
            case Op.ScatterAdd _ -> scatterAdd(node, in);
            case Op.Convolution convolution -> windows().convolution(node, convolution, in);
            case Op.ConvolutionInputGradient gradient -> windows().transposed(node, gradient, in);
            case Op.MaxPool(var window) -> windows().maxPool(node, window, in.getFirst());
            case Op.SumPool(var window) -> windows().sumPool(node, window, in.getFirst());
            case Op.SumPoolScatter scatter -> windows().spread(node, scatter, in.getFirst());
            case Op.Final(int carry) -> loops.get(node.inputs().getFirst()).carries().get(carry);
            case Op.Stacked(int bodyNode) ->
                    loops.get(node.inputs().getFirst()).stacks().get(bodyNode);
            case Op.Scan scan -> throw new IllegalStateException("a loop has no value: " + scan);
            case Op.ConvolutionKernelGradient _, Op.MaxPoolScatter _, Op.MaxPoolGather _ ->
                    throw new UserError(
                            "E197",
                            "layer "
                                    + graph.layer(id)
                                    + " computes a gradient of a window ("
                                    + node.op().getClass().getSimpleName()
                                    + ") while it predicts; ONNX has no form of it.",
                            "Type: %save \"model.keras\"");
        };
    }

    private Windows windows() {
        return new Windows(graph, nodes);
    }

    /// A number that follows a size: the mean's `1 / length`, a last position's `length - 1`.
    private String number(int id, double value) {
        if (graph.isSame(id, Node::op)
                || graph.isSame(id, node -> ((Op.Constant) node.op()).value())) {
            return nodes.number(value);
        }
        var size = graph.sizeIn(id, node -> ((Op.Constant) node.op()).value());
        if (size.isPresent()) {
            return shapes.number(size.get());
        }
        var divisor = graph.sizeIn(id, node -> 1 / ((Op.Constant) node.op()).value());
        return nodes.add(
                "Reciprocal",
                List.of(shapes.number(divisor.orElseThrow(() -> graph.changing(id)))));
    }

    private static float[] floats(List<Float> values) {
        var floats = new float[values.size()];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = values.get(i);
        }
        return floats;
    }

    private String whole(String name) {
        return nodes.add(
                "Cast", List.of(name), Nodes.whole("to", Onnx.TensorProto.DataType.INT64_VALUE));
    }

    private String transpose(String value, List<Integer> order) {
        return nodes.add("Transpose", List.of(value), Nodes.wholes("perm", order));
    }

    private String swapped(int id, String value) {
        int rank = graph.node(id).shape().rank();
        var order = new ArrayList<>(IntStream.range(0, rank).boxed().toList());
        order.set(rank - 2, rank - 1);
        order.set(rank - 1, rank - 2);
        return transpose(value, order);
    }

    private String slice(Node node, Op.Slice slice, String value) {
        var starts = graph.settings(node.id(), Op.Slice.class, Op.Slice::starts);
        var sizes = graph.settings(node.id(), Op.Slice.class, Op.Slice::sizes);
        var from = graph.shape(node.inputs().getFirst());
        var chosenStarts = new ArrayList<Extent>();
        var ends = new ArrayList<Extent>();
        var axes = new ArrayList<Extent>();
        var steps = new ArrayList<Extent>();
        for (int axis = 0; axis < sizes.size(); axis++) {
            int stride = slice.strides().get(axis);
            if (stride == 1
                    && starts.get(axis).equals(Extent.fixed(0))
                    && sizes.get(axis).equals(from.get(axis))) {
                continue;
            }
            chosenStarts.add(starts.get(axis));
            ends.add(ends(node.id(), axis));
            axes.add(Extent.fixed(axis));
            steps.add(Extent.fixed(stride));
        }
        return axes.isEmpty()
                ? value
                : nodes.add(
                        "Slice",
                        List.of(
                                value,
                                shapes.sizes(chosenStarts),
                                shapes.sizes(ends),
                                shapes.sizes(axes),
                                shapes.sizes(steps)));
    }

    private Extent ends(int id, int axis) {
        return graph.settings(
                        id,
                        Op.Slice.class,
                        slice ->
                                List.of(
                                        slice.starts().get(axis)
                                                + (slice.sizes().get(axis) - 1)
                                                        * slice.strides().get(axis)
                                                + 1))
                .getFirst();
    }

    /// Zeros between neighbours: each number becomes a row of its own, the zeros follow it in the row, and those
    /// behind the last one are cut off.
    private String pad(Node node, String value) {
        Op.Pad pad = (Op.Pad) node.op();
        var shape = new ArrayList<>(graph.shape(node.inputs().getFirst()));
        for (int axis = 0; axis < shape.size(); axis++) {
            int between = pad.interior().get(axis);
            if (between == 0) {
                continue;
            }
            var apart = new ArrayList<>(shape);
            apart.add(axis + 1, Extent.fixed(1));
            var behind = new ArrayList<Extent>();
            IntStream.range(0, 2 * apart.size()).forEach(_ -> behind.add(Extent.fixed(0)));
            behind.set(apart.size() + axis + 1, Extent.fixed(between));
            value = nodes.add("Pad", List.of(shapes.reshape(value, apart), shapes.sizes(behind)));
            Extent full = shape.get(axis).times(1 + between);
            shape.set(axis, full);
            value = shapes.reshape(value, shape);
            shape.set(axis, full.plus(-between));
            value =
                    nodes.add(
                            "Slice",
                            List.of(
                                    value,
                                    nodes.longs(List.of(0L)),
                                    shapes.sizes(List.of(shape.get(axis))),
                                    nodes.longs(List.of((long) axis))));
        }
        var around = new ArrayList<>(graph.settings(node.id(), Op.Pad.class, Op.Pad::low));
        around.addAll(graph.settings(node.id(), Op.Pad.class, Op.Pad::high));
        return around.stream().allMatch(Extent.fixed(0)::equals)
                ? value
                : nodes.add("Pad", List.of(value, shapes.sizes(around)));
    }

    private String reverse(String value, List<Integer> axes) {
        return axes.isEmpty()
                ? value
                : nodes.add(
                        "Slice",
                        List.of(
                                value,
                                nodes.longs(axes.stream().map(_ -> -1L).toList()),
                                nodes.longs(axes.stream().map(_ -> Long.MIN_VALUE).toList()),
                                nodes.longs(axes.stream().map(Integer::longValue).toList()),
                                nodes.longs(axes.stream().map(_ -> -1L).toList())));
    }

    private String reduced(String operator, String value, List<Integer> axes) {
        return axes.isEmpty()
                ? value
                : nodes.add(
                        operator,
                        List.of(value, nodes.longs(axes.stream().map(Integer::longValue).toList())),
                        Nodes.whole("keepdims", 0));
    }

    private String scatterAdd(Node node, List<String> in) {
        String zeros = shapes.repeated(nodes.number(0), graph.shape(node.id()));
        String indices =
                nodes.add("Unsqueeze", List.of(whole(in.get(0)), nodes.longs(List.of(-1L))));
        return nodes.add(
                "ScatterND", List.of(zeros, indices, in.get(1)), Nodes.word("reduction", "add"));
    }

    // ---- loops

    private Loop loop(Node node, Op.Scan scan, Set<Integer> live) {
        Body body = scan.body();
        var stacked =
                live.stream()
                        .map(graph::node)
                        .filter(user -> user.inputs().contains(node.id()))
                        .map(Node::op)
                        .filter(Op.Stacked.class::isInstance)
                        .map(op -> ((Op.Stacked) op).bodyNode())
                        .distinct()
                        .toList();
        var inner = nodes.inner();
        var writer = new GraphWriter(graph.body(node.id()), inner, shapes.known(), variables);
        var in = node.inputs().stream().map(names::get).toList();
        int carries = body.carries().size();
        boolean isCounted = body.sequences() == 0;
        var outer = new ArrayList<>(in.subList(0, carries + body.sequences()));
        if (isCounted) {
            outer.add(
                    shapes.repeated(
                            nodes.number(0),
                            graph.settings(
                                    node.id(), Op.Scan.class, loop -> List.of(loop.length()))));
        }
        var bodyInputs =
                body.graph().nodes().stream()
                        .filter(each -> each.op() instanceof Op.Input)
                        .toList();
        for (int i = 0; i < bodyInputs.size(); i++) {
            if (i < carries + body.sequences()) {
                String name = inner.newName("step");
                inner.graph().addInput(Nodes.floatsNamed(name));
                writer.name(bodyInputs.get(i).id(), name);
            } else {
                writer.name(bodyInputs.get(i).id(), in.get(i));
            }
        }
        if (isCounted) {
            inner.graph().addInput(Nodes.floatsNamed(inner.newName("count")));
        }
        var results = new ArrayList<>(body.carries());
        results.addAll(stacked);
        writer.write(results);
        for (int id : results) {
            String name = inner.add("Identity", List.of(writer.nameOf(id)));
            inner.graph().addOutput(Nodes.floatsNamed(name));
        }
        var made = results.stream().map(_ -> nodes.newName("loop")).toList();
        int direction = scan.reverse() ? 1 : 0;
        nodes.addAll(
                made,
                "Scan",
                outer,
                Nodes.graph("body", inner),
                Nodes.whole("num_scan_inputs", Math.max(body.sequences(), 1)),
                Nodes.wholes(
                        "scan_input_directions",
                        IntStream.range(0, Math.max(body.sequences(), 1))
                                .mapToObj(_ -> direction)
                                .toList()),
                Nodes.wholes(
                        "scan_output_directions", stacked.stream().map(_ -> direction).toList()));
        var loop = new Loop(new HashMap<>(), new HashMap<>());
        for (int i = 0; i < made.size(); i++) {
            if (i < carries) {
                loop.carries().put(i, made.get(i));
            } else {
                loop.stacks().put(stacked.get(i - carries), made.get(i));
            }
        }
        return loop;
    }
}
