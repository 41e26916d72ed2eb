package dev.kiln.autodiff;

import dev.kiln.graph.Body;
import dev.kiln.graph.Graph;
import dev.kiln.graph.Node;
import dev.kiln.graph.Op;
import dev.kiln.graph.Tensor;
import dev.kiln.tensor.Shape;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The gradient of a scan is a scan in the other direction. Its carries are the gradients of the
/// carries; it reads what the forward body had at each step, and its stacked results are the gradients
/// of the sequences.
///
/// The gradient of a captured value is a sum over the steps. Where a step's share is a product or a
/// sum over rows (a recurrent kernel, a bias), the factors are stacked and the whole sum is one
/// product outside of the loop; else it is a carry of its own.
final class ScanGradient {
    private final Graph outside;
    private final Node node;
    private final Op.Scan scan;
    private final Body forward;

    /// The forward body, then the gradient formulas of one step.
    private final Graph step = new Graph();

    private final int copied;
    private final Graph backward = new Graph();
    private final Map<Integer, Tensor> moved = new HashMap<>();
    private final List<Tensor> sequences = new ArrayList<>();
    private final List<Tensor> captures = new ArrayList<>();
    private final Map<Integer, Tensor> pendingSequences = new LinkedHashMap<>();
    private final Map<Integer, Tensor> pendingCaptures = new LinkedHashMap<>();

    private ScanGradient(Graph outside, Node node, Op.Scan scan) {
        this.outside = outside;
        this.node = node;
        this.scan = scan;
        this.forward = scan.body();
        for (Node inside : forward.graph().nodes()) {
            step.add(inside.op(), inside.inputs().stream().map(step::tensor).toList());
        }
        this.copied = step.size();
    }

    /// @param arrived what arrives at the scan's results, by the id of the [Op.Final] or [Op.Stacked] node
    /// @param reached which nodes of the outer graph want a gradient
    static List<@Nullable Tensor> of(
            Graph outside,
            Node node,
            Op.Scan scan,
            TreeMap<Integer, Tensor> arrived,
            boolean[] reached) {
        return new ScanGradient(outside, node, scan).write(arrived, reached);
    }

    private List<@Nullable Tensor> write(TreeMap<Integer, Tensor> arrived, boolean[] reached) {
        int carryCount = forward.carries().size();
        var fromOutside = new Tensor[carryCount];
        var outputs = new ArrayList<Tensor>();
        var arriving = new ArrayList<Tensor>();
        var stacked = new LinkedHashMap<Tensor, Tensor>();
        arrived.forEach(
                (id, d) -> {
                    switch (outside.node(id).op()) {
                        case Op.Final(int carry) ->
                                fromOutside[carry] =
                                        fromOutside[carry] == null ? d : fromOutside[carry].plus(d);
                        case Op.Stacked(int bodyNode) -> {
                            Tensor slice = step.input("gradient of %" + id, d.shape().row());
                            outputs.add(step.tensor(bodyNode));
                            arriving.add(slice);
                            stacked.put(slice, d);
                        }
                        default ->
                                throw new IllegalStateException(
                                        "no result of a scan: " + outside.node(id));
                    }
                });
        var carried = new ArrayList<Tensor>();
        for (int i = 0; i < carryCount; i++) {
            Tensor carry = step.tensor(forward.carries().get(i));
            Tensor d = step.input("gradient of carry " + i, carry.shape());
            carried.add(d);
            outputs.add(carry);
            arriving.add(d);
        }
        var with = new ArrayList<Tensor>();
        for (int i = 0; i < node.inputs().size(); i++) {
            with.add(step.tensor(i));
        }
        var gradients = Gradients.of(outputs, arriving, with);
        return assemble(carried, stacked, gradients, fromOutside, reached);
    }

    private List<@Nullable Tensor> assemble(
            List<Tensor> carried,
            Map<Tensor, Tensor> stacked,
            List<Tensor> gradients,
            Tensor[] fromOutside,
            boolean[] reached) {
        int carryCount = carried.size();
        var initial = new ArrayList<Tensor>();
        for (int i = 0; i < carryCount; i++) {
            moved.put(carried.get(i).id(), backward.input("d" + i, carried.get(i).shape()));
            initial.add(
                    fromOutside[i] == null
                            ? outside.constant(0, carried.get(i).shape())
                            : fromOutside[i]);
        }
        // Carries come first among the body's inputs, so which captures need one is settled first.
        var sums = new HashMap<Integer, Tensor>();
        for (int i = carryCount + forward.sequences(); i < gradients.size(); i++) {
            if (reached[node.inputs().get(i)] && !canLeaveLoop(gradients.get(i))) {
                sums.put(i, backward.input("sum" + i, gradients.get(i).shape()));
                initial.add(outside.constant(0, gradients.get(i).shape()));
            }
        }
        collectInputs(stacked, gradients, reached);

        var nextCarries = new ArrayList<Integer>();
        for (int i = 0; i < carryCount; i++) {
            nextCarries.add(move(gradients.get(i)).id());
        }
        for (int i = carryCount + forward.sequences(); i < gradients.size(); i++) {
            if (sums.containsKey(i)) {
                nextCarries.add(sums.get(i).plus(move(gradients.get(i))).id());
            }
        }
        var factors = new HashMap<Integer, Tensor>();
        for (int i = carryCount; i < gradients.size(); i++) {
            if (reached[node.inputs().get(i)] && !sums.containsKey(i)) {
                if (i < carryCount + forward.sequences()) {
                    factors.put(i, move(gradients.get(i)));
                } else {
                    moveFactors(gradients.get(i));
                }
            }
        }
        var body = new Body(backward, nextCarries, sequences.size(), captures.size());
        var loop = outside.scan(body, scan.length(), !scan.reverse(), initial, sequences, captures);

        var result = new Tensor[gradients.size()];
        int nextSum = carryCount;
        for (int i = 0; i < result.length; i++) {
            if (!reached[node.inputs().get(i)]) {
                continue;
            }
            if (i < carryCount) {
                result[i] = loop.finalCarry(i);
            } else if (i < carryCount + forward.sequences()) {
                result[i] = loop.stacked(factors.get(i));
            } else if (sums.containsKey(i)) {
                result[i] = loop.finalCarry(nextSum++);
            } else {
                result[i] = summedOutside(loop, gradients.get(i));
            }
        }
        return Arrays.asList(result);
    }

    // ---- which forward values the backward body reads

    /// Inputs of the backward body must come before its formulas, so they are collected first.
    private void collectInputs(
            Map<Tensor, Tensor> stacked, List<Tensor> gradients, boolean[] reached) {
        var wanted = new boolean[step.size()];
        for (int i = 0; i < gradients.size(); i++) {
            if (i < forward.carries().size() || reached[node.inputs().get(i)]) {
                wanted[gradients.get(i).id()] = true;
            }
        }
        for (int id = step.size() - 1; id >= 0; id--) {
            if (wanted[id] && !isRead(id)) {
                for (int input : step.node(id).inputs()) {
                    wanted[input] = true;
                }
            }
        }
        int captureStart = forward.carries().size() + forward.sequences();
        for (int id = 0; id < step.size(); id++) {
            if (!wanted[id] || moved.containsKey(id)) {
                continue;
            }
            Tensor slice = step.tensor(id);
            if (stacked.containsKey(slice)) {
                pendingSequences.put(id, stacked.get(slice));
            } else if (id < node.inputs().size()) {
                Tensor input = outside.tensor(node.inputs().get(id));
                if (id >= captureStart) {
                    pendingCaptures.put(id, input);
                } else if (id >= forward.carries().size()) {
                    pendingSequences.put(id, input);
                } else {
                    pendingSequences.put(
                            id, outside.add(new Op.Stacked(id), outside.tensor(node.id())));
                }
            } else if (isRead(id)) {
                pendingSequences.put(
                        id, outside.add(new Op.Stacked(id), outside.tensor(node.id())));
            }
        }
        pendingSequences.forEach(
                (id, sequence) -> {
                    sequences.add(sequence);
                    moved.put(id, backward.input("%" + id, sequence.shape().row()));
                });
        pendingCaptures.forEach(
                (id, capture) -> {
                    captures.add(capture);
                    moved.put(id, backward.input("%" + id, capture.shape()));
                });
    }

    /// Whether the backward body reads a node's values as the forward body had them, instead of computing
    /// them again: all but what costs nothing, and inner scans, which have no single value.
    private boolean isRead(int id) {
        if (id >= copied) {
            return false;
        }
        return switch (step.node(id).op()) {
            case Op.Constant _, Op.Literal _, Op.Iota _, Op.Broadcast _, Op.Reshape _, Op.Scan _ ->
                    false;
            default -> true;
        };
    }

    /// A node of `step`, with all it needs, in the backward body.
    private Tensor move(Tensor wanted) {
        var open = new boolean[wanted.id() + 1];
        open[wanted.id()] = true;
        for (int id = wanted.id(); id >= 0; id--) {
            if (open[id] && !moved.containsKey(id)) {
                for (int input : step.node(id).inputs()) {
                    open[input] = true;
                }
            } else {
                open[id] = false;
            }
        }
        for (int id = 0; id <= wanted.id(); id++) {
            if (open[id]) {
                Node inside = step.node(id);
                moved.put(
                        id,
                        backward.add(
                                inside.op(), inside.inputs().stream().map(moved::get).toList()));
            }
        }
        return moved.get(wanted.id());
    }

    // ---- sums over the steps, taken outside of the loop

    private boolean canLeaveLoop(Tensor gradient) {
        Node inside = gradient.node();
        return switch (inside.op()) {
            case Op.Add _ ->
                    inside.inputs().stream().map(step::tensor).allMatch(this::canLeaveLoop);
            case Op.Reshape _, Op.Transpose _ ->
                    canLeaveLoop(step.tensor(inside.inputs().getFirst()));
            case Op.MatMul(boolean left, boolean right) -> left && !right && gradient.rank() == 2;
            case Op.Sum _ -> true;
            case Op.Constant(double value, Shape _) -> value == 0;
            default -> false;
        };
    }

    private void moveFactors(Tensor gradient) {
        Node inside = gradient.node();
        switch (inside.op()) {
            case Op.Add _, Op.Reshape _, Op.Transpose _ ->
                    inside.inputs().stream().map(step::tensor).forEach(this::moveFactors);
            case Op.Constant _ -> {}
            default -> inside.inputs().stream().map(step::tensor).forEach(this::move);
        }
    }

    private Tensor summedOutside(Graph.Loop loop, Tensor gradient) {
        Node inside = gradient.node();
        return switch (inside.op()) {
            case Op.Add _ ->
                    summedOutside(loop, step.tensor(inside.inputs().get(0)))
                            .plus(summedOutside(loop, step.tensor(inside.inputs().get(1))));
            case Op.Reshape(Shape to) ->
                    summedOutside(loop, step.tensor(inside.inputs().getFirst())).reshape(to);
            case Op.Transpose transpose ->
                    outside.add(
                            transpose,
                            summedOutside(loop, step.tensor(inside.inputs().getFirst())));
            case Op.Constant constant -> outside.add(constant);
            case Op.MatMul matMul -> {
                Tensor left = stackedOutside(loop, inside.inputs().get(0));
                Tensor right = stackedOutside(loop, inside.inputs().get(1));
                yield outside.add(
                        matMul,
                        left.reshape(-1, left.shape().last()),
                        right.reshape(-1, right.shape().last()));
            }
            case Op.Sum(List<Integer> axes) -> {
                var all = new int[axes.size() + 1];
                for (int i = 0; i < axes.size(); i++) {
                    all[i + 1] = axes.get(i) + 1;
                }
                yield stackedOutside(loop, inside.inputs().getFirst()).sum(all);
            }
            default -> throw new IllegalStateException("stays in the loop: " + inside);
        };
    }

    /// What a node of `step` is at each step; forward values come from the forward scan.
    private Tensor stackedOutside(Graph.Loop loop, int id) {
        Tensor inBody = moved.get(id);
        if (inBody.node().op() instanceof Op.Input) {
            int place = inBody.id() - loopCarries(loop);
            if (place >= 0 && place < sequences.size()) {
                return sequences.get(place);
            }
        }
        return loop.stacked(inBody);
    }

    private static int loopCarries(Graph.Loop loop) {
        return ((Op.Scan) loop.scan().node().op()).body().carries().size();
    }
}
