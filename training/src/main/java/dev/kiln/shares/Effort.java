package dev.kiln.shares;

import dev.kiln.graph.Graph;
import dev.kiln.graph.Node;
import dev.kiln.graph.Op;
import dev.kiln.tensor.Shape;

import java.util.BitSet;

/// Roughly how much work a run of a graph is, in multiplications and additions of a matrix product.
///
/// @param shared   what shares do side by side
/// @param gathered what is done once because it needs all rows
/// @param sums     numbers that each share has of its own only to be added up
record Effort(double shared, double gathered, double sums) {
    /// One number of an elementwise op takes as long as this many steps of a product.
    private static final double NUMBER = 8;

    /// Work from which a second thread is worth being woken.
    private static final double WORTH_SHARING = 2e6;

    /// How much of the work adding up may be.
    private static final double MOST_ADDING = 0.25;

    /// @param counted numbers of the nodes whose work counts
    static Effort of(Graph graph, Divisions divisions, BitSet counted) {
        double shared = 0;
        double gathered = 0;
        double sums = 0;
        for (Node node : graph.nodes()) {
            if (!counted.get(node.id())) {
                continue;
            }
            Division division = divisions.get(node.id());
            double work = work(graph, node);
            if (division.isShared()) {
                shared += work;
                if (division.result() instanceof Spread.Partial
                        && node.inputs().stream()
                                .anyMatch(id -> divisions.spread(id) instanceof Spread.Rows)) {
                    sums += node.shape().size();
                }
            } else if (node.inputs().stream()
                    .anyMatch(id -> divisions.spread(id) instanceof Spread.Rows)) {
                gathered += work;
            }
        }
        return new Effort(shared, gathered, sums);
    }

    int shares(int rows) {
        boolean isWorthIt =
                shared >= WORTH_SHARING
                        && gathered <= shared / 4
                        && NUMBER * sums <= shared * MOST_ADDING;
        return isWorthIt && rows >= 2 ? 2 : 1;
    }

    private static double work(Graph graph, Node node) {
        double size = node.shape().size();
        return switch (node.op()) {
            case Op.Input _,
                    Op.Read _,
                    Op.Constant _,
                    Op.Literal _,
                    Op.Iota _,
                    Op.Reshape _,
                    Op.Broadcast _,
                    Op.Transpose _,
                    Op.Slice _,
                    Op.Reverse _,
                    Op.StopGradient _,
                    Op.Final _,
                    Op.Stacked _ ->
                    0;
            case Op.MatMul(boolean left, boolean _) ->
                    2 * size * input(graph, node, 0).get(left ? -2 : -1);
            case Op.Convolution _ -> {
                Shape kernel = input(graph, node, 1);
                yield 2 * size * kernel.size() / Math.max(kernel.last(), 1);
            }
            case Op.ConvolutionInputGradient _ -> {
                Shape kernel = input(graph, node, 0);
                yield 2.0
                        * input(graph, node, 1).size()
                        * kernel.size()
                        / Math.max(kernel.last(), 1);
            }
            case Op.ConvolutionKernelGradient _ ->
                    2.0 * input(graph, node, 1).size() * size / Math.max(node.shape().last(), 1);
            case Op.Sum _,
                    Op.Max _,
                    Op.ArgMax _,
                    Op.MaxPool _,
                    Op.SumPool _,
                    Op.MaxPoolScatter _,
                    Op.MaxPoolGather _,
                    Op.SumPoolScatter _ ->
                    NUMBER * Math.max(input(graph, node, 0).size(), size);
            case Op.Scan scan -> {
                double step = 0;
                for (Node inside : scan.body().graph().nodes()) {
                    step += work(scan.body().graph(), inside);
                }
                yield scan.length() * step;
            }
            case Op.Uniform _,
                    Op.Elementwise _,
                    Op.Pad _,
                    Op.Concatenate _,
                    Op.Gather _,
                    Op.ScatterAdd _ ->
                    NUMBER * size;
        };
    }

    private static Shape input(Graph graph, Node node, int index) {
        return graph.node(node.inputs().get(index)).shape();
    }
}
