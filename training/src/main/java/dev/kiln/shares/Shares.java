package dev.kiln.shares;

import dev.kiln.graph.Graph;
import dev.kiln.graph.Node;
import dev.kiln.graph.Op;
import dev.kiln.graph.Tensor;
import dev.kiln.graph.Update;
import dev.kiln.graph.Variable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/// Divides a graph among shares of its batch.
public final class Shares {
    private Shares() {}

    /// A graph in which every node belongs to a share, or is worked out once for all.
    ///
    /// @param outputs by the names that they had
    /// @param lanes   of each node, never falling
    public record Divided(Graph graph, Map<String, Tensor> outputs, List<Lane> lanes) {
        public Divided {
            lanes = List.copyOf(lanes);
        }
    }

    /// A graph that is left as it is.
    public static Divided undivided(Graph graph, Map<String, Tensor> outputs) {
        return new Divided(graph, outputs, Collections.nCopies(graph.size(), Lane.FIRST));
    }

    /// How many shares a batch is cut into: a rule of the work that its rows make. What only metrics ask for does not
    /// count, so that training ends in the same bits with and without them.
    ///
    /// @param outputs what is read after a run
    /// @param inputs  names of the inputs whose first axis counts the rows
    public static int count(Graph graph, Map<String, Tensor> outputs, Set<String> inputs) {
        int rows = rows(graph, inputs);
        return rows < 2
                ? 1
                : Effort.of(graph, Divisions.of(graph, inputs, rows), steering(graph, outputs))
                        .shares(rows);
    }

    /// The nodes that outputs, weights and states depend on.
    private static BitSet steering(Graph graph, Map<String, Tensor> outputs) {
        var needed = new BitSet(graph.size());
        outputs.values().forEach(tensor -> needed.set(tensor.id()));
        for (Update update : graph.updates()) {
            if (update.variable().role() != Variable.Role.METRIC) {
                needed.set(update.value());
            }
        }
        for (int id = graph.size() - 1; id >= 0; id--) {
            if (needed.get(id)) {
                graph.node(id).inputs().forEach(needed::set);
            }
        }
        return needed;
    }

    /// @param outputs what is read after a run
    /// @param inputs  names of the inputs whose first axis counts the rows
    /// @param count   of shares; no more than there are rows are made
    public static Divided divide(
            Graph graph, Map<String, Tensor> outputs, Set<String> inputs, int count) {
        int rows = rows(graph, inputs);
        int shares = Math.min(count, rows);
        if (shares < 2) {
            return undivided(graph, outputs);
        }
        var writer =
                new ShareWriter(
                        graph, Divisions.of(graph, inputs, rows), Share.of(rows, shares), rows);
        writer.write();
        var results = new LinkedHashMap<String, Tensor>();
        outputs.forEach((name, tensor) -> results.put(name, writer.whole(tensor.id())));
        graph.updates()
                .forEach(
                        update ->
                                writer.graph()
                                        .update(update.variable(), writer.whole(update.value())));
        return ordered(writer, results);
    }

    /// The rows of the inputs; 0 where they differ or there are none.
    private static int rows(Graph graph, Set<String> inputs) {
        var sizes = new ArrayList<Integer>();
        for (Node node : graph.nodes()) {
            if (node.op() instanceof Op.Input(String name, var shape) && inputs.contains(name)) {
                sizes.add(shape.rank() == 0 ? 0 : shape.get(0));
            }
        }
        return sizes.stream().distinct().count() == 1 ? sizes.getFirst() : 0;
    }

    // ---- order

    private static Divided ordered(ShareWriter writer, Map<String, Tensor> results) {
        Graph from = writer.graph();
        Lane[] lanes = lanes(from, writer.owners(), results.values().stream().toList());
        var order =
                IntStream.range(0, from.size())
                        .boxed()
                        .sorted(Comparator.comparing((Integer id) -> lanes[id]))
                        .toList();
        var to = new Graph();
        Tensor[] moved = new Tensor[from.size()];
        var sorted = new ArrayList<Lane>();
        for (int id : order) {
            Node node = from.node(id);
            moved[id] = to.add(node.op(), node.inputs().stream().map(i -> moved[i]).toList());
            sorted.add(lanes[id]);
        }
        from.updates().forEach(update -> to.update(update.variable(), moved[update.value()]));
        var outputs = new LinkedHashMap<String, Tensor>();
        results.forEach((name, tensor) -> outputs.put(name, moved[tensor.id()]));
        return new Divided(to, outputs, sorted);
    }

    /// Shares begin as early as they can; what is done once waits as long as it can, so that shares meet rarely.
    private static Lane[] lanes(Graph graph, List<Integer> owners, List<Tensor> results) {
        Lane[] lanes = new Lane[graph.size()];
        int last = 0;
        for (Node node : graph.nodes()) {
            int owner = owners.get(node.id());
            int level = owner == Lane.ONCE ? 0 : 1;
            for (int input : node.inputs()) {
                level = Math.max(level, lanes[input].levelFor(owner));
            }
            lanes[node.id()] = new Lane(level, owner);
            last = Math.max(last, level);
        }
        int end = last + last % 2;
        int[] latest = new int[graph.size()];
        Arrays.fill(latest, end);
        for (int id = graph.size() - 1; id >= 0; id--) {
            Node node = graph.node(id);
            if (lanes[id].isOnce()) {
                int level = node.inputs().isEmpty() ? 0 : latest[id];
                lanes[id] = new Lane(level, Lane.ONCE);
            }
            for (int input : node.inputs()) {
                int before = lanes[id].isOnce() ? lanes[id].level() : lanes[id].level() - 1;
                latest[input] = Math.min(latest[input], before);
            }
        }
        return lanes;
    }
}
