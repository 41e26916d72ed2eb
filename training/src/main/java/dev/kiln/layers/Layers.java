package dev.kiln.layers;

import dev.kiln.catalog.Catalog;
import dev.kiln.tensor.Shape;

/// Every layer by its Keras name.
public final class Layers {
    public static final Catalog<Layer> CATALOG = new Catalog<Layer>("layer", "E131")
            .with("input", 1, new Input(Shape.of(1)), "input_layer")
            .with("dense", 1, new Dense(1))
            .with("activation", 1, new Activation("linear"))
            .with("dropout", 1, new Dropout(0))
            .with("flatten", new Flatten());

    private Layers() {}
}
