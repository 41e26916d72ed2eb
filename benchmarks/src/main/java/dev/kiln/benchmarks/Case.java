package dev.kiln.benchmarks;

import dev.kiln.layers.BatchNormalization;
import dev.kiln.layers.Conv2D;
import dev.kiln.layers.Dense;
import dev.kiln.layers.Dropout;
import dev.kiln.layers.Embedding;
import dev.kiln.layers.Flatten;
import dev.kiln.layers.GlobalAveragePooling1D;
import dev.kiln.layers.GlobalAveragePooling2D;
import dev.kiln.layers.Input;
import dev.kiln.layers.LSTM;
import dev.kiln.layers.Layer;
import dev.kiln.layers.MaxPooling2D;
import dev.kiln.layers.Padding;
import dev.kiln.layers.ReLU;
import dev.kiln.model.Sequential;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A model that is trained with Adam and measured beside its twins in `peers/`.
///
/// @param name   as on the command line of `run.sh`
/// @param batch  rows of a step
/// @param loss   Keras' name
/// @param metric Keras' name
/// @param layers from the input to the output
record Case(String name, int batch, String loss, String metric, List<Layer> layers) {
    private static final String CLASSES = "sparse_categorical_crossentropy";

    static final List<Case> ALL =
            List.of(
                    classes("tiny_mlp", 32, input(4), dense(16, "relu"), dense(3, "softmax")),
                    mnist("mnist_mlp_b32", 32),
                    mnist("mnist_mlp_b128", 128),
                    new Case(
                            "wide_mlp",
                            128,
                            "mean_squared_error",
                            "mae",
                            List.of(
                                    input(64),
                                    dense(512, "relu"),
                                    dense(512, "relu"),
                                    dense(512, "relu"),
                                    dense(512, "relu"),
                                    new Dense(1))),
                    classes(
                            "mnist_cnn",
                            128,
                            input(28, 28, 1),
                            new Conv2D(32, 3, "relu"),
                            new MaxPooling2D(2),
                            new Conv2D(64, 3, "relu"),
                            new MaxPooling2D(2),
                            new Flatten(),
                            new Dropout(0.5),
                            dense(10, "softmax")),
                    classes("cifar_bn_cnn", 64, cifar().toArray(Layer[]::new)),
                    binary("lstm", 64, input(64, 32), new LSTM(64), dense(1, "sigmoid")),
                    binary(
                            "text",
                            128,
                            input(200),
                            new Embedding(20_000, 16),
                            new GlobalAveragePooling1D(),
                            dense(16, "relu"),
                            dense(1, "sigmoid")));

    static Case of(String name) {
        return ALL.stream()
                .filter(known -> known.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no case " + name));
    }

    private static Case mnist(String name, int batch) {
        return classes(
                name,
                batch,
                input(784),
                dense(128, "relu"),
                new Dropout(0.2),
                dense(10, "softmax"));
    }

    private static List<Layer> cifar() {
        var layers = new ArrayList<Layer>();
        layers.add(input(32, 32, 3));
        for (int channels : List.of(32, 64, 128)) {
            for (int i = 0; i < 2; i++) {
                layers.add(new Conv2D(channels, 3).withPadding(Padding.SAME));
                layers.add(new BatchNormalization());
                layers.add(new ReLU());
            }
            layers.add(new MaxPooling2D(2));
        }
        layers.add(new GlobalAveragePooling2D());
        layers.add(dense(10, "softmax"));
        return layers;
    }

    private static Case classes(String name, int batch, Layer... layers) {
        return new Case(name, batch, CLASSES, "accuracy", Arrays.asList(layers));
    }

    private static Case binary(String name, int batch, Layer... layers) {
        return new Case(name, batch, "binary_crossentropy", "accuracy", Arrays.asList(layers));
    }

    private static Layer input(int... row) {
        return new Input(row);
    }

    private static Layer dense(int units, String activation) {
        return new Dense(units, activation);
    }

    /// The model, untrained and compiled.
    ///
    /// @param isDropping whether dropout drops; without it, all sides must come to the same loss
    Sequential model(boolean isDropping) {
        var chain =
                isDropping
                        ? layers
                        : layers.stream().filter(layer -> !(layer instanceof Dropout)).toList();
        var model = Sequential.of(chain);
        model.compile("adam", loss, metric);
        return model;
    }
}
