package dev.kiln.model;

import dev.kiln.catalog.UserError;
import dev.kiln.graph.Graph;
import dev.kiln.graph.Node;
import dev.kiln.graph.Op;
import dev.kiln.graph.Tensor;
import dev.kiln.layers.Signal;
import dev.kiln.tensor.Shape;

import java.util.ArrayList;
import java.util.List;

/// How many floating point operations a model's formulas take.
final class Operations {
    private Operations() {}

    /// Of one row in use, not in training; unknown dimensions count as 1. 0 where a model cannot be written
    /// for such a row: the layers of an unknown length may need a longer one.
    static long ofOneRow(Model model) {
        var graph = new Graph();
        var inputs = new ArrayList<Signal>();
        for (ModelInput input : model.inputs()) {
            Shape shape = input.shape();
            for (int axis = 0; axis < shape.rank(); axis++) {
                if (shape.get(axis) == Shape.UNKNOWN) {
                    shape = shape.with(axis, 1);
                }
            }
            inputs.add(Signal.of(graph.input(input.name(), shape)));
        }
        try {
            model.trace(graph, inputs, false, weight -> weightInput(graph, weight));
        } catch (UserError tooShort) {
            return 0;
        }
        return of(graph);
    }

    private static Tensor weightInput(Graph graph, Weight weight) {
        return graph.input("weight " + weight.path(), weight.shape());
    }

    private static long of(Graph graph) {
        return graph.nodes().stream().mapToLong(node -> of(graph, node)).sum();
    }

    private static long of(Graph graph, Node node) {
        long size = node.op() instanceof Op.Scan ? 0 : node.shape().size();
        return switch (node.op()) {
            case Op.MatMul(boolean transposeLeft, boolean _) -> {
                Shape left = graph.node(node.inputs().getFirst()).shape();
                yield 2 * size * left.get(transposeLeft ? -2 : -1);
            }
            case Op.Convolution _ -> {
                Shape kernel = graph.node(node.inputs().get(1)).shape();
                yield 2 * size * (kernel.size() / Math.max(kernel.last(), 1));
            }
            case Op.ConvolutionInputGradient _ -> {
                Shape kernel = graph.node(node.inputs().getFirst()).shape();
                Shape arriving = graph.node(node.inputs().get(1)).shape();
                yield 2 * arriving.size() * (kernel.size() / Math.max(kernel.last(), 1));
            }
            case Op.Scan(var body, int length, boolean _) -> length * of(body.graph());
            case Op.Sum _, Op.Max _, Op.ArgMax _ ->
                    graph.node(node.inputs().getFirst()).shape().size();
            case Op.MaxPool(var window) -> size * window(window.size());
            case Op.SumPool(var window) -> size * window(window.size());
            case Op.Elementwise _, Op.ScatterAdd _, Op.SumPoolScatter _, Op.MaxPoolScatter _ ->
                    size;
            case Op.ConvolutionKernelGradient _ -> {
                Shape arriving = graph.node(node.inputs().get(1)).shape();
                yield 2 * size * (arriving.size() / Math.max(arriving.last(), 1));
            }
            case Op.Input _,
                    Op.Read _,
                    Op.Constant _,
                    Op.Literal _,
                    Op.Iota _,
                    Op.Uniform _,
                    Op.Broadcast _,
                    Op.Reshape _,
                    Op.Transpose _,
                    Op.Slice _,
                    Op.Pad _,
                    Op.Concatenate _,
                    Op.Reverse _,
                    Op.Gather _,
                    Op.MaxPoolGather _,
                    Op.Final _,
                    Op.Stacked _,
                    Op.StopGradient _ ->
                    0;
        };
    }

    private static long window(List<Integer> sizes) {
        return sizes.stream().mapToLong(Integer::longValue).reduce(1, (a, b) -> a * b);
    }
}
