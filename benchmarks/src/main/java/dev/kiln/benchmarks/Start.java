package dev.kiln.benchmarks;

import dev.kiln.data.Dataset;
import dev.kiln.data.FloatArray;
import dev.kiln.layers.Dense;
import dev.kiln.layers.Input;
import dev.kiln.layers.Layer;
import dev.kiln.model.FitOptions;
import dev.kiln.model.Model;
import dev.kiln.model.Sequential;
import dev.kiln.runtime.Memory;
import dev.kiln.tensor.Shape;

import java.util.ArrayList;
import java.util.SplittableRandom;

/// How long a user waits for the first step.
final class Start {
    private static final int ROWS = 32;
    private static final int CLASSES = 3;
    private static final int SMALL_STEPS = 500;

    private Start() {}

    /// Milliseconds from compile to the first finished step.
    ///
    /// @param layers how many dense ones
    static double first(int layers) {
        // ND4J and its libraries are loaded with the first memory that is asked for.
        new Memory(1).view(0, Shape.of(1));
        int columns = layers > CLASSES ? 32 : 784;
        var chain = new ArrayList<Layer>();
        chain.add(new Input(columns));
        for (int i = 1; i < layers; i++) {
            chain.add(new Dense(layers > CLASSES ? 32 : 128, "relu"));
        }
        chain.add(new Dense(CLASSES, "softmax"));
        Model model = Sequential.of(chain);
        Dataset rows = rows(ROWS, columns);
        long began = System.nanoTime();
        compile(model);
        model.trainOnBatch(rows);
        return (System.nanoTime() - began) / 1e6;
    }

    /// Milliseconds of the quickest compile and fit of a small network.
    static double small(int fits) {
        Dataset rows = rows(ROWS * SMALL_STEPS, 4);
        double least = Double.POSITIVE_INFINITY;
        for (int i = 0; i < fits; i++) {
            Model model =
                    Sequential.of(
                            new Input(4), new Dense(16, "relu"), new Dense(CLASSES, "softmax"));
            long began = System.nanoTime();
            compile(model);
            model.fit(rows, new FitOptions(1).withBatchSize(ROWS));
            least = Math.min(least, (System.nanoTime() - began) / 1e6);
        }
        return least;
    }

    private static void compile(Model model) {
        model.compile("adam", "sparse_categorical_crossentropy", "accuracy");
    }

    private static Dataset rows(int count, int columns) {
        var random = new SplittableRandom(7);
        var x = new float[count * columns];
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) (random.nextDouble() * 2 - 1);
        }
        var y = new int[count];
        for (int i = 0; i < count; i++) {
            y[i] = i % CLASSES;
        }
        return Dataset.of(FloatArray.of(Shape.of(count, columns), x), FloatArray.of(y));
    }
}
