package dev.kiln.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.activations.Activations;
import dev.kiln.callbacks.Callbacks;
import dev.kiln.constraints.Constraints;
import dev.kiln.initializers.Initializers;
import dev.kiln.model.CompileOptions;
import dev.kiln.model.FitOptions;
import dev.kiln.model.PassOptions;
import dev.kiln.optimizers.Optimizers;
import dev.kiln.regularizers.Regularizers;
import dev.kiln.schedules.Schedules;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// Names, aliases, arguments and defaults beside Keras' own list; what is left out is named here, with its reason. Losses
/// and metrics are compared beside their catalogues, layers in `KerasNamesTest`.
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class KerasFeaturesTest {
    /// @param file     under the test resources' folder `features`
    /// @param leftOut  entries of Keras that Kiln has not
    private record Kind(String file, Catalog<?> catalog, Set<String> leftOut) {
        Features features() {
            return Features.of(file);
        }
    }

    private static final List<Kind> KINDS =
            List.of(
                    new Kind(
                            "optimizers.txt",
                            Optimizers.CATALOG,
                            // The base class; half-precision; one optimizer for each layer.
                            Set.of(
                                    "Optimizer",
                                    "LossScaleOptimizer",
                                    "MultiOptimizer",
                                    "OptimizerMap")),
                    new Kind("schedules.txt", Schedules.CATALOG, Set.of("LearningRateSchedule")),
                    new Kind(
                            "callbacks.txt",
                            Callbacks.CATALOG,
                            // The base class and Keras' own bookkeeping, which events and History
                            // are here; checkpoints
                            // for clusters; a web server to post to.
                            Set.of(
                                    "Callback",
                                    "CallbackList",
                                    "History",
                                    "ProgbarLogger",
                                    "OrbaxCheckpoint",
                                    "RemoteMonitor")),
                    new Kind("initializers.txt", Initializers.CATALOG, Set.of("Initializer")),
                    new Kind("regularizers.txt", Regularizers.CATALOG, Set.of("Regularizer")),
                    new Kind("constraints.txt", Constraints.CATALOG, Set.of("Constraint")),
                    new Kind("activations.txt", Activations.CATALOG, Set.of()));

    /// Arguments that stand for other things in Java, or say nothing.
    private static final Set<String> NO_ARGUMENTS = Set.of("x", "args", "kwargs", "dtype");

    /// Arguments of Keras that Kiln has not: the names of schedules, which nothing shows, and TensorBoard's pictures and
    /// profiles.
    private static final Map<String, Set<String>> LEFT_OUT =
            Map.of(
                    "CosineDecay", Set.of("name"),
                    "CosineDecayRestarts", Set.of("name"),
                    "ExponentialDecay", Set.of("name"),
                    "InverseTimeDecay", Set.of("name"),
                    "PiecewiseConstantDecay", Set.of("name"),
                    "PolynomialDecay", Set.of("name"),
                    "TensorBoard",
                            Set.of(
                                    "histogram_freq",
                                    "write_graph",
                                    "write_images",
                                    "write_steps_per_second",
                                    "profile_batch",
                                    "embeddings_freq",
                                    "embeddings_metadata"));

    @TestFactory
    Stream<DynamicTest> everything_that_keras_has_is_known() {
        return KINDS.stream()
                .map(
                        kind ->
                                DynamicTest.dynamicTest(
                                        kind.file(),
                                        () -> {
                                            var unknown = new ArrayList<String>();
                                            for (String name :
                                                    kind.features().signatures().keySet()) {
                                                if (kind.catalog().find(name).isEmpty()) {
                                                    unknown.add(name);
                                                }
                                            }
                                            assertThat(kind.leftOut()).containsAll(unknown);
                                        }));
    }

    @TestFactory
    Stream<DynamicTest> every_alias_stands_for_the_same_as_in_keras() {
        return KINDS.stream()
                .flatMap(
                        kind ->
                                kind.features().aliases().entrySet().stream()
                                        .filter(alias -> !kind.leftOut().contains(alias.getValue()))
                                        .map(
                                                alias ->
                                                        DynamicTest.dynamicTest(
                                                                alias.getKey(),
                                                                () -> stands(kind, alias))));
    }

    private static void stands(Kind kind, Map.Entry<String, String> alias) {
        var entry = kind.catalog().find(alias.getKey()).orElseThrow();
        assertThat(entry).isEqualTo(kind.catalog().find(alias.getValue()).orElseThrow());
    }

    @TestFactory
    Stream<DynamicTest> everything_has_the_arguments_of_keras_with_their_defaults_in_their_order() {
        return KINDS.stream()
                .flatMap(
                        kind ->
                                kind.features().signatures().entrySet().stream()
                                        .filter(keras -> !kind.leftOut().contains(keras.getKey()))
                                        .map(
                                                keras ->
                                                        DynamicTest.dynamicTest(
                                                                keras.getKey(),
                                                                () ->
                                                                        same(
                                                                                kind,
                                                                                keras.getKey(),
                                                                                keras
                                                                                        .getValue()))));
    }

    private static void same(Kind kind, String name, Map<String, String> keras) {
        var entry = kind.catalog().find(name).orElseThrow();
        assertThat(arguments(entry.arguments()))
                .containsExactlyElementsOf(expected(keras, LEFT_OUT.getOrDefault(name, Set.of())));
    }

    private static List<String> expected(Map<String, String> keras, Set<String> leftOut) {
        return keras.entrySet().stream()
                .filter(argument -> !leftOut.contains(argument.getKey()))
                .filter(argument -> !NO_ARGUMENTS.contains(argument.getKey()))
                .map(argument -> written(argument.getKey(), argument.getValue()))
                .toList();
    }

    private static List<String> arguments(List<Argument> arguments) {
        return arguments.stream()
                .map(
                        argument ->
                                written(
                                        argument.name(),
                                        argument.isRequired() ? "" : argument.defaultText()))
                .toList();
    }

    /// A list of one is written as that one, an empty one as none.
    private static String written(String name, String value) {
        String single = value.matches("\\[[^,]+]") ? value.substring(1, value.length() - 1) : value;
        return name + "=" + (single.equals("[]") ? "none" : single);
    }

    @Test
    void compile_fit_evaluate_and_predict_have_the_arguments_of_keras() {
        var keras = Features.of("fit.txt").signatures();
        assertThat(keras.get("compile").keySet())
                .containsExactlyInAnyOrderElementsOf(
                        together(
                                names(CompileOptions.class, "checks", "step"),
                                // How Keras computes, not what.
                                "run_eagerly",
                                "steps_per_execution",
                                "jit_compile",
                                "auto_scale_loss"));
        assertThat(keras.get("fit").keySet())
                .containsExactlyInAnyOrderElementsOf(
                        together(
                                names(
                                        FitOptions.class,
                                        "validation_epochs",
                                        "seed",
                                        "time_limit",
                                        "stop_when_not_finite",
                                        "checks",
                                        "watcher",
                                        "stop"),
                                // The rows; what is shown is the watcher's.
                                "x",
                                "y",
                                "sample_weight",
                                "verbose"));
        for (String pass : List.of("evaluate", "predict")) {
            assertThat(keras.get(pass).keySet())
                    .containsAll(names(PassOptions.class))
                    .isSubsetOf(
                            together(
                                    names(PassOptions.class),
                                    "x",
                                    "y",
                                    "sample_weight",
                                    "verbose",
                                    "return_dict",
                                    "kwargs"));
        }
    }

    @Test
    void fit_has_the_defaults_of_keras() {
        var fit = new FitOptions();
        assertThat(fit.epochs()).isEqualTo(1);
        assertThat(fit.batchSize()).isEqualTo(32);
        assertThat(fit.validationSplit()).isZero();
        assertThat(fit.shuffle()).isTrue();
        assertThat(fit.classWeight()).isEmpty();
        assertThat(fit.callbacks()).isEmpty();
        assertThat(fit.initialEpoch()).isZero();
        assertThat(fit.validationFreq()).isEqualTo(1);
        assertThat(fit.stopWhenNotFinite()).isFalse();
        assertThat(
                        Arrays.asList(
                                fit.validationData(),
                                fit.stepsPerEpoch(),
                                fit.validationSteps(),
                                fit.validationBatchSize()))
                .containsOnlyNulls();
        assertThat(new PassOptions()).isEqualTo(new PassOptions(32, null, List.of()));
    }

    private static List<String> names(Class<?> options, String... own) {
        return Arrays.stream(options.getRecordComponents())
                .map(component -> Names.snakeCase(component.getName()))
                .filter(name -> !List.of(own).contains(name))
                .toList();
    }

    private static List<String> together(List<String> names, String... more) {
        var all = new ArrayList<>(names);
        all.addAll(List.of(more));
        return all;
    }
}
