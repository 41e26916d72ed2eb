package dev.kiln.callbacks;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

import dev.kiln.data.Dataset;
import dev.kiln.data.FloatArray;
import dev.kiln.golden.Comparison;
import dev.kiln.golden.GoldenTensor;
import dev.kiln.layers.Dense;
import dev.kiln.layers.Input;
import dev.kiln.model.Checks;
import dev.kiln.model.CompileOptions;
import dev.kiln.model.FitOptions;
import dev.kiln.model.Sequential;
import dev.kiln.optimizers.SGD;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The logs of every batch of a small fit.
final class RunningMeans {
    private RunningMeans() {}

    static void check(JsonObject input, JsonObject expected, Comparison compare) {
        FloatArray x = array(input.get("x"));
        FloatArray y = array(input.get("y"));
        var model =
                Sequential.of(
                        new Input((int) x.rowShape().size()), new Dense((int) y.rowShape().size()));
        var weights = model.weights().all();
        weights.get(0).set(new float[] {input.get("kernel").getAsFloat()});
        weights.get(1).set(new float[] {input.get("bias").getAsFloat()});
        Object[] metrics =
                input.getAsJsonArray("metrics").asList().stream()
                        .map(JsonElement::getAsString)
                        .toArray();
        model.compile(
                CompileOptions.of(
                                new SGD(input.get("sgd_lr").getAsDouble()),
                                input.get("loss").getAsString(),
                                metrics)
                        .withChecks(Checks.OFF));
        var seen = new ArrayList<Map<String, Double>>();
        var lambda =
                new LambdaCallback()
                        .withAtTrainBatchEnd((_, logs) -> seen.add(new TreeMap<>(logs)));
        model.fit(
                Dataset.of(x, y),
                new FitOptions(input.get("epochs").getAsInt())
                        .withBatchSize(input.get("batch_size").getAsInt())
                        .withShuffle(false)
                        .withChecks(Checks.OFF)
                        .withCallbacks(List.of(lambda)));
        JsonArray wanted = expected.getAsJsonArray("batch_logs");
        if (seen.size() != wanted.size()) {
            throw new AssertionError(seen.size() + " batches, recorded were " + wanted.size());
        }
        for (int batch = 0; batch < seen.size(); batch++) {
            JsonObject logs = wanted.get(batch).getAsJsonObject();
            if (!seen.get(batch).keySet().equals(logs.keySet())) {
                throw new AssertionError(
                        "names " + seen.get(batch).keySet() + ", recorded were " + logs.keySet());
            }
            for (Map.Entry<String, Double> score : seen.get(batch).entrySet()) {
                compare.close(
                        score.getKey() + " after batch " + batch,
                        new double[] {score.getValue()},
                        new double[] {logs.get(score.getKey()).getAsDouble()},
                        1e-5);
            }
        }
    }

    private static FloatArray array(JsonElement json) {
        GoldenTensor tensor = GoldenTensor.of(json);
        double[] values = tensor.values();
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i];
        }
        return FloatArray.of(tensor.shape(), floats);
    }
}
