package dev.kiln.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.catalog.Call;
import dev.kiln.catalog.UserError;
import dev.kiln.layers.BatchNormalization;
import dev.kiln.layers.Dense;
import dev.kiln.layers.Input;
import dev.kiln.model.Model;
import dev.kiln.model.Sequential;
import dev.kiln.model.Trainer.NamedNumbers;
import dev.kiln.optimizers.Optimizers;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class WaitingOptimizerTest {
    static Stream<String> optimizers() {
        return Stream.concat(
                Optimizers.CATALOG.names().stream()
                        .filter(name -> !name.equals("loss_scale_optimizer")),
                Stream.of(
                        "adam(use_ema=true)",
                        "sgd(momentum=0.9, gradient_accumulation_steps=2)",
                        "loss_scale_optimizer(inner_optimizer=adam)"));
    }

    private static Model model(String optimizer) {
        Model model =
                Sequential.of(new Input(3), new Dense(4), new BatchNormalization(), new Dense(2));
        model.compile(Optimizers.CATALOG.get(Call.of(optimizer)), "mse");
        return model;
    }

    private static List<String> lines(Model model) {
        return model.training().optimizerState().stream()
                .map(
                        numbers ->
                                numbers.name()
                                        + " "
                                        + numbers.shape()
                                        + " "
                                        + Arrays.toString(numbers.numbers()))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("optimizers")
    void what_an_optimizer_starts_with_is_the_same_before_and_after_memory_is_taken(
            String optimizer) {
        Model model = model(optimizer);
        List<String> before = lines(model);
        model.training().state();
        assertThat(lines(model)).isEqualTo(before).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("optimizers")
    void numbers_that_were_given_before_memory_is_taken_are_there_after(String optimizer) {
        Model model = model(optimizer);
        var given = new ArrayList<MemorySegment>();
        for (NamedNumbers numbers : model.training().optimizerState()) {
            float[] values = numbers.numbers();
            for (int i = 0; i < values.length; i++) {
                values[i] = given.size() + i / 1000f;
            }
            given.add(MemorySegment.ofArray(values));
        }
        List<String> started = lines(model);
        model.training().restoreOptimizer(given, 0, 0);
        List<String> before = lines(model);
        model.training().state();
        assertThat(lines(model)).isEqualTo(before).isNotEqualTo(started);
    }

    @Test
    void numbers_of_other_weights_than_those_trained_by_now_are_let_go() {
        Model model = model("adam");
        List<String> started = lines(model);
        model.training()
                .restoreOptimizer(
                        model.training().optimizerState().stream()
                                .map(numbers -> filled(numbers, 7))
                                .toList(),
                        0,
                        0);
        model.layer("dense").setTrainable(false);
        assertThat(lines(model))
                .hasSizeLessThan(started.size())
                .allMatch(line -> !line.contains("7.0"));
        model.training().state();
        assertThat(lines(model))
                .hasSizeLessThan(started.size())
                .allMatch(line -> !line.contains("7.0"));
    }

    private static MemorySegment filled(NamedNumbers numbers, float value) {
        float[] values = numbers.numbers();
        Arrays.fill(values, value);
        return MemorySegment.ofArray(values);
    }

    @Test
    void numbers_that_do_not_fit_are_refused_at_once() {
        Model model = model("adam");
        List<String> started = lines(model);
        assertThatThrownBy(() -> model.training().restoreOptimizer(List.of(), 0, 0))
                .isInstanceOf(UserError.class)
                .hasMessageStartingWith(
                        "E193: the optimizer's numbers do not fit: 0 arrays for 14 of this optimizer");
        assertThat(lines(model)).isEqualTo(started);
    }
}
