package dev.kiln.saving.onnx;

import dev.kiln.graph.Node;
import dev.kiln.graph.Op;
import dev.kiln.graph.Window;

import onnx.Onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Convolutions and pooling. ONNX has the channels first, Kiln last, so values are turned before and after.
final class Windows {
    private final BatchGraph graph;
    private final Nodes nodes;

    Windows(BatchGraph graph, Nodes nodes) {
        this.graph = graph;
        this.nodes = nodes;
    }

    /// @param in x `[batch, …space, in]` and kernel `[…window, in / groups, out]`
    String convolution(Op.Convolution op, List<String> in) {
        var settings = new ArrayList<>(shape(op.window()));
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
        var positions = graph.node(node.inputs().get(1)).shape().dimensions();
        return transposed(
                op.window(),
                op.groups(),
                positions.subList(1, 1 + rank),
                op.to().dimensions().subList(1, 1 + rank),
                in.get(1),
                kernel(in.get(0), rank));
    }

    String maxPool(Window window, String x) {
        int rank = window.size().size();
        return channelsLast(
                nodes.add(
                        "MaxPool",
                        List.of(channelsFirst(x, rank)),
                        shape(window).toArray(Onnx.AttributeProto[]::new)),
                rank);
    }

    /// A convolution of each channel with ones.
    String sumPool(Node node, Window window, String x) {
        int rank = window.size().size();
        int channels = node.shape().last();
        var settings = new ArrayList<>(shape(window));
        settings.add(Nodes.whole("group", channels));
        return channelsLast(
                nodes.add(
                        "Conv",
                        List.of(channelsFirst(x, rank), ones(window, channels)),
                        settings.toArray(Onnx.AttributeProto[]::new)),
                rank);
    }

    String spread(Node node, Op.SumPoolScatter op, String values) {
        int rank = op.window().size().size();
        int channels = op.to().last();
        return transposed(
                op.window(),
                channels,
                graph.node(node.inputs().getFirst()).shape().dimensions().subList(1, 1 + rank),
                op.to().dimensions().subList(1, 1 + rank),
                values,
                ones(op.window(), channels));
    }

    private String transposed(
            Window window,
            int groups,
            List<Integer> positions,
            List<Integer> space,
            String values,
            String kernel) {
        int rank = window.size().size();
        var more = new ArrayList<Integer>();
        for (int axis = 0; axis < rank; axis++) {
            int reach = (window.size().get(axis) - 1) * window.dilation().get(axis) + 1;
            more.add(
                    space.get(axis)
                            + window.low().get(axis)
                            + window.high().get(axis)
                            - reach
                            - (positions.get(axis) - 1) * window.strides().get(axis));
        }
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
