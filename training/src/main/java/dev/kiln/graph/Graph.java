package dev.kiln.graph;

import dev.kiln.tensor.Shape;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// An ordered list of nodes; inputs come before what reads them. Mutable while it is written, then
/// only read.
public final class Graph {
    private final List<Node> nodes = new ArrayList<>();
    private final Map<Variable, Integer> updates = new LinkedHashMap<>();
    private final Map<Variable, Integer> reads = new LinkedHashMap<>();

    /// Appends a node.
    ///
    /// @throws ShapeMismatch where the op cannot work on these shapes; names the op and the shapes
    public Tensor add(Op op, List<Tensor> inputs) {
        for (Tensor input : inputs) {
            if (input.graph() != this) {
                throw new IllegalArgumentException(
                        "an input of " + op + " belongs to another graph");
            }
        }
        var ids = inputs.stream().map(Tensor::id).toList();
        var shape = ShapeRule.of(op, ids.stream().map(nodes::get).toList());
        nodes.add(new Node(nodes.size(), op, ids, shape));
        return new Tensor(this, nodes.size() - 1);
    }

    public Tensor add(Op op, Tensor... inputs) {
        return add(op, Arrays.asList(inputs));
    }

    /// Numbers that the caller hands in at each run; a name is used once a graph.
    public Tensor input(String name, Shape shape) {
        for (Node node : nodes) {
            if (node.op() instanceof Op.Input(String taken, Shape _) && taken.equals(name)) {
                throw new IllegalArgumentException("the graph already has an input named " + name);
            }
        }
        return add(new Op.Input(name, shape));
    }

    public Tensor constant(double value, Shape shape) {
        return add(new Op.Constant(value, shape));
    }

    public Tensor constant(double value) {
        return constant(value, Shape.of());
    }

    public Tensor literal(float[] values, Shape shape) {
        var list = new ArrayList<Float>(values.length);
        for (float value : values) {
            list.add(value);
        }
        return add(new Op.Literal(list, shape));
    }

    /// 0, 1, 2, … along `axis`.
    public Tensor iota(Shape shape, int axis) {
        return add(new Op.Iota(shape, shape.axis(axis)));
    }

    /// The variable's value: that of the last update written so far, else the one before the step.
    public Tensor read(Variable variable) {
        Integer updated = updates.get(variable);
        if (updated != null) {
            return new Tensor(this, updated);
        }
        return new Tensor(this, reads.computeIfAbsent(variable, v -> add(new Op.Read(v)).id()));
    }

    /// Gives the variable a new value, committed at the end of the step; later reads see it.
    public void update(Variable variable, Tensor value) {
        if (!value.shape().equals(variable.shape())) {
            throw new ShapeMismatch(
                    "variable "
                            + variable.name()
                            + " is "
                            + variable.shape()
                            + ", its new value "
                            + value.shape());
        }
        updates.put(variable, value.id());
    }

    /// Runs a body `length` times.
    ///
    /// @param initial   the carries before the first step
    /// @param sequences `[length, …]` each
    /// @param captured  values that the body reads at every step
    public Loop scan(
            Body body,
            int length,
            boolean reverse,
            List<Tensor> initial,
            List<Tensor> sequences,
            List<Tensor> captured) {
        var inputs = new ArrayList<>(initial);
        inputs.addAll(sequences);
        inputs.addAll(captured);
        return new Loop(add(new Op.Scan(body, length, reverse), inputs));
    }

    public List<Node> nodes() {
        return Collections.unmodifiableList(nodes);
    }

    public Node node(int id) {
        return nodes.get(id);
    }

    public Tensor tensor(int id) {
        return new Tensor(this, nodes.get(id).id());
    }

    /// In the order in which variables were first updated.
    public List<Update> updates() {
        return updates.entrySet().stream()
                .map(entry -> new Update(entry.getKey(), entry.getValue()))
                .toList();
    }

    public int size() {
        return nodes.size();
    }

    /// One line a node, then one line an update.
    @Override
    public String toString() {
        var lines =
                nodes.stream().map(Node::toString).collect(Collectors.toCollection(ArrayList::new));
        updates.forEach((variable, id) -> lines.add(variable.name() + " <- %" + id));
        return String.join("\n", lines);
    }

    /// The results of a [Op.Scan].
    public record Loop(Tensor scan) {
        /// The carry after the last step.
        public Tensor finalCarry(int index) {
            return scan.graph().add(new Op.Final(index), scan);
        }

        public List<Tensor> finalCarries() {
            var body = ((Op.Scan) scan.node().op()).body();
            return IntStream.range(0, body.carries().size()).mapToObj(this::finalCarry).toList();
        }

        /// What a node of the body was at each step, `[length, …]`.
        ///
        /// @param inBody a tensor of the body's graph
        public Tensor stacked(Tensor inBody) {
            return scan.graph().add(new Op.Stacked(inBody.id()), scan);
        }
    }
}
