package dev.kiln.saving;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

import dev.kiln.data.FloatArray;
import dev.kiln.golden.Comparison;
import dev.kiln.golden.Golden;
import dev.kiln.golden.GoldenTensor;
import dev.kiln.graph.Variable;
import dev.kiln.model.FitOptions;
import dev.kiln.model.Model;
import dev.kiln.model.PassOptions;
import dev.kiln.model.Weight;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class SavedGoldenTest {
    private static final double TOLERANCE = 1e-5;

    @TestFactory
    Stream<DynamicTest> every_file_that_Keras_wrote_opens_and_goes_on() {
        return Golden.testsBy(
                "loading",
                "saved",
                (record, expected, compare) -> {
                    Model model = model(record);
                    check(model, record, expected, compare);
                });
    }

    @TestFactory
    Stream<DynamicTest> a_model_that_was_saved_again_is_the_same(@TempDir Path folder) {
        return Golden.testsBy(
                "saving again",
                "saved",
                (record, expected, compare) -> {
                    Path again = folder.resolve(record.get("id").getAsString() + ".keras");
                    model(record).save(again.toString());
                    check(Model.load(again.toString()), record, expected, compare);
                });
    }

    private static Model model(JsonObject record) {
        String file = record.get("file").getAsString();
        if (!file.endsWith(".weights.h5")) {
            return Model.load(Golden.file(file).toString());
        }
        Model model =
                Model.load(
                        Golden.file(file.replace("weights_only.weights.h5", "mlp.keras"))
                                .toString());
        model.loadWeights(Golden.file(file).toString());
        return model;
    }

    private static void check(
            Model model, JsonObject record, JsonObject expected, Comparison compare) {
        weights("weights", model, expected.getAsJsonArray("weights"), compare);
        var predictions = model.predictAll(inputs(model, record.get("input")));
        var wanted = named(expected.get("predict"), model.outputNames());
        assertThat(predictions).hasSameSizeAs(wanted);
        for (int i = 0; i < wanted.size(); i++) {
            compare.close(
                    "prediction " + i,
                    predictions.get(i).shape(),
                    doubles(predictions.get(i)),
                    wanted.get(i),
                    TOLERANCE);
        }
        if (record.has("trained")) {
            goesOn(model, record, expected, compare);
        }
    }

    private static void goesOn(
            Model model, JsonObject record, JsonObject expected, Comparison compare) {
        var state = model.training().optimizerState();
        var recorded = expected.getAsJsonArray("optimizer_variables");
        assertThat(state).hasSize(recorded.size());
        for (int i = 0; i < state.size(); i++) {
            int at = i;
            compare.close(
                    "optimizer variable " + i,
                    state.get(i).shape(),
                    IntStream.range(0, state.get(i).numbers().length)
                            .mapToDouble(j -> state.get(at).numbers()[j])
                            .toArray(),
                    GoldenTensor.of(recorded.get(i).getAsJsonObject().get("value")),
                    TOLERANCE);
        }
        var trained = record.getAsJsonObject("trained");
        var fit = trained.getAsJsonObject("fit");
        var labels = labels(model, trained.get("y"));
        if (expected.has("evaluate")) {
            var batches = new PassOptions(fit.get("batch_size").getAsInt());
            var scores =
                    model.evaluate(inputs(model, record.get("input")), labels, batches).scores();
            for (var score : expected.getAsJsonObject("evaluate").entrySet()) {
                assertThat(scores).containsKey(score.getKey());
                compare.close(
                        score.getKey(),
                        new double[] {scores.get(score.getKey())},
                        new double[] {score.getValue().getAsDouble()},
                        TOLERANCE);
            }
        }
        model.fit(
                inputs(model, record.get("input")),
                labels,
                new FitOptions()
                        .withEpochs(1)
                        .withBatchSize(fit.get("batch_size").getAsInt())
                        .withShuffle(fit.get("shuffle").getAsBoolean()));
        weights(
                "weights after one more epoch",
                model,
                expected.getAsJsonArray("weights_after_one_more_epoch"),
                compare);
    }

    private static List<FloatArray> labels(Model model, JsonElement json) {
        return named(json, model.outputNames()).stream().map(SavedGoldenTest::array).toList();
    }

    /// One tensor, a list of them, or a map by these names or by keys of its own, which count in their order.
    private static List<GoldenTensor> named(JsonElement json, List<String> names) {
        if (json.isJsonObject() && !json.getAsJsonObject().has("shape")) {
            var map = json.getAsJsonObject();
            var keys =
                    map.keySet().containsAll(names)
                            ? names
                            : map.keySet().stream().sorted().toList();
            return keys.stream().map(key -> GoldenTensor.of(map.get(key))).toList();
        }
        return tensors(json);
    }

    private static void weights(String what, Model model, JsonArray recorded, Comparison compare) {
        // Keras does not count the states of stateful layers among the weights.
        var weights =
                model.weights().all().stream()
                        .filter(weight -> weight.variable().role() != Variable.Role.RECURRENT)
                        .toList();
        assertThat(weights).as(what).hasSize(recorded.size());
        for (int i = 0; i < recorded.size(); i++) {
            Weight weight = weights.get(i);
            var values = new double[Math.toIntExact(weight.size())];
            float[] numbers = weight.get();
            for (int j = 0; j < values.length; j++) {
                values[j] = numbers[j];
            }
            compare.close(
                    what + " " + weight.path(),
                    weight.shape(),
                    values,
                    GoldenTensor.of(recorded.get(i).getAsJsonObject().get("value")),
                    TOLERANCE);
        }
    }

    private static List<FloatArray> inputs(Model model, JsonElement json) {
        if (json.isJsonObject() && !json.getAsJsonObject().has("shape")) {
            return model.inputs().stream()
                    .map(input -> array(GoldenTensor.of(json.getAsJsonObject().get(input.name()))))
                    .toList();
        }
        return tensors(json).stream().map(SavedGoldenTest::array).toList();
    }

    private static List<GoldenTensor> tensors(JsonElement json) {
        return json.isJsonArray()
                ? GoldenTensor.listOf(json.getAsJsonArray())
                : List.of(GoldenTensor.of(json));
    }

    private static FloatArray array(GoldenTensor tensor) {
        double[] wide = tensor.values();
        var floats = new float[wide.length];
        for (int i = 0; i < wide.length; i++) {
            floats[i] = (float) wide[i];
        }
        return FloatArray.of(tensor.shape(), floats);
    }

    private static double[] doubles(FloatArray array) {
        var doubles = new ArrayList<Double>();
        for (long i = 0; i < array.size(); i++) {
            doubles.add((double) array.get(i));
        }
        return doubles.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
