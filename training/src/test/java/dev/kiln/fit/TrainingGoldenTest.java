package dev.kiln.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

import dev.kiln.callbacks.Callback;
import dev.kiln.callbacks.Callbacks;
import dev.kiln.catalog.Call;
import dev.kiln.catalog.UserError;
import dev.kiln.data.Dataset;
import dev.kiln.data.FloatArray;
import dev.kiln.events.History;
import dev.kiln.golden.Comparison;
import dev.kiln.golden.Golden;
import dev.kiln.golden.GoldenArguments;
import dev.kiln.golden.GoldenTensor;
import dev.kiln.layers.BatchNormalization;
import dev.kiln.layers.Symbol;
import dev.kiln.metrics.Metrics;
import dev.kiln.model.Checks;
import dev.kiln.model.CompileOptions;
import dev.kiln.model.FitOptions;
import dev.kiln.model.Model;
import dev.kiln.model.ModelInput;
import dev.kiln.model.Part;
import dev.kiln.model.Trainer;
import dev.kiln.saving.ModelConfig;
import dev.kiln.tensor.Shape;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class TrainingGoldenTest {
    private static final double TOLERANCE = 1e-5;

    @TestFactory
    Stream<DynamicTest> every_recorded_training_goes_as_in_keras() {
        return Golden.tests("training", TrainingGoldenTest::check);
    }

    @TestFactory
    Stream<DynamicTest> what_keras_refuses_to_train_is_refused() {
        return Golden.tests("training", "skipped", TrainingGoldenTest::refused);
    }

    /// Records of a name alone are made beside those of other families.
    private static void refused(JsonObject record, JsonObject expected, Comparison compare) {
        if (record.has("model")) {
            assertThatThrownBy(() -> fitted(record)).isInstanceOf(UserError.class);
        }
    }

    private static void check(JsonObject record, JsonObject expected, Comparison compare) {
        Fitted fitted = fitted(record);
        Model model = fitted.model();
        Dataset data = fitted.data();

        compareHistory(compare, fitted.history(), expected);
        compareWeights(compare, model, expected);
        compareScores(
                compare,
                "evaluate",
                model.training()
                        .evaluate(data, record.get("evaluate_batch_size").getAsInt())
                        .scores(),
                expected.getAsJsonObject("evaluate"));
        comparePredictions(compare, model, data, expected.get("predict"));
        assertThat(model.training().steps() / stepsAnUpdate(record))
                .isEqualTo(expected.get("optimizer_iterations").getAsLong());
        compareOptimizer(compare, model, expected);
    }

    private record Fitted(Model model, Dataset data, History history) {}

    private static Fitted fitted(JsonObject record) {
        Model model = ModelConfig.read(GoldenArguments.plain(record.getAsJsonObject("model")));
        for (JsonElement weight : record.getAsJsonArray("initial_weights")) {
            JsonObject json = weight.getAsJsonObject();
            model.weights()
                    .get(json.get("path").getAsString())
                    .set(floats(GoldenTensor.of(json.get("value"))));
        }
        model.compile(compileOptions(record.getAsJsonObject("compile")));
        Dataset data = data(model, record.get("x"), record.get("y"), record.get("sample_weight"));
        History history = model.fit(data, fitOptions(model, record));
        return new Fitted(model, data, history);
    }

    // ---- what the record asks for

    private static CompileOptions compileOptions(JsonObject json) {
        Map<String, @Nullable Object> arguments = GoldenArguments.of(json);
        arguments.replaceAll(
                (argument, value) -> argument.endsWith("metrics") ? objects(value) : value);
        return new CompileOptions(
                arguments.get("optimizer"),
                arguments.get("loss"),
                arguments.get("metrics"),
                arguments.get("loss_weights"),
                arguments.get("weighted_metrics"),
                Checks.OFF,
                null);
    }

    /// Metrics with a class are objects in Keras, and named after it; names stay as typed.
    private static @Nullable Object objects(@Nullable Object metrics) {
        return switch (metrics) {
            case Call call -> Metrics.CATALOG.get(call);
            case List<?> list -> {
                var made = new ArrayList<@Nullable Object>();
                list.forEach(item -> made.add(objects(item)));
                yield made;
            }
            case Map<?, ?> map -> {
                var made = new LinkedHashMap<Object, @Nullable Object>();
                map.forEach((output, item) -> made.put(output, objects(item)));
                yield made;
            }
            case null, default -> metrics;
        };
    }

    private static FitOptions fitOptions(Model model, JsonObject record) {
        JsonObject json = record.getAsJsonObject("fit");
        var options =
                new FitOptions(json.get("epochs").getAsInt())
                        .withShuffle(json.get("shuffle").getAsBoolean())
                        .withChecks(Checks.OFF);
        for (Map.Entry<String, JsonElement> argument : json.entrySet()) {
            JsonElement value = argument.getValue();
            options =
                    switch (argument.getKey()) {
                        case "epochs", "shuffle" -> options;
                        case "batch_size" -> options.withBatchSize(value.getAsInt());
                        case "validation_split" -> options.withValidationSplit(value.getAsDouble());
                        case "validation_freq" ->
                                value.isJsonArray()
                                        ? options.withValidationEpochs(
                                                value.getAsJsonArray().asList().stream()
                                                        .map(JsonElement::getAsInt)
                                                        .toList())
                                        : options.withValidationFreq(value.getAsInt());
                        case "validation_steps" -> options.withValidationSteps(value.getAsInt());
                        case "callbacks" ->
                                options.withCallbacks(callbacks(value.getAsJsonArray()));
                        case "validation_batch_size" ->
                                options.withValidationBatchSize(value.getAsInt());
                        case "class_weight" ->
                                options.withClassWeight(classWeights(value.getAsJsonObject()));
                        case "steps_per_epoch" -> options.withStepsPerEpoch(value.getAsInt());
                        case "initial_epoch" -> options.withInitialEpoch(value.getAsInt());
                        default -> throw new AssertionError("no argument of fit: " + argument);
                    };
        }
        JsonElement validation = record.get("validation_data");
        if (validation == null || validation.isJsonNull()) {
            return options;
        }
        JsonArray parts = validation.getAsJsonArray();
        return options.withValidationData(
                data(model, parts.get(0), parts.get(1), parts.size() > 2 ? parts.get(2) : null));
    }

    private static List<Callback> callbacks(JsonArray json) {
        return json.asList().stream()
                .map(JsonElement::getAsJsonObject)
                .map(
                        callback ->
                                Callbacks.CATALOG.get(
                                        callback.get("class").getAsString(),
                                        GoldenArguments.of(callback.getAsJsonObject("args"))))
                .toList();
    }

    private static Map<Integer, Double> classWeights(JsonObject json) {
        var weights = new HashMap<Integer, Double>();
        json.entrySet()
                .forEach(
                        entry ->
                                weights.put(
                                        Integer.valueOf(entry.getKey()),
                                        entry.getValue().getAsDouble()));
        return weights;
    }

    private static Dataset data(
            Model model, JsonElement x, JsonElement y, @Nullable JsonElement sampleWeight) {
        var inputNames = model.inputs().stream().map(ModelInput::name).toList();
        var data =
                Dataset.of(
                        inputNames,
                        arrays(x, inputNames),
                        model.outputNames(),
                        arrays(y, model.outputNames()));
        if (sampleWeight == null || sampleWeight.isJsonNull()) {
            return data;
        }
        return sampleWeight.isJsonArray() || !sampleWeight.getAsJsonObject().has("data")
                ? data.withSampleWeights(arrays(sampleWeight, model.outputNames()))
                : data.withSampleWeights(array(sampleWeight));
    }

    private static List<FloatArray> arrays(JsonElement json, List<String> names) {
        if (json.isJsonArray()) {
            return json.getAsJsonArray().asList().stream().map(TrainingGoldenTest::array).toList();
        }
        JsonObject object = json.getAsJsonObject();
        return object.has("data")
                ? List.of(array(object))
                : names.stream().map(name -> array(object.get(name))).toList();
    }

    private static FloatArray array(JsonElement json) {
        GoldenTensor tensor = GoldenTensor.of(json);
        return FloatArray.of(tensor.shape(), floats(tensor));
    }

    private static float[] floats(GoldenTensor tensor) {
        double[] values = tensor.values();
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }

    private static double[] doubles(FloatArray array) {
        double[] values = new double[(int) array.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = array.get(i);
        }
        return values;
    }

    // ---- what came of it

    private static void compareHistory(Comparison compare, History history, JsonObject expected) {
        var epochs =
                expected.getAsJsonArray("epochs").asList().stream()
                        .map(JsonElement::getAsInt)
                        .toList();
        var names =
                expected.getAsJsonArray("history_keys").asList().stream()
                        .map(JsonElement::getAsString)
                        .toList();
        assertThat(history.epochs()).isEqualTo(epochs);
        assertThat(history.names()).isEqualTo(names);
        JsonObject recorded = expected.getAsJsonObject("history");
        for (String name : names) {
            double[] wanted =
                    recorded.getAsJsonArray(name).asList().stream()
                            .mapToDouble(JsonElement::getAsDouble)
                            .toArray();
            // Epochs without validation hold nothing.
            double[] got = history.get(name);
            compare.close(
                    "history of " + name,
                    wanted.length == got.length ? got : finite(got),
                    wanted,
                    TOLERANCE);
        }
    }

    private static double[] finite(double[] scores) {
        return java.util.Arrays.stream(scores).filter(score -> !Double.isNaN(score)).toArray();
    }

    private static void compareScores(
            Comparison compare, String what, Map<String, Double> got, JsonObject recorded) {
        var scores = new LinkedHashMap<>(got);
        assertThat(scores.keySet()).isEqualTo(recorded.keySet());
        recorded.entrySet()
                .forEach(
                        entry ->
                                compare.close(
                                        what + " " + entry.getKey(),
                                        new double[] {scores.get(entry.getKey())},
                                        new double[] {entry.getValue().getAsDouble()},
                                        TOLERANCE));
    }

    private static void compareWeights(Comparison compare, Model model, JsonObject expected) {
        Set<String> withoutGradient = shiftedByNoise(model);
        for (JsonElement weight : expected.getAsJsonArray("final_weights")) {
            JsonObject json = weight.getAsJsonObject();
            String path = json.get("path").getAsString();
            if (!withoutGradient.contains(path)) {
                GoldenTensor wanted = GoldenTensor.of(json.get("value"));
                float[] got = model.weights().get(path).get();
                compare.close(
                        path,
                        doubles(FloatArray.of(Shape.of(got.length), got)),
                        wanted.values(),
                        TOLERANCE);
            }
        }
    }

    /// The gradient of a bias in front of a batch normalization is 0; an adaptive optimizer makes steps of its rounding
    /// noise, which the moving mean takes away again.
    private static Set<String> shiftedByNoise(Model model) {
        var paths = new HashSet<String>();
        for (Part part : model.layers()) {
            for (Symbol.Call call : part.calls()) {
                if (part.layer() instanceof BatchNormalization) {
                    call.inputs()
                            .get(0)
                            .call()
                            .ifPresent(
                                    before ->
                                            model.layers().stream()
                                                    .filter(
                                                            other ->
                                                                    other.layer() == before.layer())
                                                    .forEach(
                                                            other ->
                                                                    other.weights().all().stream()
                                                                            .filter(
                                                                                    weight ->
                                                                                            weight.name()
                                                                                                    .equals(
                                                                                                            "bias"))
                                                                            .forEach(
                                                                                    weight ->
                                                                                            paths
                                                                                                    .add(
                                                                                                            weight
                                                                                                                    .path()))));
                    // The moving mean follows what that bias adds.
                    part.weights().all().stream()
                            .filter(weight -> weight.name().equals("moving_mean"))
                            .forEach(weight -> paths.add(weight.path()));
                }
            }
        }
        return paths;
    }

    private static void comparePredictions(
            Comparison compare, Model model, Dataset data, JsonElement recorded) {
        List<FloatArray> got = model.predictAll(data);
        List<GoldenTensor> wanted = new ArrayList<>();
        if (recorded.isJsonArray()) {
            recorded.getAsJsonArray().forEach(item -> wanted.add(GoldenTensor.of(item)));
        } else if (recorded.getAsJsonObject().has("data")) {
            wanted.add(GoldenTensor.of(recorded));
        } else {
            model.outputNames()
                    .forEach(
                            name ->
                                    wanted.add(
                                            GoldenTensor.of(recorded.getAsJsonObject().get(name))));
        }
        assertThat(got).hasSameSizeAs(wanted);
        for (int i = 0; i < got.size(); i++) {
            compare.close(
                    "prediction " + i,
                    got.get(i).shape(),
                    doubles(got.get(i)),
                    wanted.get(i),
                    TOLERANCE);
        }
    }

    /// Keras counts updates where gradients are accumulated.
    private static int stepsAnUpdate(JsonObject record) {
        JsonElement optimizer = record.getAsJsonObject("compile").get("optimizer");
        JsonElement steps =
                optimizer.isJsonObject()
                        ? optimizer
                                .getAsJsonObject()
                                .getAsJsonObject("args")
                                .get("gradient_accumulation_steps")
                        : null;
        return steps == null || steps.isJsonNull() ? 1 : steps.getAsInt();
    }

    private static void compareOptimizer(Comparison compare, Model model, JsonObject expected) {
        if (!expected.has("optimizer_variables")
                || expected.get("optimizer_variables").isJsonNull()) {
            return;
        }
        var recorded = expected.getAsJsonArray("optimizer_variables");
        List<Trainer.NamedNumbers> got = model.training().optimizerState();
        assertThat(got).hasSameSizeAs(recorded.asList());
        for (int i = 0; i < got.size(); i++) {
            JsonObject wanted = recorded.get(i).getAsJsonObject();
            compare.close(
                    wanted.get("path").getAsString(),
                    doubles(got.get(i).numbers()),
                    GoldenTensor.of(wanted.get("value")).values(),
                    TOLERANCE);
        }
    }

    private static double[] doubles(float[] numbers) {
        var doubles = new double[numbers.length];
        for (int i = 0; i < doubles.length; i++) {
            doubles[i] = numbers[i];
        }
        return doubles;
    }
}
