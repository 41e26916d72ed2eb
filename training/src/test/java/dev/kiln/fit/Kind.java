package dev.kiln.fit;

import dev.kiln.data.Dataset;
import dev.kiln.data.FloatArray;
import dev.kiln.graph.CounterRandom;
import dev.kiln.layers.Add;
import dev.kiln.layers.BatchNormalization;
import dev.kiln.layers.Conv2D;
import dev.kiln.layers.Dense;
import dev.kiln.layers.Dropout;
import dev.kiln.layers.Embedding;
import dev.kiln.layers.Flatten;
import dev.kiln.layers.GRU;
import dev.kiln.layers.GlobalAveragePooling1D;
import dev.kiln.layers.Input;
import dev.kiln.layers.LSTM;
import dev.kiln.layers.LayerNormalization;
import dev.kiln.layers.MaxPooling2D;
import dev.kiln.layers.MultiHeadAttention;
import dev.kiln.layers.Padding;
import dev.kiln.layers.Symbol;
import dev.kiln.model.Model;
import dev.kiln.model.Sequential;
import dev.kiln.tensor.Shape;

import java.util.List;
import java.util.function.Supplier;

/// A kind of model to hold a law of training to: every family of kernels is in one of them.
///
/// @param words how many words its inputs count; 0 for inputs that are any numbers
/// @param model built anew at each call, with three classes
public record Kind(String name, int words, Supplier<Model> model) {
    /// @param width of layers: some 4 for tests of laws, 64 for kernels that are worth two threads
    public static List<Kind> all(int width) {
        return List.of(
                new Kind(
                        "dense",
                        0,
                        () ->
                                Sequential.of(
                                        new Input(width), new Dense(2 * width, "relu"), last())),
                new Kind(
                        "dropout",
                        0,
                        () ->
                                Sequential.of(
                                        new Input(width),
                                        new Dense(2 * width, "tanh"),
                                        new Dropout(0.4),
                                        last())),
                new Kind(
                        "convolution and batch normalization",
                        0,
                        () ->
                                Sequential.of(
                                        new Input(8, 8, width / 2),
                                        new Conv2D(width / 2, 3).withPadding(Padding.SAME),
                                        new BatchNormalization(),
                                        new MaxPooling2D(2),
                                        new Conv2D(width / 2, 3, "relu"),
                                        new Flatten(),
                                        last())),
                new Kind(
                        "lstm",
                        0,
                        () -> Sequential.of(new Input(4, width), new LSTM(2 * width), last())),
                new Kind(
                        "gru with dropout",
                        0,
                        () ->
                                Sequential.of(
                                        new Input(4, width),
                                        new GRU(width).withRecurrentDropout(0.2),
                                        last())),
                new Kind(
                        "embedding",
                        50,
                        () ->
                                Sequential.of(
                                        new Input(6 * width),
                                        new Embedding(50, width),
                                        new GlobalAveragePooling1D(),
                                        last())),
                new Kind("attention", 0, () -> attention(width)));
    }

    private static Dense last() {
        return new Dense(3, "softmax");
    }

    private static Model attention(int width) {
        Symbol x = Symbol.input(5, width);
        Symbol seen = new MultiHeadAttention(2, width / 2).apply(x, x);
        Symbol normed = new LayerNormalization().apply(new Add().apply(x, seen));
        return Model.of(x, last().apply(new Flatten().apply(normed)));
    }

    /// Random rows, the same at each call.
    public Dataset rows(Model model, int count) {
        Shape row = model.inputs().getFirst().row();
        var random = CounterRandom.of(7, "rows", 0);
        var x = new float[Math.toIntExact(row.size()) * count];
        for (int i = 0; i < x.length; i++) {
            x[i] = words == 0 ? (float) random.normal(i) : random.below(words, i);
        }
        var y = new int[count];
        for (int i = 0; i < count; i++) {
            y[i] = i % 3;
        }
        return Dataset.of(FloatArray.of(row.batchOf(count), x), FloatArray.of(y));
    }

    @Override
    public String toString() {
        return name;
    }
}
