package dev.kiln.layers;

import dev.kiln.regularizers.Regularizer;
import dev.kiln.regularizers.Regularizers;

/// One `with` for each argument that all layers share. Each gives a new instance, with weights of its own.
///
/// @param <L> the layer itself
public interface LayerArguments<L extends Layer> {
    LayerSettings settings();

    /// The same layer with other common arguments.
    L withSettings(LayerSettings settings);

    default L withName(String name) {
        return withSettings(settings().withName(name));
    }

    default L withTrainable(boolean trainable) {
        return withSettings(settings().withTrainable(trainable));
    }

    default L withActivityRegularizer(Regularizer activityRegularizer) {
        return withSettings(settings().withActivityRegularizer(activityRegularizer));
    }

    default L withActivityRegularizer(String activityRegularizer) {
        return withActivityRegularizer(Regularizers.of(activityRegularizer));
    }
}
