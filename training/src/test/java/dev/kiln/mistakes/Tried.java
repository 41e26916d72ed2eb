package dev.kiln.mistakes;

import dev.kiln.layers.Dense;
import dev.kiln.layers.Input;
import dev.kiln.model.Model;
import dev.kiln.model.Sequential;

import java.util.function.IntToDoubleFunction;

/// Small models and rows that mistakes are made with.
final class Tried {
    static final int ROWS = 12;

    private Tried() {}

    /// Four features, three classes, compiled for class numbers.
    static Model classifier() {
        return softmax().compile("adam", "sparse_categorical_crossentropy", "accuracy");
    }

    static Model softmax() {
        return Sequential.of(new Input(4), new Dense(3, "softmax"));
    }

    static Model sigmoid() {
        return Sequential.of(new Input(4), new Dense(1, "sigmoid"));
    }

    static Model yesOrNo() {
        return sigmoid().compile("adam", "binary_crossentropy", "accuracy");
    }

    static Model linear(int units) {
        return Sequential.of(new Input(4), new Dense(units));
    }

    static Model regression() {
        return linear(1).compile("sgd", "mse");
    }

    static float[][] x() {
        return x(4);
    }

    static float[][] x(int features) {
        float[][] rows = new float[ROWS][features];
        for (int row = 0; row < ROWS; row++) {
            for (int i = 0; i < features; i++) {
                rows[row][i] = (row * 7 + i * 5) % 11 / 10f - 0.5f;
            }
        }
        return rows;
    }

    static float[] y(IntToDoubleFunction value) {
        return y(ROWS, value);
    }

    static float[] y(int rows, IntToDoubleFunction value) {
        float[] numbers = new float[rows];
        for (int row = 0; row < rows; row++) {
            numbers[row] = (float) value.applyAsDouble(row);
        }
        return numbers;
    }

    static float[] classes() {
        return y(row -> row % 3);
    }

    static float[] answers() {
        return y(row -> row % 2);
    }

    static float[] numbers() {
        return y(row -> row * 0.3 - 1);
    }

    static float[][] columns(int count, IntToDoubleFunction value) {
        float[][] rows = new float[ROWS][count];
        for (int row = 0; row < ROWS; row++) {
            for (int i = 0; i < count; i++) {
                rows[row][i] = (float) value.applyAsDouble(row + i);
            }
        }
        return rows;
    }

    static float[][] oneHot(int count) {
        float[][] rows = new float[ROWS][count];
        for (int row = 0; row < ROWS; row++) {
            rows[row][row % count] = 1;
        }
        return rows;
    }
}
