package dev.kiln.shares;

import dev.kiln.graph.Body;
import dev.kiln.graph.Graph;
import dev.kiln.graph.Node;
import dev.kiln.graph.Op;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// How each node of a graph is worked out by shares.
final class Divisions {
    private final Graph graph;
    private final DivisionRule rule;
    private final List<Division> divisions = new ArrayList<>();

    /// Of the loops that are divided, how their bodies are.
    private final Map<Integer, Divisions> bodies = new HashMap<>();

    private Divisions(Graph graph, int rows) {
        this.graph = graph;
        this.rule = new DivisionRule(rows);
    }

    /// @param inputs names of the inputs whose first axis counts the rows
    static Divisions of(Graph graph, Set<String> inputs, int rows) {
        var divisions = new Divisions(graph, rows);
        for (Node node : graph.nodes()) {
            divisions.divisions.add(
                    node.op() instanceof Op.Input(String name, var _) && inputs.contains(name)
                            ? new Division(new Spread.Rows(0, 1, 1), List.of())
                            : divisions.of(node).orElse(Division.once(node.inputs().size())));
        }
        return divisions;
    }

    Division get(int node) {
        return divisions.get(node);
    }

    Spread spread(int node) {
        return divisions.get(node).result();
    }

    Optional<Divisions> body(int scan) {
        return Optional.ofNullable(bodies.get(scan));
    }

    private Optional<Division> of(Node node) {
        return switch (node.op()) {
            case Op.Input _, Op.Read _, Op.Constant _, Op.Literal _, Op.Iota _, Op.Uniform _ ->
                    Optional.of(Division.once(0));
            case Op.Scan scan -> loop(node, scan);
            case Op.Final(int carry) -> {
                int scan = node.inputs().getFirst();
                yield Optional.of(
                        body(scan)
                                .map(
                                        inside ->
                                                new Division(
                                                        inside.spread(carry),
                                                        List.of(spread(scan))))
                                .orElse(Division.once(1)));
            }
            case Op.Stacked(int bodyNode) -> {
                int scan = node.inputs().getFirst();
                yield Optional.of(
                        body(scan)
                                .map(
                                        inside ->
                                                new Division(
                                                        stacked(inside.spread(bodyNode)),
                                                        List.of(spread(scan))))
                                .orElse(Division.once(1)));
            }
            default ->
                    rule.of(
                            node.op(),
                            node.inputs().stream().map(this::spread).toList(),
                            node.inputs().stream().map(id -> graph.node(id).shape()).toList(),
                            node.shape());
        };
    }

    private static Spread stacked(Spread inside) {
        return inside instanceof Spread.Rows rows ? rows.at(rows.axis() + 1) : inside;
    }

    // ---- loops

    /// A loop is divided where its body never needs to hear of other shares before the last step.
    private Optional<Division> loop(Node node, Op.Scan scan) {
        Body body = scan.body();
        int carries = body.carries().size();
        var starts = new ArrayList<Spread>();
        for (int i = 0; i < node.inputs().size(); i++) {
            Spread outside = spread(node.inputs().get(i));
            boolean isSequence = i >= carries && i < carries + body.sequences();
            if (outside instanceof Spread.Partial) {
                outside = Spread.WHOLE;
            } else if (isSequence && outside instanceof Spread.Rows rows) {
                if (rows.axis() == 0) {
                    return Optional.empty();
                }
                outside = rows.at(rows.axis() - 1);
            }
            starts.add(outside);
        }
        if (starts.stream().noneMatch(Spread.Rows.class::isInstance)) {
            return Optional.empty();
        }
        // What a step makes of a carry decides how the carry is spread; each round settles one at
        // least.
        for (int round = 0; round <= carries; round++) {
            var inside = new Divisions(body.graph(), rule.rows());
            if (!inside.withoutExchange(starts)) {
                return Optional.empty();
            }
            boolean isSettled = true;
            for (int i = 0; i < carries; i++) {
                Spread before = starts.get(i);
                Spread after = inside.spread(body.carries().get(i));
                if (before instanceof Spread.Whole && !(after instanceof Spread.Whole)) {
                    starts.set(i, after);
                    isSettled = false;
                } else if (!after.equals(before) && !(after instanceof Spread.Whole)) {
                    return Optional.empty();
                }
            }
            if (isSettled) {
                bodies.put(node.id(), inside);
                return Optional.of(division(node, body, starts));
            }
        }
        return Optional.empty();
    }

    private static Division division(Node node, Body body, List<Spread> starts) {
        int carries = body.carries().size();
        var wanted = new ArrayList<Spread>();
        for (int i = 0; i < node.inputs().size(); i++) {
            boolean isSequence = i >= carries && i < carries + body.sequences();
            wanted.add(isSequence ? stacked(starts.get(i)) : starts.get(i));
        }
        // A scan's own value is never read; this says that each share has one.
        return new Division(new Spread.Rows(0, 1, 1), wanted);
    }

    /// Divides a body.
    ///
    /// @param starts how its inputs are spread
    /// @return whether no node needs what another share has
    private boolean withoutExchange(List<Spread> starts) {
        for (Node node : graph.nodes()) {
            if (node.op() instanceof Op.Input) {
                divisions.add(new Division(starts.get(node.id()), List.of()));
                continue;
            }
            Optional<Division> found = of(node);
            if (found.isEmpty() || !isAtHand(node, found.get())) {
                return false;
            }
            divisions.add(found.get());
        }
        return true;
    }

    private boolean isAtHand(Node node, Division division) {
        for (int i = 0; i < node.inputs().size(); i++) {
            Spread is = spread(node.inputs().get(i));
            Spread wanted = division.inputs().get(i);
            if (!is.equals(wanted) && !(is instanceof Spread.Whole)) {
                return false;
            }
        }
        return true;
    }
}
