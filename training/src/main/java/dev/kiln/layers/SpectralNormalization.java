package dev.kiln.layers;

import dev.kiln.catalog.Doc;
import dev.kiln.catalog.Shared;

import java.util.List;

/// A layer whose kernel is divided by its largest singular value, which is followed with a few steps of power
/// iteration in every training step.
///
/// As in the paper, the layer works with the divided kernel; Keras overwrites the kernel itself with it while
/// training.
///
/// Source: Miyato et al. 2018, https://arxiv.org/abs/1802.05957
///
/// Equal to `keras.layers.SpectralNormalization` in names, defaults and values.
///
/// @param layer           its kernel is divided
/// @param powerIterations steps of power iteration, above 0
@Doc("a layer whose kernel has norm 1")
public record SpectralNormalization(
        @Doc(value = "its kernel is divided", example = "$dense") Layer layer,
        @Doc(value = "steps of power iteration, above 0", example = "1") int powerIterations,
        @Shared LayerSettings settings)
        implements Layer, LayerArguments<SpectralNormalization> {
    public SpectralNormalization {
        Sizes.positive("spectral_normalization", "power_iterations", powerIterations, "1");
    }

    public SpectralNormalization(Layer layer) {
        this(layer, 1, LayerSettings.DEFAULT);
    }

    public SpectralNormalization withLayer(Layer layer) {
        return new SpectralNormalization(layer, powerIterations, settings);
    }

    public SpectralNormalization withPowerIterations(int powerIterations) {
        return new SpectralNormalization(layer, powerIterations, settings);
    }

    @Override
    public SpectralNormalization withSettings(LayerSettings settings) {
        return new SpectralNormalization(layer, powerIterations, settings);
    }

    @Override
    public List<Signal> call(List<Signal> inputs, Scope scope) {
        Scope inside = scope.sublayer(Names.of(layer), layer, Arguments.NONE);
        return layer.call(inputs, new NormedScope(inside, scope, powerIterations));
    }
}
