package dev.kiln.layers;

import dev.kiln.catalog.Catalogued;
import dev.kiln.catalog.UserError;
import dev.kiln.graph.Tensor;
import dev.kiln.tensor.Shape;

import java.util.List;

/// One step of a recurrent layer: an input and states become an output and new states.
///
/// A cell of one's own says what shape its states have and what a step does; [RNN] runs it over time.
@Catalogued(by = Cells.class)
public interface Cell extends Layer {
    /// Several cells as one, as Keras' `RNN([a, b])`.
    static Cell of(List<Cell> cells) {
        return new StackedRNNCells(cells);
    }

    /// Shapes of the states, without the batch.
    ///
    /// @param row shape of one step's input, without the batch
    List<Shape> stateShapes(Shape row);

    /// What a step needs of its input, computed for all steps at once.
    ///
    /// @param x `[time, batch, …]`
    default Tensor project(Tensor x, Scope scope) {
        return x;
    }

    /// @param x      one step of what [#project] gave, `[batch, …]`
    /// @param states before the step
    /// @return the output, then the states after the step
    List<Tensor> step(Tensor x, List<Tensor> states, Scope scope);

    /// A single step: the inputs are that of the step and the states.
    ///
    /// @throws UserError E134 where the states are missing
    @Override
    default List<Signal> call(List<Signal> inputs, Scope scope) {
        Tensor x = inputs.getFirst().value();
        int states = stateShapes(x.shape().row()).size();
        if (inputs.size() != 1 + states) {
            String written =
                    Cells.CATALOG.entryOf(this).map(entry -> entry.describe(this)).orElse("$cell");
            throw new UserError(
                    "E134",
                    "%s is one step of a recurrent layer: it takes the step's input and %d %s, but gets %d %s. Over a whole sequence it goes inside rnn."
                            .formatted(
                                    scope.name(),
                                    states,
                                    states == 1 ? "state" : "states",
                                    inputs.size(),
                                    inputs.size() == 1 ? "input" : "inputs"),
                    "Type: rnn " + written + "   (in Java: new RNN(cell))");
        }
        var before = inputs.subList(1, inputs.size()).stream().map(Signal::value).toList();
        Tensor projected = project(x.expand(0), scope).squeeze(0);
        return step(projected, before, scope).stream().map(Signal::of).toList();
    }
}
