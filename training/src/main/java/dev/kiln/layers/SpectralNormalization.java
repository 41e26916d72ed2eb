package dev.kiln.layers;

import dev.kiln.catalog.Doc;
import dev.kiln.catalog.Shared;
import dev.kiln.catalog.UserError;

import java.util.List;
import java.util.Set;

/// A layer whose kernel is divided by its largest singular value before each step of training. The singular
/// value is followed with a few steps of power iteration each time.
///
/// Formula: `kernel = kernel / sigma` before each training step, where `sigma = v · kernel · u` after
/// `power_iterations` times `v = unit(u · kernelᵀ)`, `u = unit(v · kernel)`; then what `layer` computes.
///
/// Shapes: `[batch, …x]` to `[batch, …y]`, those of `layer`; weight `vector_u [1, filters]` besides its own.
///
/// The divided kernel takes the place of the kernel: the optimizer steps on from it, files hold it, and in use
/// nothing is divided. So does Keras on TensorFlow; on JAX it forgets the divided kernel after
/// the step.
///
/// Source: Miyato et al. 2018, https://arxiv.org/abs/1802.05957
///
/// Equal to `keras.layers.SpectralNormalization` in names, defaults and values.
///
/// @param layer           its kernel is divided
/// @param powerIterations steps of power iteration, above 0
@Doc("a layer whose kernel has norm 1")
public record SpectralNormalization(
        @Doc(value = "its kernel is divided", example = "dense(8)") Layer layer,
        @Doc(value = "steps of power iteration, above 0", example = "1") int powerIterations,
        @Shared LayerSettings settings)
        implements Layer, LayerArguments<SpectralNormalization> {
    /// What a layer may call the weight that is divided.
    public static final Set<String> KERNELS = Set.of("kernel", "embeddings");

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
        var normed = new NormedScope(inside, scope, powerIterations);
        var outputs = layer.call(inputs, normed);
        if (!normed.hasKernel()) {
            throw new UserError(
                    "E132",
                    "spectral_normalization divides a kernel or a table of embeddings, but "
                            + Names.of(layer)
                            + " has neither.",
                    "Put it around a layer that has one, for example: new SpectralNormalization(new Dense(8))");
        }
        Tracing.penalty(layer, outputs, scope);
        return outputs;
    }
}
