package dev.kiln.magics.training;

import dev.kiln.layers.Dense;
import dev.kiln.layers.Input;
import dev.kiln.magics.notebook.Warmup;
import dev.kiln.model.FitOptions;
import dev.kiln.model.Sequential;

/// Trains a tiny network that nobody sees: ND4J's native libraries are loaded, and the first fit is quick.
public final class WarmTraining implements Warmup {
    private static final int ROWS = 64;

    @Override
    public void run() {
        var model = Sequential.of(new Input(4), new Dense(8, "relu"), new Dense(3, "softmax"));
        model.compile("adam", "sparse_categorical_crossentropy", "accuracy");
        float[][] x = new float[ROWS][4];
        int[] y = new int[ROWS];
        for (int row = 0; row < ROWS; row++) {
            x[row][row % 4] = 1;
            y[row] = row % 3;
        }
        model.fit(x, y, new FitOptions(3).withValidationSplit(0.25));
        model.evaluate(x, y);
        model.predict(x);
    }
}
