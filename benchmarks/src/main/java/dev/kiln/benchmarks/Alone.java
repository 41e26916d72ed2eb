package dev.kiln.benchmarks;

import dev.kiln.catalog.Call;
import dev.kiln.data.Dataset;
import dev.kiln.data.FloatArray;
import dev.kiln.layers.Dense;
import dev.kiln.layers.Input;
import dev.kiln.layers.Layer;
import dev.kiln.layers.Layers;
import dev.kiln.layers.MultiHeadAttention;
import dev.kiln.layers.Symbol;
import dev.kiln.model.Model;
import dev.kiln.model.Sequential;
import dev.kiln.tensor.Shape;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/// A model on data that it makes itself, where no peer has to have the same numbers.
///
/// @param batch rows of a step
record Alone(Model model, Dataset data, int batch) {
    private static final int BATCHES = 8;

    /// A regression on a table of random numbers.
    static Alone table(int rows, int columns, int batch) {
        var model =
                Sequential.of(
                        List.of(
                                new Input(columns),
                                new Dense(64, "relu"),
                                new Dense(64, "relu"),
                                new Dense(1)));
        model.compile("adam", "mse", "mae");
        var data = Dataset.of(numbers(Shape.of(rows, columns), 0), numbers(Shape.of(rows, 1), 0));
        return new Alone(model, data, batch);
    }

    /// Layers alone: the loss is the mean squared distance of their output from random numbers.
    ///
    /// @param shape  of a row, as in `28x28x3`
    /// @param tokens the rows hold whole numbers below it; 0: any numbers
    /// @param layers with `;` between them, as in `dense(units=8);flatten`
    static Alone family(int batch, String shape, int tokens, String layers) {
        int[] row = Arrays.stream(shape.split("x")).mapToInt(Integer::parseInt).toArray();
        Symbol input = new Input(row).symbol();
        Symbol output = input;
        for (String text : layers.split(";")) {
            Layer layer = Layers.CATALOG.get(Call.of(text));
            output =
                    layer instanceof MultiHeadAttention
                            ? layer.apply(output, output)
                            : layer.apply(output);
        }
        Model model = Model.of(input, output);
        model.compile("adam", "mse");
        int rows = batch * BATCHES;
        FloatArray x = numbers(new Input(row).batchShape().with(0, rows), tokens);
        FloatArray y = numbers(model.outputShapes().getFirst().with(0, rows), 0);
        return new Alone(model, Dataset.of(x, y), batch);
    }

    private static FloatArray numbers(Shape shape, int below) {
        MemorySegment to = FloatArray.allocate(shape);
        var random = new SplittableRandom(7);
        for (long i = 0; i < shape.size(); i++) {
            float number =
                    below > 0 ? random.nextInt(below) : (float) (random.nextDouble() * 2 - 1);
            to.setAtIndex(ValueLayout.JAVA_FLOAT, i, number);
        }
        return FloatArray.of(shape, to);
    }
}
