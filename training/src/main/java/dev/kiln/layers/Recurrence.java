package dev.kiln.layers;

import dev.kiln.catalog.UserError;
import dev.kiln.graph.Body;
import dev.kiln.graph.Tensor;
import dev.kiln.graph.Variable;
import dev.kiln.initializers.Zeros;
import dev.kiln.tensor.Shape;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// How a [Recurrent] layer's cell is run over time: states, the loop, one step of it.
final class Recurrence {
    private Recurrence() {}

    /// The states before and after the sequence.
    ///
    /// @param step shape of one step's input, batch first
    record States(Recurrent layer, Scope scope, Shape step) {
        private List<Shape> shapes() {
            return layer.cell().stateShapes(step.row()).stream()
                    .map(shape -> shape.batchOf(step.get(0)))
                    .toList();
        }

        private List<State> kept() {
            var shapes = shapes();
            var states = new ArrayList<State>();
            for (int i = 0; i < shapes.size(); i++) {
                String name = i == 0 ? "rnn_state" : "rnn_state_" + i;
                states.add(scope.state(name, shapes.get(i), new Zeros(), Variable.Role.RECURRENT));
            }
            return states;
        }

        List<Tensor> initial(List<Signal> further) {
            var given =
                    Stream.concat(
                                    further.stream().map(Signal::value),
                                    scope.arguments().tensors("initial_state").stream())
                            .map(layer.dataFormat()::toLast)
                            .toList();
            if (given.isEmpty()) {
                return layer.stateful()
                        ? kept().stream().map(State::read).toList()
                        : shapes().stream().map(shape -> scope.graph().constant(0, shape)).toList();
            }
            if (!given.stream().map(Tensor::shape).toList().equals(shapes())) {
                throw new UserError(
                        "E133",
                        scope.name()
                                + " keeps states of shape "
                                + shapes().stream().map(Shape::row).toList()
                                + ", but was given "
                                + given.stream().map(state -> state.shape().row()).toList()
                                + ".",
                        "Give one initial state for each, or none.");
            }
            return given;
        }

        void keep(List<Tensor> after) {
            if (layer.stateful()) {
                var states = kept();
                for (int i = 0; i < states.size(); i++) {
                    states.get(i).update(after.get(i));
                }
            }
        }
    }

    /// What a loop over time gave.
    ///
    /// @param outputs `[time, batch, …]`, or `[batch, …]` of the last step
    record Loop(Tensor outputs, List<Tensor> states) {

        static Loop run(
                Recurrent layer,
                Scope scope,
                Tensor steps,
                @Nullable Tensor mask,
                List<Tensor> initial) {
            var captures = new BodyScope.Captures();
            var draft = Draft.of(layer, scope, captures, steps, mask, initial);
            captures.restart();
            var step = Draft.of(layer, scope, captures, steps, mask, initial);
            boolean carriesOutput = step.output() >= 0;
            var carries = new ArrayList<>(step.states());
            var before = new ArrayList<>(initial);
            if (carriesOutput) {
                carries.add(step.last());
                before.add(scope.graph().constant(0, draft.last().shape()));
            }
            var sequences = mask == null ? List.of(steps) : List.of(steps, mask);
            var captured = captures.outside();
            var body =
                    new Body(
                            captures.body(),
                            carries.stream().map(Tensor::id).toList(),
                            sequences.size(),
                            captured.size());
            int length = steps.shape().get(0);
            var loop = scope.graph().scan(body, length, false, before, sequences, captured);
            var finals = loop.finalCarries();
            Tensor outputs;
            if (layer.returnSequences()) {
                outputs = loop.stacked(step.last());
            } else if (carriesOutput) {
                outputs = finals.getLast();
            } else {
                outputs = finals.get(step.states().indexOf(step.last()));
            }
            return new Loop(outputs, finals.subList(0, initial.size()));
        }
    }

    /// One step, written into a body.
    ///
    /// @param output which carry holds the output; -1 where none needs to
    record Draft(List<Tensor> states, Tensor last, int output) {
        static Draft of(
                Recurrent layer,
                Scope scope,
                BodyScope.Captures captures,
                Tensor steps,
                @Nullable Tensor mask,
                List<Tensor> initial) {
            var body = captures.body();
            var states = new ArrayList<Tensor>();
            for (Tensor state : initial) {
                states.add(body.input("state " + states.size(), state.shape()));
            }
            // The output's shape is learned from a first writing; until then nothing is carried.
            Shape outputShape = captures.outputShape();
            boolean carries = captures.carriesOutput();
            Tensor before = carries ? body.input("output before", outputShape) : null;
            Tensor x = body.input("x", steps.shape().row());
            Tensor counts = mask == null ? null : body.input("mask", mask.shape().row());
            captures.declare();
            var results = layer.cell().step(x, states, new BodyScope(scope, captures, ""));
            Tensor output = results.getFirst();
            var after = new ArrayList<>(results.subList(1, results.size()));
            if (counts != null) {
                for (int i = 0; i < after.size(); i++) {
                    after.set(i, spread(counts, after.get(i)).select(after.get(i), states.get(i)));
                }
                Tensor otherwise =
                        before == null || layer.zeroOutputForMask()
                                ? body.constant(0, output.shape())
                                : before;
                output = spread(counts, output).select(output, otherwise);
            }
            boolean needsOutput =
                    counts != null && !layer.zeroOutputForMask()
                            || !layer.returnSequences() && !after.contains(output);
            captures.learn(output.shape(), needsOutput);
            return new Draft(after, output, carries ? states.size() : -1);
        }

        private static Tensor spread(Tensor mask, Tensor over) {
            Tensor spread = mask;
            while (spread.rank() < over.rank()) {
                spread = spread.expand(-1);
            }
            return spread;
        }
    }
}
