package dev.kiln.layers;

import dev.kiln.catalog.UserError;
import dev.kiln.constraints.Constraint;
import dev.kiln.graph.Graph;
import dev.kiln.graph.Tensor;
import dev.kiln.graph.Variable;
import dev.kiln.initializers.Initializer;
import dev.kiln.regularizers.Regularizer;
import dev.kiln.tensor.Shape;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// The scope of a cell inside a loop: weights and random numbers are made once outside, and read at every
/// step.
final class BodyScope implements Scope {
    private final Scope outside;
    private final Captures captures;
    private final String prefix;

    BodyScope(Scope outside, Captures captures, String prefix) {
        this.outside = outside;
        this.captures = captures;
        this.prefix = prefix;
    }

    /// What the body reads of the graph around it. The body is written twice: first to learn what it reads,
    /// then with those inputs at its beginning.
    static final class Captures {
        private final Map<String, Tensor> values = new LinkedHashMap<>();
        private final Map<String, Tensor> inputs = new LinkedHashMap<>();
        private Graph body = new Graph();
        private Shape outputShape = Shape.of();
        private boolean carriesOutput;

        /// What the first writing of the body told of its output.
        ///
        /// @param isCarried whether each step, or what comes behind the loop, reads the output before it
        void learn(Shape shape, boolean isCarried) {
            outputShape = shape;
            carriesOutput = isCarried;
        }

        Shape outputShape() {
            return outputShape;
        }

        boolean carriesOutput() {
            return carriesOutput;
        }

        Graph body() {
            return body;
        }

        /// A new body.
        void restart() {
            body = new Graph();
            inputs.clear();
        }

        /// Inputs for all that was read by the body before.
        void declare() {
            values.forEach((name, value) -> inputs.put(name, body.input(name, value.shape())));
        }

        List<Tensor> outside() {
            return new ArrayList<>(values.values());
        }

        private Tensor read(String name, Supplier<Tensor> value) {
            Tensor outer = values.computeIfAbsent(name, n -> value.get());
            return inputs.computeIfAbsent(name, n -> body.input(n, outer.shape()));
        }
    }

    @Override
    public boolean training() {
        return outside.training();
    }

    @Override
    public boolean trainable() {
        return outside.trainable();
    }

    @Override
    public String name() {
        return outside.name();
    }

    @Override
    public Graph graph() {
        return captures.body();
    }

    @Override
    public Arguments arguments() {
        return outside.arguments();
    }

    @Override
    public Tensor weight(
            String name,
            Shape shape,
            Initializer initializer,
            @Nullable Regularizer regularizer,
            @Nullable Constraint constraint,
            boolean trainable) {
        return captures.read(
                prefix + "weight " + name,
                () -> outside.weight(name, shape, initializer, regularizer, constraint, trainable));
    }

    @Override
    public State state(String name, Shape shape, Initializer initializer, Variable.Role role) {
        throw new UserError(
                name() + " keeps the state " + name + " inside a loop over time.",
                "Make it one of the cell's states: stateShapes(row).");
    }

    /// The same numbers at every step of one sequence, as in Keras.
    @Override
    public Tensor uniform(String purpose, Shape shape, @Nullable Long seed) {
        return captures.read(
                prefix + "random " + purpose, () -> outside.uniform(purpose, shape, seed));
    }

    @Override
    public Scope child(String name) {
        return new BodyScope(outside.child(name), captures, prefix + name + "/");
    }

    @Override
    public Scope sublayer(String name, Layer layer, Arguments arguments) {
        Scope scope = outside.sublayer(name, layer, arguments);
        return new BodyScope(scope, captures, prefix + scope.name() + "/");
    }

    @Override
    public List<Signal> call(String name, Layer layer, List<Signal> inputs, Arguments arguments) {
        return layer.call(inputs, sublayer(name, layer, arguments));
    }

    @Override
    public void penalty(Tensor scalar) {
        throw new UserError(
                name() + " adds a penalty inside a loop over time.",
                "Put the penalty on the outputs: activity_regularizer=l2 of the recurrent layer.");
    }
}
