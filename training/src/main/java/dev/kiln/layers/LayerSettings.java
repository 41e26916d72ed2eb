package dev.kiln.layers;

import dev.kiln.catalog.Doc;
import dev.kiln.regularizers.Regularizer;

import org.jspecify.annotations.Nullable;

/// What every layer can be given.
///
/// @param name                what the layer is called in its model; null for its kind, numbered
/// @param trainable           whether training changes its weights; the model can change that later
/// @param activityRegularizer penalty on its outputs, divided by the batch size; null for none
public record LayerSettings(
        @Doc(value = "what the layer is called in its model", example = "features")
                @Nullable String name,
        @Doc(value = "whether training changes its weights", example = "false") boolean trainable,
        @Doc(value = "penalty on its outputs, divided by the batch size", example = "l2")
                @Nullable Regularizer activityRegularizer) {

    public static final LayerSettings DEFAULT = new LayerSettings(null, true, null);

    public LayerSettings withName(@Nullable String name) {
        return new LayerSettings(name, trainable, activityRegularizer);
    }

    public LayerSettings withTrainable(boolean trainable) {
        return new LayerSettings(name, trainable, activityRegularizer);
    }

    public LayerSettings withActivityRegularizer(@Nullable Regularizer activityRegularizer) {
        return new LayerSettings(name, trainable, activityRegularizer);
    }
}
