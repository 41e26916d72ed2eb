package dev.kiln.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

import dev.kiln.catalog.Call;
import dev.kiln.catalog.UserError;
import dev.kiln.golden.Comparison;
import dev.kiln.golden.Golden;
import dev.kiln.golden.GoldenArguments;
import dev.kiln.golden.GoldenTensor;
import dev.kiln.golden.In32Bits;
import dev.kiln.graph.Graph;
import dev.kiln.graph.Tensor;
import dev.kiln.losses.Losses;
import dev.kiln.runtime.Variables;
import dev.kiln.tensor.Shape;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class MetricsGoldenTest {
    private static final double TOLERANCE = 8e-5;

    @TestFactory
    Stream<DynamicTest> every_recorded_metric_has_its_value_after_each_batch() {
        return Golden.tests("metrics", MetricsGoldenTest::check);
    }

    @TestFactory
    Stream<DynamicTest> what_keras_refuses_is_refused() {
        return Golden.tests(
                "metrics",
                "skipped",
                (record, expected, compare) ->
                        assertThatThrownBy(() -> run(record)).isInstanceOf(UserError.class));
    }

    @TestFactory
    Stream<DynamicTest> accuracy_and_crossentropy_mean_what_they_mean_in_keras() {
        return Golden.tests(
                "metrics",
                "accuracy_and_crossentropy_resolution",
                (record, expected, compare) -> {
                    Shape labels = shape(record, "y_true_shape");
                    Shape predictions = shape(record, "y_pred_shape");
                    Call typed = Call.of(record.get("string").getAsString());
                    resolved(
                            record.getAsJsonObject("as_metric"),
                            "type",
                            () -> {
                                var metric = Metrics.named(typed, labels, predictions);
                                return List.of(metric.getClass().getSimpleName(), metric.name());
                            });
                    resolved(
                            record.getAsJsonObject("as_loss"),
                            "fn",
                            () -> {
                                var loss = Losses.named(typed, labels, predictions);
                                return List.of(
                                        Losses.CATALOG.entryOf(loss).orElseThrow().name(),
                                        loss.name());
                            });
                });
    }

    private static void resolved(JsonObject expected, String key, Supplier<List<String>> answer) {
        if (expected.has("error")) {
            assertThatThrownBy(answer::get).isInstanceOf(UserError.class);
        } else {
            assertThat(answer.get())
                    .containsExactly(
                            expected.get(key).getAsString(), expected.get("name").getAsString());
        }
    }

    private static Shape shape(JsonObject record, String name) {
        return new Shape(
                record.getAsJsonArray(name).asList().stream().map(JsonElement::getAsInt).toList());
    }

    private static void check(JsonObject record, JsonObject expected, Comparison compare) {
        var run = run(record);
        // Keras numbers the names of metrics that were made one after the other.
        assertThat(run.metric.name())
                .isEqualTo(record.get("name").getAsString().replaceAll("_\\d+$", ""));
        JsonObject before = expected.getAsJsonObject("result_before_any_update");
        if (before.has("error")) {
            assertThatThrownBy(() -> run.metric.result(new State(new Graph(), "metric")))
                    .isInstanceOf(UserError.class);
        } else {
            var fresh = new Graph();
            Tensor result = run.metric.result(new State(fresh, "metric"));
            compare.close(
                    "before",
                    result.shape(),
                    Run.value(result, new Variables()),
                    GoldenTensor.of(before),
                    TOLERANCE);
        }
        JsonArray after = expected.getAsJsonArray("result_after_batch");
        assertThat(run.results).hasSameSizeAs(after.asList());
        for (int i = 0; i < after.size(); i++) {
            compare.close(
                    "batch " + i,
                    run.shapes.get(i),
                    run.results.get(i),
                    GoldenTensor.of(after.get(i)),
                    TOLERANCE);
        }
    }

    private static Run run(JsonObject record) {
        var run = new Run(metric(record));
        record.getAsJsonArray("batches").forEach(batch -> run.batch(batch.getAsJsonObject()));
        return run;
    }

    /// A metric that sees batch after batch, each in a graph of its own shape.
    private static final class Run {
        private final Metric metric;
        private final List<double[]> results = new ArrayList<>();
        private final List<Shape> shapes = new ArrayList<>();
        private final Variables variables = new Variables();

        private Run(Metric metric) {
            this.metric = metric;
        }

        private void batch(JsonObject batch) {
            var graph = new Graph();
            var state = new State(graph, "metric");
            var inputs = new HashMap<String, double[]>();
            Tensor yTrue = input(graph, inputs, "y_true", batch);
            Tensor yPred = input(graph, inputs, "y_pred", batch);
            Tensor weight = input(graph, inputs, "sample_weight", batch);
            metric.update(state, yTrue, yPred == null ? yTrue : yPred, weight);
            state.initialValues()
                    .forEach(
                            (variable, initial) -> {
                                if (!variables.contains(variable)) {
                                    In32Bits.fill(variables, variable, initial);
                                }
                            });
            In32Bits.run(graph, List.of(), inputs, variables);
            Tensor result = metric.result(state.in(new Graph()));
            shapes.add(result.shape());
            results.add(value(result, variables));
        }

        private static double[] value(Tensor result, Variables variables) {
            return In32Bits.run(result.graph(), List.of(result), Map.of(), variables).getFirst();
        }

        private static @Nullable Tensor input(
                Graph graph, Map<String, double[]> inputs, String name, JsonObject batch) {
            JsonElement json = batch.get(name);
            if (json == null || json.isJsonNull()) {
                return null;
            }
            GoldenTensor tensor = GoldenTensor.of(json);
            inputs.put(name, tensor.values());
            return graph.input(name, tensor.shape());
        }
    }

    private static Metric metric(JsonObject record) {
        String name = record.get("metric").getAsString();
        return Metrics.CATALOG.get(name, GoldenArguments.of(record.getAsJsonObject("args")));
    }
}
