package dev.kiln.mistakes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

import dev.kiln.catalog.Call;
import dev.kiln.catalog.UserError;
import dev.kiln.golden.Golden;
import dev.kiln.golden.GoldenArguments;
import dev.kiln.initializers.Initializers;
import dev.kiln.layers.Dense;
import dev.kiln.layers.Input;
import dev.kiln.layers.Layer;
import dev.kiln.layers.Layers;
import dev.kiln.model.Model;
import dev.kiln.model.Sequential;
import dev.kiln.optimizers.Optimizers;
import dev.kiln.schedules.Schedules;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What Keras itself refused is refused here with an error of ours. Losses, metrics and callbacks have such a test
/// beside their records.
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class SkippedRecordsTest {
    /// What one record asks for.
    private interface Asked {
        ThrowingCallable of(JsonObject record);
    }

    private static Stream<DynamicTest> refused(String family, Asked asked) {
        Set<String> recorded =
                Golden.files(family).stream()
                        .flatMap(file -> file.getAsJsonArray("cases").asList().stream())
                        .map(JsonElement::getAsJsonObject)
                        .map(SkippedRecordsTest::id)
                        .collect(Collectors.toSet());
        return Golden.tests(
                family,
                "skipped",
                (record, _, _) -> {
                    // What one of Keras' backends refuses and another computes is among the records
                    // to be met.
                    // Trainings that are recorded whole are run beside those that Keras did.
                    if (!recorded.contains(id(record)) && !record.has("model")) {
                        assertThatThrownBy(asked.of(record)).isInstanceOf(UserError.class);
                    }
                });
    }

    private static String id(JsonObject record) {
        return record.get("id").getAsString();
    }

    @TestFactory
    Stream<DynamicTest> layers_that_keras_refuses() {
        return refused(
                "layers",
                record ->
                        record.has("layer") ? () -> build(configured(record)) : byName(id(record)));
    }

    private static Layer configured(JsonObject record) {
        return Layers.CATALOG.get(
                record.get("layer").getAsString(),
                GoldenArguments.of(record.getAsJsonObject("config")));
    }

    private static void build(Layer layer) {
        Sequential.of(new Input(8, 3), layer).compile("sgd", "mse");
    }

    /// A record of a name alone: the layer, and what was asked of it.
    private static ThrowingCallable byName(String id) {
        String[] parts = id.split("/");
        String layer =
                switch (parts[1]) {
                    case "causal" -> parts[0] + "(2, 3, padding=causal)";
                    case "dilated" -> parts[0] + "(2, 3, strides=2, dilation_rate=2)";
                    default -> {
                        assertThat(parts[0])
                                .as("a refusal that its name tells")
                                .isEqualTo("Activation");
                        yield "activation(" + parts[1] + ")";
                    }
                };
        return () -> build(Layers.CATALOG.get(Call.of(layer)));
    }

    @TestFactory
    Stream<DynamicTest> trainings_that_keras_refuses() {
        return refused(
                "training",
                record -> {
                    String id = id(record);
                    assertThat(id).as("the only kind of refusal recorded").contains("_string_");
                    String[] kindAndName = id.split("_string_");
                    Model model = Sequential.of(new Input(4), new Dense(1));
                    return switch (kindAndName[0]) {
                        case "optimizer" -> () -> model.compile(kindAndName[1], "mse");
                        case "loss" -> () -> model.compile("sgd", kindAndName[1]);
                        case "metric" -> () -> model.compile("sgd", "mse", kindAndName[1]);
                        default -> throw new AssertionError("no such refusal: " + id);
                    };
                });
    }

    @TestFactory
    Stream<DynamicTest> optimizers_that_keras_refuses() {
        return refused(
                "optimizers",
                record ->
                        record.has("schedule")
                                ? () ->
                                        Schedules.CATALOG.get(
                                                record.get("schedule").getAsString(),
                                                GoldenArguments.of(record.getAsJsonObject("args")))
                                : () ->
                                        Optimizers.CATALOG.get(
                                                record.get("optimizer").getAsString(),
                                                GoldenArguments.of(
                                                        record.getAsJsonObject("args"))));
    }

    @TestFactory
    Stream<DynamicTest> initializers_that_keras_refuses() {
        return refused(
                "initializers",
                record ->
                        () ->
                                Initializers.CATALOG.get(
                                        record.get("initializer").getAsString(),
                                        GoldenArguments.of(record.getAsJsonObject("args"))));
    }

    @TestFactory
    Stream<DynamicTest> files_that_keras_refuses() {
        return refused(
                "saved",
                record ->
                        () -> Model.load(Golden.file(record.get("file").getAsString()).toString()));
    }
}
