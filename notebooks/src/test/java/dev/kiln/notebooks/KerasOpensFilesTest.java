package dev.kiln.notebooks;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

import dev.kiln.data.FloatArray;
import dev.kiln.layers.Arguments;
import dev.kiln.layers.BatchNormalization;
import dev.kiln.layers.Dense;
import dev.kiln.layers.Dropout;
import dev.kiln.layers.Input;
import dev.kiln.layers.KerasConfig;
import dev.kiln.layers.Layer;
import dev.kiln.layers.Symbol;
import dev.kiln.model.CompileOptions;
import dev.kiln.model.FitOptions;
import dev.kiln.model.Model;
import dev.kiln.model.Sequential;
import dev.kiln.tensor.DType;
import dev.kiln.tensor.Shape;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

/// What Kiln saves is opened by real Keras: it predicts, judges and trains on with the same numbers.
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class KerasOpensFilesTest {
    private static final Duration LONGEST = Duration.ofMinutes(10);

    /// Texts go through these before the model; they are no part of its program.
    private static final Set<String> OF_TEXTS =
            Set.of("StringLookup", "TextVectorization", "Hashing", "IntegerLookup");

    /// Keras' own Equalization cannot be built into a model: it calls its input its output.
    private static final Set<String> NOT_IN_MODELS = Set.of("Equalization");

    private final List<Map<String, Object>> cases = new ArrayList<>();

    private record Outcome(String test, boolean passed, String detail) {}

    @TestFactory
    Stream<DynamicTest> Keras_answers_as_Kiln_does(@TempDir Path folder) throws IOException {
        layers(folder);
        sequential(folder);
        severalOutputs(folder);
        Files.writeString(folder.resolve("cases.json"), new Gson().toJson(cases));
        var python =
                PythonEnvironment.with(Jupyter.ROOT.resolve("notebooks/keras-requirements.txt"));
        Path report = folder.resolve("report");
        var result =
                ChildProcess.run(
                        List.of(
                                python.python().toString(),
                                Jupyter.ROOT.resolve("notebooks/keras/open.py").toString(),
                                folder.toString(),
                                report.toString()),
                        Path.of("."),
                        Map.of(),
                        LONGEST);
        assertThat(report).as(result.printed()).exists();
        var outcomes =
                Files.readAllLines(report).stream()
                        .map(line -> new Gson().fromJson(line, Outcome.class))
                        .toList();
        assertThat(outcomes).as(result.printed()).hasSameSizeAs(cases);
        return outcomes.stream()
                .map(
                        outcome ->
                                DynamicTest.dynamicTest(
                                        outcome.test(),
                                        () -> assertThat(outcome.detail()).isEmpty()));
    }

    // ---- one model for each kind of layer

    private void layers(Path folder) throws IOException {
        Path golden = Jupyter.ROOT.resolve("training/src/test/resources/golden");
        Set<String> seen = new HashSet<>();
        layers(folder, golden.resolve("layers.json"), seen, false);
        layers(folder, golden.resolve("more/layers.json"), seen, true);
        assertThat(seen).hasSizeGreaterThan(115);
    }

    /// @param isOne whether the records were asked of one backend alone
    private void layers(Path folder, Path records, Set<String> seen, boolean isOne)
            throws IOException {
        for (JsonElement json :
                JsonParser.parseString(Files.readString(records))
                        .getAsJsonObject()
                        .getAsJsonArray("cases")) {
            JsonObject record = json.getAsJsonObject();
            String kind = record.get("layer").getAsString();
            boolean isPlain =
                    record.getAsJsonObject("call_args").isEmpty()
                            && !record.get("query_equals_value").getAsBoolean()
                            // Where it is empty, Keras itself may fail on the backend that this
                            // test
                            // has.
                            && (isOne || !record.get("backends_agree").isJsonNull())
                            && !record.getAsJsonObject("config")
                                    .toString()
                                    .contains("\"stateful\":true");
            if (isPlain
                    && !OF_TEXTS.contains(kind)
                    && !NOT_IN_MODELS.contains(kind)
                    && seen.add(kind)) {
                layer(folder, kind, record);
            }
        }
    }

    private void layer(Path folder, String kind, JsonObject record) {
        Layer layer = KerasConfig.layer(kind, map(record.getAsJsonObject("config")));
        var symbols = new ArrayList<Symbol>();
        var inputs = new ArrayList<FloatArray>();
        for (JsonElement input : record.getAsJsonArray("inputs")) {
            FloatArray values = array(input.getAsJsonObject());
            boolean isWhole = input.getAsJsonObject().get("dtype").getAsString().startsWith("int");
            inputs.add(values);
            symbols.add(
                    new Input(values.rowShape())
                            .withDtype(isWhole ? DType.INT32 : DType.FLOAT32)
                            .symbol());
        }
        Model model = Model.of(symbols, layer.applyAll(symbols, Arguments.NONE));
        var weights = record.getAsJsonArray("weights");
        for (int i = 0; i < weights.size(); i++) {
            var value = weights.get(i).getAsJsonObject().getAsJsonObject("value");
            model.weights().all().get(i).set(floats(array(value)));
        }
        add(folder, "layer " + kind, model, inputs);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(JsonObject json) {
        return new Gson().fromJson(json, Map.class);
    }

    private static FloatArray array(JsonObject tensor) {
        var sizes = new ArrayList<Integer>();
        tensor.getAsJsonArray("shape").forEach(size -> sizes.add(size.getAsInt()));
        var data = tensor.getAsJsonArray("data");
        var values = new float[data.size()];
        for (int i = 0; i < values.length; i++) {
            String text = data.get(i).getAsString();
            values[i] = text.equals("true") ? 1 : text.equals("false") ? 0 : Float.parseFloat(text);
        }
        return FloatArray.of(new Shape(sizes), values);
    }

    private static float[] floats(FloatArray array) {
        var floats = new float[Math.toIntExact(array.size())];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = array.get(i);
        }
        return floats;
    }

    // ---- trained models

    private static FloatArray numbers(int rows, int columns) {
        var random = new Random(7);
        var values = new float[rows * columns];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return FloatArray.of(Shape.of(rows, columns), values);
    }

    private void sequential(Path folder) {
        Model model =
                Sequential.of(
                        new Input(4),
                        new Dense(8, "relu").withKernelRegularizer("l2"),
                        new BatchNormalization(),
                        new Dropout(0),
                        new Dense(3, "softmax"));
        model.compile("adam(learning_rate=0.01)", "sparse_categorical_crossentropy", "accuracy");
        FloatArray x = numbers(40, 4);
        var classes = new float[40];
        for (int row = 0; row < classes.length; row++) {
            classes[row] = x.get(row, 0) > 0 ? 2 : x.get(row, 1) > 0 ? 1 : 0;
        }
        FloatArray y = FloatArray.of(Shape.of(40, 1), classes);
        train(folder, "a trained classifier", model, List.of(x), List.of(y));
    }

    private void severalOutputs(Path folder) {
        Symbol left = new Input(4).withName("left").symbol();
        Symbol right = new Input(2).withName("right").symbol();
        Layer shared = new Dense(5, "tanh").withName("shared");
        Model inner = Sequential.of("inner", List.of(new Input(5), new Dense(4, "gelu")));
        Symbol both =
                new dev.kiln.layers.Concatenate()
                        .apply(
                                inner.apply(shared.apply(left)),
                                shared.apply(new Dense(4).apply(right)));
        Model model =
                Model.of(
                        "two_outputs",
                        List.of(left, right),
                        List.of(
                                new Dense(1).withName("score").apply(both),
                                new Dense(1, "sigmoid").withName("label").apply(both)));
        model.compile(
                CompileOptions.of(
                                "sgd(learning_rate=exponential_decay(0.1, 10, 0.9), momentum=0.9)",
                                Map.of("score", "mse", "label", "binary_crossentropy"))
                        .withMetrics(Map.of("score", List.of("mae")))
                        .withLossWeights(Map.of("score", 0.5, "label", 1.0)));
        FloatArray x = numbers(24, 4);
        var labels = new float[24];
        for (int row = 0; row < labels.length; row++) {
            labels[row] = x.get(row, 2) > 0 ? 1 : 0;
        }
        train(
                folder,
                "a trained model of two inputs and outputs with a shared layer and a model inside",
                model,
                List.of(x, numbers(24, 2)),
                List.of(numbers(24, 1), FloatArray.of(Shape.of(24, 1), labels)));
    }

    /// Trained, saved, and trained on: Keras must end where Kiln does.
    private void train(
            Path folder, String id, Model model, List<FloatArray> x, List<FloatArray> y) {
        Object inputs = x.size() == 1 ? x.getFirst() : x;
        Object labels = y.size() == 1 ? y.getFirst() : y;
        var options = new FitOptions(1).withBatchSize(8).withShuffle(false);
        model.fit(inputs, labels, options.withEpochs(2));
        var added = add(folder, id, model, x);
        var trained = new LinkedHashMap<String, Object>();
        trained.put("labels", y.stream().map(KerasOpensFilesTest::tensor).toList());
        trained.put("scores", model.evaluate(inputs, labels).scores());
        trained.put("batch_size", 8);
        model.fit(inputs, labels, options);
        trained.put(
                "weights",
                model.weights().all().stream()
                        .map(weight -> tensor(weight.shape(), weight.get()))
                        .toList());
        added.put("trained", trained);
    }

    private Map<String, Object> add(Path folder, String id, Model model, List<FloatArray> inputs) {
        String file = "model" + cases.size() + ".keras";
        model.save(folder.resolve(file).toString());
        var added = new LinkedHashMap<String, Object>();
        added.put("id", id);
        added.put("file", file);
        added.put("inputs", inputs.stream().map(KerasOpensFilesTest::tensor).toList());
        added.put(
                "outputs",
                model.predictAll(inputs).stream().map(KerasOpensFilesTest::tensor).toList());
        cases.add(added);
        return added;
    }

    private static Map<String, Object> tensor(FloatArray array) {
        return tensor(array.shape(), floats(array));
    }

    private static Map<String, Object> tensor(Shape shape, float[] data) {
        return Map.of("shape", shape.dimensions(), "data", data);
    }
}
