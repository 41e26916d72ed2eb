package dev.kiln.layers;

import dev.kiln.activations.ActivationFunction;
import dev.kiln.activations.Activations;
import dev.kiln.catalog.Doc;
import dev.kiln.catalog.Shared;
import dev.kiln.graph.Tensor;

/// An activation function as a layer of its own.
///
/// Formula: `y = activation(x)`.
///
/// Shapes: `[batch, …]` to `[batch, …]`.
///
/// Equal to `keras.layers.Activation` in names, defaults and values.
///
/// @param activation what the result goes through; none for nothing
@Doc(value = "an activation function as a layer of its own", example = "activation relu")
public record Activation(
        @Doc(value = "what the result goes through; none for nothing", example = "relu")
                ActivationFunction activation,
        @Shared LayerSettings settings)
        implements Formula, LayerArguments<Activation> {
    public Activation(ActivationFunction activation) {
        this(activation, LayerSettings.DEFAULT);
    }

    public Activation(String activation) {
        this(Activations.of(activation), LayerSettings.DEFAULT);
    }

    public Activation withActivation(ActivationFunction activation) {
        return new Activation(activation, settings);
    }

    public Activation withActivation(String activation) {
        return withActivation(Activations.of(activation));
    }

    @Override
    public Activation withSettings(LayerSettings settings) {
        return new Activation(activation, settings);
    }

    @Override
    public boolean supportsMasking() {
        return true;
    }

    @Override
    public Tensor call(Tensor x, Scope scope) {
        return activation.apply(x);
    }
}
