package dev.kiln.losses;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

import dev.kiln.autodiff.Gradients;
import dev.kiln.catalog.UserError;
import dev.kiln.golden.Comparison;
import dev.kiln.golden.Golden;
import dev.kiln.golden.GoldenArguments;
import dev.kiln.golden.GoldenTensor;
import dev.kiln.golden.In32Bits;
import dev.kiln.graph.Graph;
import dev.kiln.graph.Tensor;
import dev.kiln.runtime.Variables;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class LossesGoldenTest {
    private static final double TOLERANCE = 3e-6;

    @TestFactory
    Stream<DynamicTest> every_recorded_loss_has_its_value_and_its_gradient() {
        return Golden.tests("losses", LossesGoldenTest::check);
    }

    @TestFactory
    Stream<DynamicTest> what_keras_refuses_is_refused() {
        return Golden.tests("losses", "skipped", (record, expected, compare) -> refused(record));
    }

    private static void check(JsonObject record, JsonObject expected, Comparison compare) {
        var call = new Call(record);
        Tensor gradient = Gradients.of(call.value.sum(), List.of(call.yPred)).getFirst();
        var numbers =
                In32Bits.run(
                        call.graph, List.of(call.value, gradient), call.inputs, new Variables());
        GoldenTensor value = GoldenTensor.of(expected.get("value"));
        compare.close("value", call.value.shape(), numbers.get(0), value, TOLERANCE);
        compare.close(
                "gradient",
                gradient.shape(),
                numbers.get(1),
                GoldenTensor.of(expected.get("gradient")),
                TOLERANCE);
    }

    private static void refused(JsonObject record) {
        assertThatThrownBy(
                        () -> {
                            var call = new Call(record);
                            Labels.withinClasses(
                                    call.loss,
                                    call.inputs.get("y_true"),
                                    call.yPred.shape().last());
                        })
                .isInstanceOf(UserError.class);
    }

    /// A loss applied to the recorded labels and predictions.
    private static final class Call {
        private final Map<String, double[]> inputs = new HashMap<>();
        private final Graph graph = new Graph();
        private final Loss loss;
        private final Tensor yPred;
        private final Tensor value;

        private Call(JsonObject record) {
            loss = loss(record);
            Tensor yTrue = input("y_true", record);
            yPred = input("y_pred", record);
            value = loss.call(yTrue, yPred, optional("sample_weight", record), null);
        }

        private Tensor input(String name, JsonObject record) {
            GoldenTensor tensor = GoldenTensor.of(record.get(name));
            inputs.put(name, tensor.values());
            return graph.input(name, tensor.shape());
        }

        private @Nullable Tensor optional(String name, JsonObject record) {
            JsonElement json = record.get(name);
            return json == null || json.isJsonNull() ? null : input(name, record);
        }
    }

    private static Loss loss(JsonObject record) {
        String name = record.get("loss").getAsString();
        return Losses.CATALOG.get(name, GoldenArguments.of(record.getAsJsonObject("args")));
    }
}
