package dev.kiln.rewrite;

import dev.kiln.graph.Graph;
import dev.kiln.graph.Node;
import dev.kiln.graph.Op;
import dev.kiln.graph.Tensor;

import java.util.Collection;

/// Leaves out the nodes that no root reads. Inputs stay: callers and loops count on them.
final class RemoveUnused {
    private final Graph graph = new Graph();
    private final int[] moved;

    RemoveUnused(Graph from, Collection<Integer> roots) {
        boolean[] live = live(from, roots);
        moved = new int[from.size()];
        for (Node node : from.nodes()) {
            if (live[node.id()]) {
                var inputs =
                        node.inputs().stream().map(id -> new Tensor(graph, moved[id])).toList();
                moved[node.id()] = graph.add(node.op(), inputs).id();
            }
        }
    }

    static boolean[] live(Graph graph, Collection<Integer> roots) {
        boolean[] live = new boolean[graph.size()];
        roots.forEach(id -> live[id] = true);
        for (int id = graph.size() - 1; id >= 0; id--) {
            Node node = graph.node(id);
            live[id] |= node.op() instanceof Op.Input;
            if (live[id]) {
                node.inputs().forEach(input -> live[input] = true);
            }
        }
        return live;
    }

    Graph graph() {
        return graph;
    }

    /// Where a node of the old graph is now.
    Tensor moved(int id) {
        return graph.tensor(moved[id]);
    }
}
