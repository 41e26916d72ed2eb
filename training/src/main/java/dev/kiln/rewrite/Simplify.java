package dev.kiln.rewrite;

import dev.kiln.graph.Body;
import dev.kiln.graph.Graph;
import dev.kiln.graph.Node;
import dev.kiln.graph.Op;
import dev.kiln.graph.Tensor;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/// Writes a graph anew, simpler: laws are applied, equal nodes become one, what nothing reads is left out. Bodies of
/// loops are simplified likewise.
public final class Simplify {
    /// The laws, in the order in which they are tried.
    public static final List<Rewrite> STANDARD =
            List.of(
                    new ForgetStop(),
                    new FoldConstants(),
                    new MoveNumber(),
                    new MultiplyByOne(),
                    new MultiplyByMinusOne(),
                    new SubtractZero(),
                    new NegateTwice(),
                    new AddNegated(),
                    new MultiplyNegated(),
                    new DivideByPowerOfTwo(),
                    new PowerOfTwo(),
                    new SelectEqual(),
                    new ReshapeTwice(),
                    new BroadcastTwice(),
                    new TransposeTwice(),
                    new KeepWhole());

    /// A graph and its outputs, by the names that they had.
    public record Simplified(Graph graph, Map<String, Tensor> outputs) {}

    private record Key(Op op, List<Integer> inputs) {}

    private final List<Rewrite> laws;
    private final Graph from;
    private final Graph to = new Graph();
    private final Map<Key, Tensor> known = new HashMap<>();
    private final int[] moved;

    private Simplify(List<Rewrite> laws, Graph from) {
        this.laws = laws;
        this.from = from;
        this.moved = new int[from.size()];
    }

    public static Simplified standard(Graph graph, Map<String, Tensor> outputs) {
        return by(STANDARD, graph, outputs);
    }

    /// @param outputs what has to stay; so have the graph's updates and inputs
    public static Simplified by(List<Rewrite> laws, Graph graph, Map<String, Tensor> outputs) {
        var roots = new ArrayList<Integer>();
        outputs.values().forEach(tensor -> roots.add(tensor.id()));
        graph.updates().forEach(update -> roots.add(update.value()));
        var simple = new Simplify(laws, graph);
        simple.write(roots);
        var clean =
                new RemoveUnused(simple.to, roots.stream().map(id -> simple.moved[id]).toList());
        var result = new LinkedHashMap<String, Tensor>();
        outputs.forEach((name, tensor) -> result.put(name, clean.moved(simple.moved[tensor.id()])));
        graph.updates()
                .forEach(
                        update ->
                                clean.graph()
                                        .update(
                                                update.variable(),
                                                clean.moved(simple.moved[update.value()])));
        return new Simplified(clean.graph(), result);
    }

    private void write(Collection<Integer> roots) {
        boolean[] live = RemoveUnused.live(from, roots);
        Map<Integer, Map<Integer, Integer>> bodies = new HashMap<>();
        for (Node node : from.nodes()) {
            if (!live[node.id()]) {
                continue;
            }
            Op op =
                    switch (node.op()) {
                        case Op.Scan scan -> {
                            var places = new HashMap<Integer, Integer>();
                            bodies.put(node.id(), places);
                            yield simpler(scan, stacked(node.id(), live), places);
                        }
                        case Op.Stacked(int inside) ->
                                new Op.Stacked(bodies.get(node.inputs().getFirst()).get(inside));
                        default -> node.op();
                    };
            var inputs = node.inputs().stream().map(id -> to.tensor(moved[id])).toList();
            moved[node.id()] = simplest(op, inputs).id();
        }
    }

    private TreeSet<Integer> stacked(int scan, boolean[] live) {
        var inside = new TreeSet<Integer>();
        for (Node node : from.nodes()) {
            if (live[node.id()]
                    && node.op() instanceof Op.Stacked(int bodyNode)
                    && node.inputs().getFirst() == scan) {
                inside.add(bodyNode);
            }
        }
        return inside;
    }

    /// @param places is told where the body's nodes that matter have moved
    private Op.Scan simpler(
            Op.Scan scan, Collection<Integer> stacked, Map<Integer, Integer> places) {
        Body body = scan.body();
        var outputs = new LinkedHashMap<String, Tensor>();
        for (int id : body.carries()) {
            outputs.put("" + id, body.graph().tensor(id));
        }
        for (int id : stacked) {
            outputs.put("" + id, body.graph().tensor(id));
        }
        var simple = by(laws, body.graph(), outputs);
        simple.outputs().forEach((name, tensor) -> places.put(Integer.valueOf(name), tensor.id()));
        var carries = body.carries().stream().map(places::get).toList();
        return new Op.Scan(
                new Body(simple.graph(), carries, body.sequences(), body.captures()),
                scan.length(),
                scan.reverse());
    }

    private Tensor simplest(Op op, List<Tensor> inputs) {
        Op current = op;
        List<Tensor> operands = inputs;
        while (true) {
            Optional<Tensor> better = better(current, operands);
            if (better.isEmpty()) {
                return once(current, operands);
            }
            Tensor found = better.get();
            Node node = found.node();
            if (node.inputs().isEmpty()) {
                return first(found);
            }
            Tensor before = known.get(new Key(node.op(), node.inputs()));
            if (before != null) {
                return before;
            }
            current = node.op();
            operands = node.inputs().stream().map(to::tensor).map(this::first).toList();
        }
    }

    /// The node that stands for all numbers equal to this one; any other node itself.
    private Tensor first(Tensor tensor) {
        return tensor.node().op() instanceof Op.Constant constant
                ? known.computeIfAbsent(new Key(constant, List.of()), _ -> tensor)
                : tensor;
    }

    private Optional<Tensor> better(Op op, List<Tensor> inputs) {
        if (inputs.isEmpty()) {
            return Optional.empty();
        }
        for (Rewrite law : laws) {
            Optional<Tensor> better = law.apply(op, inputs);
            if (better.isPresent()) {
                return better;
            }
        }
        return Optional.empty();
    }

    /// One node for equal ops on equal inputs; random numbers are drawn for each node anew.
    private Tensor once(Op op, List<Tensor> inputs) {
        if (op instanceof Op.Uniform) {
            return to.add(op, inputs);
        }
        return known.computeIfAbsent(
                new Key(op, inputs.stream().map(Tensor::id).toList()), _ -> to.add(op, inputs));
    }
}
