package dev.kiln.layers;

import dev.kiln.catalog.UserError;
import dev.kiln.constraints.Constraint;
import dev.kiln.graph.Graph;
import dev.kiln.graph.Op;
import dev.kiln.graph.ShapeMismatch;
import dev.kiln.graph.Tensor;
import dev.kiln.graph.Variable;
import dev.kiln.initializers.Initializer;
import dev.kiln.regularizers.Regularizer;
import dev.kiln.tensor.Shape;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/// The scope of one layer while its formula is written into a graph.
public final class Tracing implements Scope {
    private final Trace trace;
    private final @Nullable Tracing parent;
    private final Layer layer;
    private final boolean isPart;
    private final String name;
    private final String path;
    private final Arguments arguments;

    /// What the layer's formula was given; empty before it runs.
    private List<Signal> inputs = List.of();

    /// How often the layer has been called in this trace, this call included.
    private final int call;

    private Tracing(
            Trace trace,
            @Nullable Tracing parent,
            Layer layer,
            boolean isPart,
            String name,
            Arguments arguments) {
        this.trace = trace;
        this.parent = parent;
        this.layer = layer;
        this.isPart = isPart;
        this.name = name;
        this.path = parent == null || parent.path.isEmpty() ? name : parent.path + "/" + name;
        this.arguments = arguments;
        this.call =
                isPart && parent != null ? parent.call : trace.calls.merge(path, 1, Integer::sum);
    }

    /// What all scopes of one trace share.
    private static final class Trace {
        private final Graph graph;
        private final boolean training;
        private final Supply supply;
        private final Map<String, Integer> calls = new HashMap<>();

        /// Which layer a path belongs to.
        private final Map<String, Layer> layers = new HashMap<>();

        private final List<Tensor> penalties = new ArrayList<>();
        private final List<Passage> passages = new ArrayList<>();

        Trace(Graph graph, boolean training, Supply supply) {
            this.graph = graph;
            this.training = training;
            this.supply = supply;
        }
    }

    /// The scope of a model, or of a layer on its own.
    ///
    /// @param name the first part of all weights' paths; may be empty
    public static Tracing root(
            Graph graph, boolean training, Supply supply, Layer layer, String name) {
        return new Tracing(
                new Trace(graph, training, supply), null, layer, false, name, Arguments.NONE);
    }

    @Override
    public boolean training() {
        return trace.training;
    }

    @Override
    public boolean trainable() {
        return trace.supply.trainable(this);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Graph graph() {
        return trace.graph;
    }

    @Override
    public Arguments arguments() {
        return arguments;
    }

    /// The layer whose scope this is, or whose part.
    public Layer layer() {
        return layer;
    }

    /// The scope around this one.
    public @Nullable Tracing parent() {
        return parent;
    }

    /// The shapes of one row of what the layer, or the one around it, was given: `3` or `3 and 4x2`.
    public String rows() {
        return inputs.isEmpty() && parent != null ? parent.rows() : shapes(inputs);
    }

    /// Whether this is a named part of the parent's layer, not a layer of its own.
    public boolean isPart() {
        return isPart;
    }

    /// Names from the model down, for example `sequential/dense`.
    public String path() {
        return path;
    }

    /// What all layers of the trace have added to the loss so far.
    public List<Tensor> penalties() {
        return List.copyOf(trace.penalties);
    }

    /// Every layer's calls so far, in the order in which they ended.
    public List<Passage> passages() {
        return List.copyOf(trace.passages);
    }

    @Override
    public Tensor weight(
            String name,
            Shape shape,
            Initializer initializer,
            @Nullable Regularizer regularizer,
            @Nullable Constraint constraint,
            boolean trainable) {
        var role = trainable ? Variable.Role.PARAMETER : Variable.Role.STATISTIC;
        return trace.supply.weight(
                this,
                new Declaration(
                        name, shape, initializer, regularizer, constraint, trainable, role));
    }

    @Override
    public Tensor overwritten(
            String name,
            Shape shape,
            Initializer initializer,
            @Nullable Regularizer regularizer,
            @Nullable Constraint constraint,
            boolean trainable,
            UnaryOperator<Tensor> change) {
        Tensor before = weight(name, shape, initializer, regularizer, constraint, trainable);
        var role = trainable ? Variable.Role.PARAMETER : Variable.Role.STATISTIC;
        var declaration =
                new Declaration(name, shape, initializer, regularizer, constraint, trainable, role);
        return training()
                ? trace.supply.replaced(this, declaration, change.apply(before).stopGradient())
                : before;
    }

    @Override
    public State state(String name, Shape shape, Initializer initializer, Variable.Role role) {
        return trace.supply.state(
                this, new Declaration(name, shape, initializer, null, null, false, role));
    }

    @Override
    public Tensor uniform(String purpose, Shape shape, @Nullable Long seed) {
        return trace.graph.add(new Op.Uniform(path + "/" + purpose + "/" + call, seed, shape));
    }

    @Override
    public Scope child(String name) {
        return new Tracing(trace, this, layer, true, name, Arguments.NONE);
    }

    @Override
    public void penalty(Tensor scalar) {
        trace.penalties.add(scalar);
    }

    @Override
    public List<Signal> call(String name, Layer layer, List<Signal> inputs, Arguments arguments) {
        return sublayer(name, layer, arguments).run(inputs);
    }

    @Override
    public Tracing sublayer(String name, Layer layer, Arguments arguments) {
        return new Tracing(trace, this, layer, false, unique(name, layer), arguments);
    }

    /// The name, numbered where another sublayer has it already.
    private String unique(String name, Layer layer) {
        for (int number = 0; ; number++) {
            String numbered = number == 0 ? name : name + "_" + number;
            Layer owner = trace.layers.putIfAbsent(path + "/" + numbered, layer);
            if (owner == null || owner == layer) {
                return numbered;
            }
        }
    }

    /// The layer's outputs, its activity penalty noted; shapes that do not fit are said in the user's words.
    public List<Signal> run(List<Signal> inputs) {
        List<Signal> outputs;
        int before = trace.penalties.size();
        this.inputs = inputs;
        try {
            outputs = layer.call(Masks.given(layer, name, inputs, arguments), this);
        } catch (ShapeMismatch | IndexOutOfBoundsException e) {
            throw new UserError(
                    "E133",
                    name + " cannot take " + shapes(inputs) + ": " + e.getMessage() + ".",
                    "Change the layer before it, or the settings of " + name + ".",
                    e);
        }
        if (layer.penalizesOutputs()) {
            int inside = trace.penalties.size();
            penalty(layer, outputs, this);
            // Keras lists a layer's own penalty before those of its parts.
            Collections.rotate(
                    trace.penalties.subList(before, trace.penalties.size()),
                    trace.penalties.size() - inside);
        }
        trace.passages.add(new Passage(path, inputs, outputs));
        return outputs;
    }

    /// Adds a layer's penalty on its outputs to the loss.
    static void penalty(Layer layer, List<Signal> outputs, Scope scope) {
        Regularizer regularizer = layer.settings().activityRegularizer();
        if (regularizer != null) {
            for (Signal output : outputs) {
                int rows = Math.max(output.value().shape().get(0), 1);
                scope.penalty(regularizer.penalty(output.value()).dividedBy(rows));
            }
        }
    }

    /// Row shapes, as users write them.
    private static String shapes(List<Signal> inputs) {
        return inputs.stream()
                .map(input -> input.value().shape())
                .map(shape -> (shape.rank() == 0 ? shape : shape.row()).toString())
                .collect(Collectors.joining(" and "));
    }
}
