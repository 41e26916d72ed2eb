package dev.kiln.shares;

import dev.kiln.graph.Body;
import dev.kiln.graph.Graph;
import dev.kiln.graph.Node;
import dev.kiln.graph.Op;
import dev.kiln.graph.Tensor;
import dev.kiln.tensor.Shape;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Writes a graph anew, with nodes for each share.
final class ShareWriter {
    private final Graph from;
    private final Divisions divisions;
    private final List<Share> shares;
    private final int rows;
    private final Graph to = new Graph();

    /// For each new node the share that works it out, or [Lane#ONCE].
    private final List<Integer> owners = new ArrayList<>();

    private final Map<Integer, Tensor> wholes = new HashMap<>();
    private final Map<Part, Tensor> parts = new HashMap<>();

    /// Of divided loops, where the nodes of a share's body are now.
    private final Map<Part, Map<Integer, Integer>> bodies = new HashMap<>();

    private record Part(int node, Spread spread, Share share) {}

    /// @param shares all of them; one alone for the body of its loop
    /// @param rows   of the whole batch
    ShareWriter(Graph from, Divisions divisions, List<Share> shares, int rows) {
        this.from = from;
        this.divisions = divisions;
        this.shares = shares;
        this.rows = rows;
    }

    Graph graph() {
        return to;
    }

    List<Integer> owners() {
        return owners;
    }

    /// Writes what shares do; what is done once is written when somebody asks for it.
    void write() {
        for (Node node : from.nodes()) {
            Division division = divisions.get(node.id());
            if (node.op() instanceof Op.Input) {
                wholes.put(node.id(), add(Lane.ONCE, node.op(), List.of()));
            } else if (division.isShared()) {
                shares.forEach(share -> put(node, share, shared(node, division, share)));
            }
        }
    }

    private Tensor add(int owner, Op op, List<Tensor> inputs) {
        Tensor added = to.add(op, inputs);
        owners.add(owner);
        return added;
    }

    private Tensor add(Share share, Op op, Tensor... inputs) {
        return add(share.index(), op, List.of(inputs));
    }

    private void put(Node node, Share share, Tensor value) {
        parts.put(new Part(node.id(), divisions.spread(node.id()), share), value);
    }

    private Tensor shared(Node node, Division division, Share share) {
        var inputs = new ArrayList<Tensor>();
        for (int i = 0; i < node.inputs().size(); i++) {
            inputs.add(operand(node.inputs().get(i), division.inputs().get(i), share));
        }
        Op op =
                switch (node.op()) {
                    case Op.Scan scan -> {
                        var moved = new HashMap<Integer, Integer>();
                        bodies.put(new Part(node.id(), Spread.WHOLE, share), moved);
                        yield body(node, scan, share, moved);
                    }
                    case Op.Stacked(int inside) ->
                            new Op.Stacked(moved(node.inputs().getFirst(), share, inside));
                    default -> resized(node, division, share);
                };
        return add(share.index(), op, inputs);
    }

    private int moved(int scan, Share share, int inside) {
        return bodies.get(new Part(scan, Spread.WHOLE, share)).get(inside);
    }

    /// The node's op for the rows of one share.
    private Op resized(Node node, Division division, Share share) {
        if (!(division.result() instanceof Spread.Rows result)) {
            return node.op();
        }
        return switch (node.op()) {
            case Op.Broadcast(Shape shape) -> new Op.Broadcast(result.part(shape, share));
            case Op.Reshape(Shape shape) -> new Op.Reshape(result.part(shape, share));
            case Op.Slice slice ->
                    new Op.Slice(
                            slice.starts(),
                            result.part(new Shape(slice.sizes()), share).dimensions(),
                            slice.strides());
            case Op.ConvolutionInputGradient gradient ->
                    new Op.ConvolutionInputGradient(
                            gradient.window(),
                            gradient.groups(),
                            result.part(gradient.to(), share));
            case Op.SumPoolScatter(var window, Shape shape) ->
                    new Op.SumPoolScatter(window, result.part(shape, share));
            case Op.Gather _ ->
                    new Op.Gather(
                            from.node(node.inputs().get(1)).shape().size() / rows * share.first());
            default -> node.op();
        };
    }

    private Tensor operand(int id, Spread wanted, Share share) {
        return switch (wanted) {
            case Spread.Whole _ -> whole(id);
            case Spread.Partial _ ->
                    divisions.spread(id) instanceof Spread.Partial
                            ? parts.get(new Part(id, wanted, share))
                            : share.index() == 0 ? whole(id) : zeros(id);
            case Spread.Rows spread -> {
                Tensor known = parts.get(new Part(id, spread, share));
                yield known != null ? known : cut(id, spread, share);
            }
        };
    }

    private Tensor zeros(int id) {
        return add(Lane.ONCE, new Op.Constant(0, from.node(id).shape()), List.of());
    }

    // ---- from whole to parts

    /// A share's part of what is there for all; where nothing but settings goes into it, it is worked out for these rows only.
    private Tensor cut(int id, Spread.Rows spread, Share share) {
        var key = new Part(id, spread, share);
        Tensor known = parts.get(key);
        if (known == null) {
            known = cutAnew(from.node(id), spread, share);
            parts.put(key, known);
        }
        return known;
    }

    private Tensor cutAnew(Node node, Spread.Rows spread, Share share) {
        Shape part = spread.part(node.shape(), share);
        boolean isRowsOnly = spread.axis() == 0 && spread.outer() == 1;
        if (divisions.spread(node.id()) instanceof Spread.Whole) {
            switch (node.op()) {
                case Op.Constant(double value, var _) -> {
                    return add(Lane.ONCE, new Op.Constant(value, part), List.of());
                }
                case Op.Iota(var _, int axis) when axis != spread.axis() -> {
                    return add(Lane.ONCE, new Op.Iota(part, axis), List.of());
                }
                case Op.Uniform(String stream, Long seed, Shape shape, long first)
                        when isRowsOnly -> {
                    long before = first + shape.size() / rows * share.first();
                    return add(share, new Op.Uniform(stream, seed, part, before));
                }
                case Op.Broadcast _ -> {
                    int input = node.inputs().getFirst();
                    Shape shape = from.node(input).shape();
                    int axis = spread.axis() - node.shape().rank() + shape.rank();
                    boolean isRepeated = axis < 0 || shape.get(axis) == 1;
                    return add(
                            share,
                            new Op.Broadcast(part),
                            isRepeated ? whole(input) : cut(input, spread.at(axis), share));
                }
                case Op.Elementwise op -> {
                    var inputs = node.inputs().stream().map(i -> cut(i, spread, share)).toList();
                    return add(share.index(), op, inputs);
                }
                default -> {}
            }
        }
        Tensor whole = whole(node.id());
        Tensor apart = split(whole, spread, rows, share);
        int axis = spread.outer() == 1 ? spread.axis() : spread.axis() + 1;
        Shape shape = apart.shape();
        var starts = new ArrayList<>(Collections.nCopies(shape.rank(), 0));
        starts.set(axis, share.first() * spread.inner());
        var slice =
                new Op.Slice(
                        starts,
                        shape.with(axis, share.rows() * spread.inner()).dimensions(),
                        Collections.nCopies(shape.rank(), 1));
        return shaped(add(share, slice, apart), part, share.index());
    }

    /// The rows as an axis of their own, where they are in the middle of one.
    private Tensor split(Tensor value, Spread.Rows spread, int count, Share share) {
        return spread.outer() == 1
                ? value
                : shaped(
                        value,
                        value.shape()
                                .with(spread.axis(), count * spread.inner())
                                .inserted(spread.axis(), spread.outer()),
                        share.index());
    }

    private Tensor shaped(Tensor value, Shape shape, int owner) {
        return value.shape().equals(shape)
                ? value
                : add(owner, new Op.Reshape(shape), List.of(value));
    }

    // ---- from parts to whole

    /// A node's value for all rows.
    Tensor whole(int id) {
        Tensor known = wholes.get(id);
        if (known == null) {
            known = wholeAnew(from.node(id));
            wholes.put(id, known);
        }
        return known;
    }

    private Tensor wholeAnew(Node node) {
        return switch (divisions.spread(node.id())) {
            case Spread.Whole _ -> {
                int input = node.inputs().isEmpty() ? -1 : node.inputs().getFirst();
                boolean isOfLoop = node.op() instanceof Op.Final || node.op() instanceof Op.Stacked;
                if (isOfLoop && divisions.body(input).isPresent()) {
                    // Every share has worked it out.
                    Share first = shares.getFirst();
                    yield shared(node, divisions.get(node.id()), first);
                }
                var inputs = node.inputs().stream().map(this::whole).toList();
                yield add(Lane.ONCE, node.op(), inputs);
            }
            case Spread.Partial spread ->
                    shares.stream()
                            .map(share -> parts.get(new Part(node.id(), spread, share)))
                            .reduce((x, y) -> add(Lane.ONCE, new Op.Add(), List.of(x, y)))
                            .orElseThrow();
            case Spread.Rows spread -> {
                var apart = new ArrayList<Tensor>();
                for (Share share : shares) {
                    Tensor part = parts.get(new Part(node.id(), spread, share));
                    apart.add(split(part, spread, share.rows(), share));
                }
                int axis = spread.outer() == 1 ? spread.axis() : spread.axis() + 1;
                Tensor together = add(Lane.ONCE, new Op.Concatenate(axis), apart);
                yield shaped(together, node.shape(), Lane.ONCE);
            }
        };
    }

    // ---- loops

    private Op.Scan body(Node node, Op.Scan scan, Share share, Map<Integer, Integer> moved) {
        Divisions inside = divisions.body(node.id()).orElseThrow();
        Body body = scan.body();
        var writer = new ShareWriter(body.graph(), inside, List.of(share), rows);
        writer.writeBody(share);
        var carries = new ArrayList<Integer>();
        for (int i = 0; i < body.carries().size(); i++) {
            carries.add(writer.operand(body.carries().get(i), inside.spread(i), share).id());
        }
        for (int id : stacked(node.id())) {
            moved.put(id, writer.operand(id, inside.spread(id), share).id());
        }
        return new Op.Scan(
                new Body(writer.to, carries, body.sequences(), body.captures()),
                scan.length(),
                scan.reverse());
    }

    private Collection<Integer> stacked(int scan) {
        Set<Integer> found = new HashSet<>();
        for (Node node : from.nodes()) {
            if (node.op() instanceof Op.Stacked(int inside) && node.inputs().getFirst() == scan) {
                found.add(inside);
            }
        }
        return found;
    }

    private void writeBody(Share share) {
        for (Node node : from.nodes()) {
            Spread spread = divisions.spread(node.id());
            if (node.op() instanceof Op.Input(String name, Shape shape)) {
                Shape here = spread instanceof Spread.Rows r ? r.part(shape, share) : shape;
                Tensor input = add(share, new Op.Input(name, here));
                if (spread instanceof Spread.Whole) {
                    wholes.put(node.id(), input);
                } else {
                    put(node, share, input);
                }
            } else if (divisions.get(node.id()).isShared()) {
                put(node, share, shared(node, divisions.get(node.id()), share));
            }
        }
    }
}
