package dev.kiln.layers;

import dev.kiln.catalog.Doc;
import dev.kiln.catalog.Shared;
import dev.kiln.graph.Tensor;

import java.util.List;

/// A step of which every number is `maskValue` does not count from there on: `[batch, time, …, features]` to the
/// same shape, with zeros at such steps.
///
/// Formula: `y = x`, and 0 at the steps of which every number is `mask_value`; those have the mask false.
///
/// Shapes: `[batch, time, …]` to `[batch, time, …]`; the mask is `[batch, time]`.
///
/// Equal to `keras.layers.Masking` in names, defaults and values.
///
/// @param maskValue a step of which every number is this does not count
@Doc("steps of one value do not count")
public record Masking(
        @Doc(value = "a step of which every number is this does not count", example = "-1")
                double maskValue,
        @Shared LayerSettings settings)
        implements Layer, LayerArguments<Masking> {
    public Masking() {
        this(0.0, LayerSettings.DEFAULT);
    }

    public Masking(double maskValue) {
        this(maskValue, LayerSettings.DEFAULT);
    }

    public Masking withMaskValue(double maskValue) {
        return new Masking(maskValue, settings);
    }

    @Override
    public Masking withSettings(LayerSettings settings) {
        return new Masking(maskValue, settings);
    }

    @Override
    public List<Signal> call(List<Signal> inputs, Scope scope) {
        Tensor x = inputs.getFirst().value();
        Tensor counts = x.equalTo(maskValue).not().maxKept(-1);
        return List.of(new Signal(counts.select(x, 0), counts.squeeze(-1)));
    }
}
