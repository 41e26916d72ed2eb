package dev.kiln.layers;

import dev.kiln.catalog.UserError;
import dev.kiln.graph.Tensor;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/// Layers that run a [Cell] over time. Inputs: a sequence `[batch, time, …]`, then, if given, initial
/// states; outputs: the last output, or all of them, then, if asked for, the last states.
///
/// A masked step leaves the states as they are; its output is the one before it (zeros at the beginning),
/// or zeros.
public interface Recurrent extends Layer {
    Cell cell();

    /// The cell's scope below the layer's.
    Scope cellScope(Scope scope);

    boolean returnSequences();

    boolean returnState();

    boolean goBackwards();

    boolean stateful();

    boolean zeroOutputForMask();

    /// Where the channels of a step's input stand; states and outputs have the same format.
    default DataFormat dataFormat() {
        return DataFormat.CHANNELS_LAST;
    }

    /// The same layer reading in the other direction or not.
    Recurrent withGoBackwards(boolean goBackwards);

    Recurrent withZeroOutputForMask(boolean zeroOutputForMask);

    @Override
    default List<Signal> call(List<Signal> inputs, Scope scope) {
        Signal sequence = inputs.getFirst();
        if (sequence.value().rank() < 3) {
            throw new UserError(
                    "E134",
                    scope.name()
                            + " takes sequences (steps x features), but gets "
                            + sequence.value().shape().row()
                            + ".",
                    "Bring each row to steps x features first: new Reshape(-1, 1)");
        }
        Tensor steps = formatted(sequence.value()).swap(0, 1);
        Tensor mask = sequence.mask() == null ? null : sequence.mask().swap(0, 1);
        if (goBackwards()) {
            steps = steps.reverse(0);
            mask = mask == null ? null : mask.reverse(0);
        }
        Scope cellScope = cellScope(scope);
        Tensor projected = cell().project(steps, cellScope);
        var states = new Recurrence.States(this, scope, steps.shape().row());
        var initial = states.initial(inputs.subList(1, inputs.size()));
        var result = Recurrence.Loop.run(this, cellScope, projected, mask, initial);
        states.keep(result.states());
        return outputs(result, sequence.mask());
    }

    private List<Signal> outputs(Recurrence.Loop result, @Nullable Tensor mask) {
        var outputs = new ArrayList<Signal>();
        Tensor output = returnSequences() ? result.outputs().swap(0, 1) : result.outputs();
        outputs.add(
                new Signal(
                        returnSequences() ? unformatted(output) : dataFormat().fromLast(output),
                        returnSequences() ? mask : null));
        if (returnState()) {
            result.states().forEach(state -> outputs.add(Signal.of(dataFormat().fromLast(state))));
        }
        return outputs;
    }

    /// Channels of `[batch, time, …]` last.
    private Tensor formatted(Tensor x) {
        if (dataFormat() == DataFormat.CHANNELS_LAST) {
            return x;
        }
        int[] order = new int[x.rank()];
        for (int axis = 0; axis < order.length; axis++) {
            order[axis] = axis < 2 ? axis : axis == order.length - 1 ? 2 : axis + 1;
        }
        return x.transpose(order);
    }

    private Tensor unformatted(Tensor x) {
        if (dataFormat() == DataFormat.CHANNELS_LAST) {
            return x;
        }
        int[] order = new int[x.rank()];
        for (int axis = 0; axis < order.length; axis++) {
            order[axis] = axis < 2 ? axis : axis == 2 ? order.length - 1 : axis - 1;
        }
        return x.transpose(order);
    }
}
