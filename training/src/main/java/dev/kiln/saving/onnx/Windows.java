package dev.kiln.saving.onnx;

import dev.kiln.graph.Graph;
import dev.kiln.graph.Node;
import dev.kiln.graph.Op;
import dev.kiln.graph.Window;
import dev.kiln.tensor.Shape;

import onnx.Onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Convolutions and pooling. ONNX has the channels first, Kiln last, so values are turned before and after.
final class Windows {
    private final OpenGraph graph;
    private final Nodes nodes;

    Windows(OpenGraph graph, Nodes nodes) {
        this.graph = graph;
        this.nodes = nodes;
    }

    /// @param in x `[batch, …space, in]` and kernel `[…window, in / groups, out]`
    String convolution(Node node, Op.Convolution op, List<String> in) {
        var settings = new ArrayList<>(placed(node, op.window()));
        settings.add(Nodes.whole("group", op.groups()));
        int rank = op.window().size().size();
        return channelsLast(
                nodes.add(
                        "Conv",
                        List.of(channelsFirst(in.get(0), rank), kernel(in.get(1), rank)),
                        settings.toArray(Onnx.AttributeProto[]::new)),
                rank);
    }

    /// @param in kernel and values `[batch, …positions, out]`
    String transposed(Node node, Op.ConvolutionInputGradient op, List<String> in) {
        int rank = op.window().size().size();
        return transposed(node, op.window(), op.groups(), in.get(1), kernel(in.get(0), rank));
    }

    String maxPool(Node node, Window window, String x) {
        int rank = window.size().size();
        return channelsLast(
                nodes.add(
                        "MaxPool",
                        List.of(channelsFirst(x, rank)),
                        placed(node, window).toArray(Onnx.AttributeProto[]::new)),
                rank);
    }

    /// A convolution of each channel with ones.
    String sumPool(Node node, Window window, String x) {
        int rank = window.size().size();
        int channels = node.shape().last();
        var settings = new ArrayList<>(placed(node, window));
        settings.add(Nodes.whole("group", channels));
        return channelsLast(
                nodes.add(
                        "Conv",
                        List.of(channelsFirst(x, rank), ones(window, channels)),
                        settings.toArray(Onnx.AttributeProto[]::new)),
                rank);
    }

    String spread(Node node, Op.SumPoolScatter op, String values) {
        int channels = op.to().last();
        return transposed(node, op.window(), channels, values, ones(op.window(), channels));
    }

    private String transposed(Node node, Window window, int groups, String values, String kernel) {
        int rank = window.size().size();
        requireOne(node);
        var beyond = graph.numbers(node.id(), Windows::beyond);
        if (!beyond.stream().allMatch(Extent::isFixed)) {
            throw graph.changing(node.id());
        }
        var more = beyond.stream().map(Extent::fixed).toList();
        var settings = new ArrayList<>(shape(window));
        settings.add(Nodes.whole("group", groups));
        settings.add(Nodes.wholes("output_padding", more));
        return channelsLast(
                nodes.add(
                        "ConvTranspose",
                        List.of(channelsFirst(values, rank), kernel),
                        settings.toArray(Onnx.AttributeProto[]::new)),
                rank);
    }

    /// Positions of the space, padding included, that no window reaches.
    private static List<Integer> beyond(Graph graph, Node node) {
        Window window = window(node.op());
        var positions = graph.node(node.inputs().getLast()).shape().dimensions();
        var space = node.shape().dimensions();
        var beyond = new ArrayList<Integer>();
        for (int axis = 0; axis < window.size().size(); axis++) {
            int reach = (window.size().get(axis) - 1) * window.dilation().get(axis) + 1;
            beyond.add(
                    space.get(1 + axis)
                            + window.low().get(axis)
                            + window.high().get(axis)
                            - reach
                            - (positions.get(1 + axis) - 1) * window.strides().get(axis));
        }
        return beyond;
    }

    private static Window window(Op op) {
        return switch (op) {
            case Op.Convolution(Window window, int _) -> window;
            case Op.ConvolutionInputGradient(Window window, int _, var _) -> window;
            case Op.MaxPool(Window window) -> window;
            case Op.SumPool(Window window) -> window;
            case Op.SumPoolScatter(Window window, var _) -> window;
            case null, default -> throw new IllegalArgumentException(op + " has no window");
        };
    }

    private void requireOne(Node node) {
        if (!graph.isSame(node.id(), each -> window(each.op()))) {
            throw graph.changing(node.id());
        }
    }

    /// A window whose padding follows the sizes is ONNX' own `SAME_UPPER`: as many positions as strides fit.
    private List<Onnx.AttributeProto> placed(Node node, Window window) {
        if (graph.isSame(node.id(), each -> window(each.op()))) {
            return shape(window);
        }
        if (!graph.holds(node.id(), Windows::isSamePadding)) {
            throw graph.changing(node.id());
        }
        var settings = new ArrayList<>(shape(window));
        settings.removeIf(attribute -> attribute.getName().equals("pads"));
        settings.add(Nodes.word("auto_pad", "SAME_UPPER"));
        return settings;
    }

    private static boolean isSamePadding(Graph graph, Node node) {
        Window window = window(node.op());
        var space = graph.node(node.inputs().getFirst()).shape().dimensions();
        return window.equals(
                Window.same(
                        new Shape(space.subList(1, space.size() - 1)),
                        window.size(),
                        window.strides(),
                        window.dilation()));
    }

    private String ones(Window window, int channels) {
        var shape = Stream.concat(Stream.of(channels, 1), window.size().stream()).toList();
        var ones = new float[shape.stream().reduce(1, Math::multiplyExact)];
        Arrays.fill(ones, 1);
        return nodes.floats(ones, shape);
    }

    private static List<Onnx.AttributeProto> shape(Window window) {
        var attributes = new ArrayList<Onnx.AttributeProto>();
        attributes.add(Nodes.wholes("kernel_shape", window.size()));
        attributes.add(Nodes.wholes("strides", window.strides()));
        attributes.add(
                Nodes.wholes(
                        "pads",
                        Stream.concat(window.low().stream(), window.high().stream()).toList()));
        attributes.add(Nodes.wholes("dilations", window.dilation()));
        return attributes;
    }

    /// `[…window, in, out]` to `[out, in, …window]`.
    private String kernel(String kernel, int rank) {
        var order = new ArrayList<>(List.of(rank + 1, rank));
        IntStream.range(0, rank).forEach(order::add);
        return nodes.add("Transpose", List.of(kernel), Nodes.wholes("perm", order));
    }

    private String channelsFirst(String value, int rank) {
        var order = new ArrayList<>(List.of(0, rank + 1));
        IntStream.rangeClosed(1, rank).forEach(order::add);
        return nodes.add("Transpose", List.of(value), Nodes.wholes("perm", order));
    }

    private String channelsLast(String value, int rank) {
        var order = new ArrayList<>(List.of(0));
        IntStream.rangeClosed(2, rank + 1).forEach(order::add);
        order.add(1);
        return nodes.add("Transpose", List.of(value), Nodes.wholes("perm", order));
    }
}
