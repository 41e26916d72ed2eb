package dev.kiln.layers;

import dev.kiln.catalog.Doc;
import dev.kiln.catalog.Shared;
import dev.kiln.catalog.UserError;
import dev.kiln.graph.Tensor;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/// A recurrent layer that reads the sequence from both ends; both results are merged.
///
/// Formula: `y = merge(layer(x), reversed(backward_layer(x)))`, for example one behind the other.
///
/// Shapes: `[batch, time, features]` to `[batch, 2 * units]` with `merge_mode` concat, `[batch, units]` with sum,
/// mul and ave, two of these with none; with `return_sequences` of the layer `[batch, time, …]`.
///
/// Equal to `keras.layers.Bidirectional` in names, defaults and values.
///
/// @param layer         reads from the start
/// @param mergeMode     how both are merged; none for two outputs
/// @param backwardLayer reads from the end; none for one like layer
@Doc("reads a sequence from both ends")
public record Bidirectional(
        @Doc(value = "reads from the start", example = "lstm(32)") Layer layer,
        @Doc(value = "how both are merged; none for two outputs", example = "sum")
                @Nullable MergeMode mergeMode,
        @Doc(
                        value = "reads from the end; none for one like layer",
                        example = "gru(32, go_backwards=true)")
                @Nullable Layer backwardLayer,
        @Shared LayerSettings settings)
        implements Layer, LayerArguments<Bidirectional> {
    public Bidirectional {
        if (!(layer instanceof Recurrent forward)
                || backwardLayer != null && !(backwardLayer instanceof Recurrent)) {
            throw new UserError(
                    "E132",
                    "bidirectional reads sequences with recurrent layers, not with "
                            + Names.of(layer)
                            + ".",
                    "Type: new Bidirectional(new LSTM(32))");
        }
        if (backwardLayer instanceof Recurrent backward
                && (forward.goBackwards() == backward.goBackwards()
                        || forward.returnSequences() != backward.returnSequences()
                        || forward.returnState() != backward.returnState()
                        || forward.stateful() != backward.stateful())) {
            throw new UserError(
                    "E132",
                    "both layers of bidirectional must agree in return_sequences, return_state and stateful, and read from different ends.",
                    "Leave out backward_layer, or type: .withGoBackwards(true)");
        }
    }

    public Bidirectional(Layer layer) {
        this(layer, MergeMode.CONCAT, null, LayerSettings.DEFAULT);
    }

    public Bidirectional withLayer(Layer layer) {
        return new Bidirectional(layer, mergeMode, backwardLayer, settings);
    }

    public Bidirectional withMergeMode(@Nullable MergeMode mergeMode) {
        return new Bidirectional(layer, mergeMode, backwardLayer, settings);
    }

    public Bidirectional withBackwardLayer(@Nullable Layer backwardLayer) {
        return new Bidirectional(layer, mergeMode, backwardLayer, settings);
    }

    @Override
    public Bidirectional withSettings(LayerSettings settings) {
        return new Bidirectional(layer, mergeMode, backwardLayer, settings);
    }

    @Override
    public List<Signal> call(List<Signal> inputs, Scope scope) {
        var given = new ArrayList<>(inputs.subList(1, inputs.size()));
        scope.arguments().tensors("initial_state").forEach(state -> given.add(Signal.of(state)));
        int half = given.size() / 2;
        Signal sequence = inputs.getFirst();
        var forward =
                run(
                        ahead(),
                        with(sequence, given.subList(0, half)),
                        scope.sublayer(name("forward_", layer), layer, Arguments.NONE));
        // Without a layer of the user's own the backward one is a part of this layer, named like
        // its twin.
        Scope backwardScope =
                backwardLayer == null
                        ? scope.child(name("backward_", layer))
                        : scope.sublayer(Names.of(backwardLayer), backwardLayer, Arguments.NONE);
        var backward =
                run(back(), with(sequence, given.subList(half, given.size())), backwardScope);
        Tensor ahead = forward.getFirst().value();
        Tensor back = backward.getFirst().value();
        boolean all = ahead().returnSequences();
        if (all) {
            back = back.reverse(1);
        }
        Tensor mask = all ? sequence.mask() : null;
        var outputs = new ArrayList<Signal>();
        if (mergeMode == null) {
            outputs.add(new Signal(ahead, mask));
            outputs.add(new Signal(back, mask));
        } else {
            outputs.add(new Signal(mergeMode.merge(ahead, back), mask));
        }
        outputs.addAll(forward.subList(1, forward.size()));
        outputs.addAll(backward.subList(1, backward.size()));
        return outputs;
    }

    private Recurrent ahead() {
        return zeroing((Recurrent) layer);
    }

    private Recurrent back() {
        Recurrent forward = (Recurrent) layer;
        return zeroing(
                backwardLayer == null
                        ? forward.withGoBackwards(!forward.goBackwards())
                        : (Recurrent) backwardLayer);
    }

    /// As in Keras, a masked step gives zeros where all steps come out.
    private static Recurrent zeroing(Recurrent layer) {
        return layer.withZeroOutputForMask(layer.returnSequences());
    }

    private static List<Signal> run(Recurrent layer, List<Signal> inputs, Scope scope) {
        var outputs = layer.call(inputs, scope);
        var regularizer = layer.settings().activityRegularizer();
        if (regularizer != null) {
            for (Signal output : outputs) {
                int rows = Math.max(output.value().shape().get(0), 1);
                scope.penalty(regularizer.penalty(output.value()).dividedBy(rows));
            }
        }
        return outputs;
    }

    private static List<Signal> with(Signal sequence, List<Signal> states) {
        var inputs = new ArrayList<>(List.of(sequence));
        inputs.addAll(states);
        return inputs;
    }

    private static String name(String prefix, Layer layer) {
        String name = Names.of(layer);
        return name.startsWith(prefix) ? name : prefix + name;
    }
}
