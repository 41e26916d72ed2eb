package dev.kiln.saving;

import dev.kiln.data.FloatArray;
import dev.kiln.golden.Golden;
import dev.kiln.model.Model;
import dev.kiln.tensor.Shape;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/// Files that Keras wrote of models with functions of `keras.ops` between their layers, with rows to give to them.
public record RecordedFunctions(String name, Model model, List<FloatArray> inputs) {
    private static final int ROWS = 3;
    private static final int WORDS = 7;

    public static List<RecordedFunctions> all() {
        return IntStream.range(0, NAMES.size()).mapToObj(i -> of(NAMES.get(i), i)).toList();
    }

    private static final List<String> NAMES =
            List.of(
                    "functions_of_numbers",
                    "functions_of_rows",
                    "functions_of_places",
                    "functions_between_layers");

    private static RecordedFunctions of(String name, int seed) {
        Model model = Model.load(Golden.file("saved/more/" + name + ".keras").toString());
        var random = new Random(seed);
        var inputs =
                model.inputs().stream()
                        .map(
                                input -> {
                                    Shape shape = input.shape().with(0, ROWS);
                                    var numbers = new float[Math.toIntExact(shape.size())];
                                    boolean isText = input.name().equals("ids");
                                    for (int i = 0; i < numbers.length; i++) {
                                        numbers[i] =
                                                isText
                                                        ? random.nextInt(WORDS)
                                                        : (float) random.nextGaussian();
                                    }
                                    return FloatArray.of(shape, numbers);
                                })
                        .toList();
        return new RecordedFunctions(name, model, inputs);
    }
}
