package dev.kiln.layers;

import dev.kiln.catalog.Doc;
import dev.kiln.catalog.Shared;
import dev.kiln.catalog.UserError;
import dev.kiln.graph.Tensor;
import dev.kiln.tensor.Shape;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/// A layer applied to every step of a sequence, with one set of weights: `[batch, time, …]` to
/// `[batch, time, …]`. Statistics over the batch are taken step by step.
///
/// Formula: `y[t] = layer(x[t])`.
///
/// Shapes: `[batch, time, …x]` to `[batch, time, …y]`, each step with the shapes of `layer`.
///
/// Equal to `keras.layers.TimeDistributed` in names, defaults and values.
///
/// @param layer applied to every step
@Doc("a layer applied to every step")
public record TimeDistributed(
        @Doc(value = "applied to every step", example = "dense(8)") Layer layer,
        @Shared LayerSettings settings)
        implements Layer, LayerArguments<TimeDistributed> {
    public TimeDistributed(Layer layer) {
        this(layer, LayerSettings.DEFAULT);
    }

    public TimeDistributed withLayer(Layer layer) {
        return new TimeDistributed(layer, settings);
    }

    @Override
    public TimeDistributed withSettings(LayerSettings settings) {
        return new TimeDistributed(layer, settings);
    }

    @Override
    public List<Signal> call(List<Signal> inputs, Scope scope) {
        Tensor x = inputs.getFirst().value();
        if (x.rank() < 2) {
            throw new UserError(
                    "E134",
                    scope.name() + " takes sequences, but gets one number a row.",
                    "Type: new Reshape(-1, 1)");
        }
        Tensor mask = inputs.getFirst().mask();
        Tensor within = reaches(x, mask) ? mask : null;
        int rows = x.shape().get(0);
        int time = x.shape().get(1);
        boolean stepByStep =
                scope.training() && (time > 0 && Probe.keepsStates(layer, x.shape().without(1)));
        if (stepByStep) {
            var steps = new ArrayList<Tensor>();
            for (int step = 0; step < time; step++) {
                Tensor counts = within == null ? null : within.at(1, step);
                var results = called(scope, new Signal(x.at(1, step), counts));
                steps.add(results.getFirst().value());
            }
            return List.of(new Signal(Tensor.stack(1, steps), mask));
        }
        Shape folded = x.shape().slice(2, x.rank()).batchOf(rows * time);
        Tensor counts =
                within == null
                        ? null
                        : within.reshape(
                                within.shape().slice(2, within.rank()).batchOf(rows * time));
        var results = called(scope, new Signal(x.reshape(folded), counts));
        Tensor result = results.getFirst().value();
        Shape unfolded = Shape.of(rows, time).concat(result.shape().row());
        return List.of(new Signal(result.reshape(unfolded), mask));
    }

    /// A mask of steps masks rows within a step; a step that is a sequence itself has no use for it.
    private static boolean reaches(Tensor x, @Nullable Tensor mask) {
        return mask != null && (mask.rank() > 2 || x.rank() == 3);
    }

    /// The layer's formula alone: its penalty on outputs does not count, as in Keras.
    private List<Signal> called(Scope scope, Signal step) {
        return layer.call(List.of(step), scope.sublayer(Names.of(layer), layer, Arguments.NONE));
    }
}
