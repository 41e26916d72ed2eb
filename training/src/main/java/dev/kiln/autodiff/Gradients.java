package dev.kiln.autodiff;

import dev.kiln.graph.Graph;
import dev.kiln.graph.Node;
import dev.kiln.graph.Op;
import dev.kiln.graph.ShapeMismatch;
import dev.kiln.graph.Tensor;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Reverse-mode differentiation: walks the graph from its end and adds up what each node receives.
public final class Gradients {
    private final Graph graph;
    private final boolean[] reached;
    private final Map<Integer, List<Tensor>> received = new HashMap<>();

    /// What arrives at the results of each scan: scan, then the id of the result's node.
    private final Map<Integer, TreeMap<Integer, Tensor>> scans = new HashMap<>();

    private Gradients(Graph graph, List<Tensor> with) {
        this.graph = graph;
        this.reached = new boolean[graph.size()];
        for (Tensor tensor : with) {
            reached[tensor.id()] = true;
        }
        for (Node node : graph.nodes()) {
            if (!(node.op() instanceof Op.StopGradient)) {
                for (int input : node.inputs()) {
                    reached[node.id()] |= reached[input];
                }
            }
        }
    }

    /// The gradient of a scalar with respect to each tensor; zeros where it does not depend on it.
    ///
    /// @throws ShapeMismatch where `loss` is no scalar
    public static List<Tensor> of(Tensor loss, List<Tensor> with) {
        if (loss.rank() != 0) {
            throw new ShapeMismatch("a gradient is that of a scalar, not of " + loss.shape());
        }
        return of(List.of(loss), List.of(loss.graph().constant(1)), with);
    }

    /// The gradient of `sum(output * arriving)` over several outputs.
    ///
    /// @param arriving one tensor of each output's shape
    public static List<Tensor> of(List<Tensor> outputs, List<Tensor> arriving, List<Tensor> with) {
        if (with.isEmpty()) {
            return List.of();
        }
        var gradients = new Gradients(with.getFirst().graph(), with);
        for (int i = 0; i < outputs.size(); i++) {
            gradients.send(outputs.get(i), arriving.get(i));
        }
        gradients.walk();
        return with.stream()
                .map(
                        tensor -> {
                            Tensor sum = gradients.arrived(tensor.id());
                            return sum == null ? gradients.graph.constant(0, tensor.shape()) : sum;
                        })
                .toList();
    }

    private void walk() {
        for (int id = reached.length - 1; id >= 0; id--) {
            Node node = graph.node(id);
            if (node.op() instanceof Op.Scan scan && scans.containsKey(id)) {
                distribute(node, ScanGradient.of(graph, node, scan, scans.get(id), reached));
                continue;
            }
            Tensor arrived = arrived(id);
            if (arrived == null) {
                continue;
            }
            if (node.op() instanceof Op.Final || node.op() instanceof Op.Stacked) {
                scans.computeIfAbsent(node.inputs().getFirst(), scan -> new TreeMap<>())
                        .put(id, arrived);
            } else if (!node.inputs().isEmpty()) {
                distribute(
                        node,
                        GradientRule.of(node.op(), new Tensor(graph, id), inputs(node), arrived));
            }
        }
    }

    private List<Tensor> inputs(Node node) {
        return node.inputs().stream().map(graph::tensor).toList();
    }

    private void distribute(Node node, List<@Nullable Tensor> contributions) {
        for (int i = 0; i < contributions.size(); i++) {
            Tensor contribution = contributions.get(i);
            if (contribution != null) {
                send(graph.tensor(node.inputs().get(i)), contribution);
            }
        }
    }

    private void send(Tensor to, Tensor contribution) {
        if (!contribution.shape().equals(to.shape())) {
            throw new ShapeMismatch(
                    "the gradient " + contribution.shape() + " arrives at " + to.node());
        }
        if (reached[to.id()]) {
            received.computeIfAbsent(to.id(), _ -> new ArrayList<>()).add(contribution);
        }
    }

    /// The sum of what a node received; null where it received nothing.
    private @Nullable Tensor arrived(int id) {
        List<Tensor> contributions = received.get(id);
        if (contributions == null) {
            return null;
        }
        if (contributions.size() > 1) {
            Tensor sum = Parts.laidSideBySide(contributions).stream().reduce(Tensor::plus).get();
            contributions.clear();
            contributions.add(sum);
        }
        return contributions.getFirst();
    }

    /// A list that may hold nothing for an input, which then receives nothing.
    static List<@Nullable Tensor> contributions(@Nullable Tensor... contributions) {
        var list = new ArrayList<@Nullable Tensor>();
        for (Tensor contribution : contributions) {
            list.add(contribution);
        }
        return list;
    }
}
