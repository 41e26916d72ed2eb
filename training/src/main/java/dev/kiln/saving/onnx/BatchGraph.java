package dev.kiln.saving.onnx;

import dev.kiln.catalog.UserError;
import dev.kiln.graph.Graph;
import dev.kiln.graph.Node;
import dev.kiln.graph.Op;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// The formulas of a model for any number of rows.
///
/// Inside a [Graph] every size is a number. The same model written for three batches tells which sizes follow the
/// rows: two give the straight line, the third shows that it is one.
final class BatchGraph {
    /// Small, so that writing is quick; none of them 1, which broadcasts.
    static final List<Integer> BATCHES = List.of(2, 3, 5);

    private final String model;
    private final List<Graph> graphs;

    /// @param model  named in errors
    /// @param graphs one for each of [#BATCHES]
    BatchGraph(String model, List<Graph> graphs) {
        this.model = model;
        this.graphs = List.copyOf(graphs);
        for (Graph graph : graphs) {
            if (graph.size() != size()) {
                throw changing();
            }
        }
    }

    private UserError changing() {
        return new UserError(
                "E197",
                "the formulas of "
                        + model
                        + " change with the number of rows; ONNX has one form for all.",
                "Type: %save \"" + model + ".keras\"");
    }

    int size() {
        return graphs.getFirst().size();
    }

    Node node(int id) {
        return graphs.getFirst().node(id);
    }

    List<Extent> shape(int id) {
        return extents(id, node -> node.shape().dimensions());
    }

    /// Numbers of a node's settings.
    ///
    /// @param read what is read from the op at each batch
    <T extends Op> List<Extent> settings(int id, Class<T> op, Function<T, List<Integer>> read) {
        return extents(id, node -> read.apply(op.cast(node.op())));
    }

    /// The body of a loop.
    BatchGraph body(int scan) {
        return new BatchGraph(
                model,
                graphs.stream()
                        .map(graph -> ((Op.Scan) graph.node(scan).op()).body().graph())
                        .toList());
    }

    private List<Extent> extents(int id, Function<Node, List<Integer>> read) {
        var at = graphs.stream().map(graph -> read.apply(same(graph, id))).toList();
        var extents = new ArrayList<Extent>();
        for (int i = 0; i < at.getFirst().size(); i++) {
            int perRow = (at.get(1).get(i) - at.get(0).get(i)) / (BATCHES.get(1) - BATCHES.get(0));
            var extent = new Extent(perRow, at.get(0).get(i) - perRow * BATCHES.get(0));
            if (extent.at(BATCHES.get(2)) != at.get(2).get(i)) {
                throw changing();
            }
            extents.add(extent);
        }
        return extents;
    }

    private Node same(Graph graph, int id) {
        Node node = graph.node(id);
        if (node.op().getClass() != node(id).op().getClass()
                || !node.inputs().equals(node(id).inputs())
                || node.shape().rank() != node(id).shape().rank()) {
            throw changing();
        }
        return node;
    }
}
