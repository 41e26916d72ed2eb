package dev.kiln.layers;

import dev.kiln.catalog.Doc;
import dev.kiln.catalog.Shared;
import dev.kiln.catalog.UserError;
import dev.kiln.graph.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A recurrent layer that reads the sequence from both ends; both results are merged.
///
/// Shapes: as those of `layer`; with `mergeMode` concat twice as many features, with none two outputs.
///
/// Equal to `keras.layers.Bidirectional` in names, defaults and values.
///
/// @param layer         reads from the start
/// @param mergeMode     how both are merged; none for two outputs
/// @param backwardLayer reads from the end; none for one like layer
@Doc("reads a sequence from both ends")
public record Bidirectional(
        @Doc(value = "reads from the start", example = "$lstm")
                Layer layer,
        @Doc(value = "how both are merged; none for two outputs", example = "sum")
                @Nullable MergeMode mergeMode,
        @Doc(value = "reads from the end; none for one like layer", example = "$other")
                @Nullable Layer backwardLayer,
        @Shared LayerSettings settings)
        implements Layer, LayerArguments<Bidirectional> {
    public Bidirectional {
        if (!(layer instanceof Recurrent forward)) {
            throw new UserError("E132", "bidirectional reads sequences with a recurrent layer, not with " + Names.of(layer) + ".", "Type: new Bidirectional(new LSTM(32))");
        }
        // As in Keras: a masked step gives zeros where all steps come out.
        if (forward.zeroOutputForMask() != forward.returnSequences()) {
            forward = forward.withZeroOutputForMask(forward.returnSequences());
        }
        var backward = backwardLayer == null ? forward.withGoBackwards(!forward.goBackwards()) : (Recurrent) backwardLayer;
        if (backward.zeroOutputForMask() != backward.returnSequences()) {
            backward = backward.withZeroOutputForMask(backward.returnSequences());
        }
        if (forward.goBackwards() == backward.goBackwards()
                || forward.returnSequences() != backward.returnSequences()
                || forward.returnState() != backward.returnState()
                || forward.stateful() != backward.stateful()) {
            throw new UserError(
                    "E132",
                    "both layers of bidirectional must agree in return_sequences, return_state and stateful, and read from different ends.",
                    "Leave out backward_layer, or type: .withGoBackwards(true)");
        }
        layer = forward;
        backwardLayer = backward;
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
        var forward = scope.call(name("forward_", layer), layer, with(sequence, given.subList(0, half)), Arguments.NONE);
        var backward = scope.call(
                backwardName(), backwardLayer, with(sequence, given.subList(half, given.size())), Arguments.NONE);
        Tensor ahead = forward.getFirst().value();
        Tensor back = backward.getFirst().value();
        boolean all = ((Recurrent) layer).returnSequences();
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

    private static List<Signal> with(Signal sequence, List<Signal> states) {
        var inputs = new ArrayList<>(List.of(sequence));
        inputs.addAll(states);
        return inputs;
    }

    private static String name(String prefix, Layer layer) {
        String name = Names.of(layer);
        return name.startsWith(prefix) ? name : prefix + name;
    }

    /// A backward layer of the user's own keeps its name.
    private String backwardName() {
        String own = backwardLayer.settings().name();
        return own != null && !own.equals(layer.settings().name()) ? own : name("backward_", backwardLayer);
    }
}
