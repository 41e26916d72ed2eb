package dev.kiln.layers;

import dev.kiln.constraints.Constraint;
import dev.kiln.graph.Graph;
import dev.kiln.graph.Tensor;
import dev.kiln.graph.Variable;
import dev.kiln.initializers.Initializer;
import dev.kiln.regularizers.Regularizer;
import dev.kiln.tensor.Shape;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.function.UnaryOperator;

/// What a layer's formula may ask for: its weights, states, random numbers and sublayers.
public interface Scope {
    /// Whether the step trains: dropout drops, batch statistics are taken.
    boolean training();

    /// Whether the layer's weights are trained at present.
    boolean trainable();

    /// The layer's name in its model, for messages.
    String name();

    Graph graph();

    /// What the call was given besides its inputs.
    Arguments arguments();

    /// A weight of this layer; the same one wherever the layer is used.
    ///
    /// Trained weights come before the others of a layer, each in the order of their first mention, then
    /// those of sublayers: the order in which Keras lists and saves them.
    ///
    /// @param name      as in Keras, for example `kernel`; unique in its layer
    /// @param trainable whether an optimizer may change it
    Tensor weight(
            String name,
            Shape shape,
            Initializer initializer,
            @Nullable Regularizer regularizer,
            @Nullable Constraint constraint,
            boolean trainable);

    /// A weight whose numbers training first writes over, as `change` says; in use they stay as they are.
    ///
    /// What is trained is the changed weight: its gradient is not carried back through the change.
    ///
    /// @param change gives the new numbers, of the weight's shape
    default Tensor overwritten(
            String name,
            Shape shape,
            Initializer initializer,
            @Nullable Regularizer regularizer,
            @Nullable Constraint constraint,
            boolean trainable,
            UnaryOperator<Tensor> change) {
        throw new UnsupportedOperationException(
                name() + " cannot write over its " + name + " inside a loop");
    }

    /// A trained weight without penalty and constraint.
    default Tensor weight(String name, Shape shape, Initializer initializer) {
        return weight(name, shape, initializer, null, null, true);
    }

    /// A trained weight.
    default Tensor weight(
            String name,
            Shape shape,
            Initializer initializer,
            @Nullable Regularizer regularizer,
            @Nullable Constraint constraint) {
        return weight(name, shape, initializer, regularizer, constraint, true);
    }

    /// Numbers that the layer itself updates.
    ///
    /// @param role says which phases may write: [Variable.Role#STATISTIC] or [Variable.Role#RECURRENT]
    State state(String name, Shape shape, Initializer initializer, Variable.Role role);

    /// Independent numbers, uniform over [0, 1), other ones at every step and every call of the layer.
    ///
    /// @param purpose what for; unique in a call of the layer
    /// @param seed    the layer's own seed; null for the run's
    Tensor uniform(String purpose, Shape shape, @Nullable Long seed);

    /// A part of this layer with weights under a name of its own, for example `lstm_cell`.
    Scope child(String name);

    /// The scope of a sublayer, for a layer that writes the sublayer's formula itself.
    Scope sublayer(String name, Layer layer, Arguments arguments);

    /// A sublayer's outputs; it is called `name` below this layer.
    List<Signal> call(String name, Layer layer, List<Signal> inputs, Arguments arguments);

    /// A sublayer's outputs; it has its own name, or its kind.
    default List<Signal> call(Layer layer, List<Signal> inputs) {
        return call(Names.of(layer), layer, inputs, Arguments.NONE);
    }

    /// Adds a scalar to the loss.
    void penalty(Tensor scalar);
}
