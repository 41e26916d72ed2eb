package dev.kiln.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.catalog.UserError;
import dev.kiln.data.FloatArray;
import dev.kiln.layers.Dense;
import dev.kiln.layers.Input;
import dev.kiln.model.Checks;
import dev.kiln.model.FitOptions;
import dev.kiln.model.Model;
import dev.kiln.model.Sequential;
import dev.kiln.tensor.Shape;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToLongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class StepMemoryTest {
    /// A process of its own measures: here, memory that other tests let go of is given back at any time.
    @Test
    @EnabledOnOs(OS.LINUX)
    void
            the_memory_that_is_forecast_is_what_a_fit_with_a_partial_batch_and_validation_grows_by_however_long_it_is()
                    throws Exception {
        var said = said(MeasuredFits.class);
        var measured = said.stream().map(MEASURED::matcher).filter(Matcher::matches).toList();
        assertThat(measured).hasSameSizeAs(MeasuredFits.samples());
        assertThat(said)
                .filteredOn(line -> line.startsWith("ten thousand steps"))
                .singleElement()
                .satisfies(
                        line -> {
                            var grown = ALLOCATED.matcher(line);
                            assertThat(grown.matches()).as(line).isTrue();
                            assertThat(Integer.parseInt(grown.group(2))).isLessThan(100_000);
                        });
        assertThat(measured)
                .allSatisfy(
                        fit -> {
                            double forecast = Double.parseDouble(fit.group(2));
                            double grown = Double.parseDouble(fit.group(3));
                            assertThat(forecast / grown).as(fit.group()).isBetween(0.9, 1.1);
                        });
    }

    /// What a program prints in a process of its own.
    private static List<String> said(Class<?> program) throws Exception {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        List<String> said;
        try (var lines = process.inputReader(StandardCharsets.UTF_8)) {
            said = lines.lines().toList();
        }
        assertThat(process.waitFor()).as(String.join("\n", said)).isZero();
        return said;
    }

    /// Messages to whoever watches come by the clock: a few may fall into the longer of two fits.
    @Test
    void a_thousand_steps_more_allocate_less_than_a_byte_each() throws Exception {
        var measured =
                said(AllocatingFits.class).stream()
                        .map(ALLOCATED::matcher)
                        .filter(Matcher::matches)
                        .toList();
        assertThat(measured).hasSameSizeAs(AllocatingFits.kinds());
        assertThat(measured)
                .allSatisfy(
                        fit ->
                                assertThat(Integer.parseInt(fit.group(2)))
                                        .as(fit.group())
                                        .isLessThan(1000));
    }

    private static final Pattern ALLOCATED = Pattern.compile("(.+): (-?\\d+) bytes");

    private static final Pattern MEASURED = Pattern.compile("(.+): forecast (\\d+), grown (\\d+)");

    @Test
    void explain_and_summary_tell_what_training_takes() {
        Model model = Sequential.of(new Input(3), new Dense(5, "softmax"));
        model.compile("adam", "sparse_categorical_crossentropy", "accuracy");
        assertThat(model.summary().toString())
                .endsWith(
                        "training 32 rows a step takes "
                                + model.training().memory(32).orElseThrow());
        assertThat(model.explain())
                .endsWith(
                        "native memory of training with batch_size=32: "
                                + model.training().memory(32).orElseThrow());
        assertThat(model.training().memory(32).orElseThrow().weights())
                .isEqualTo(model.weights().size() * Float.BYTES);
    }

    private static final Pattern SAID =
            Pattern.compile(
                    "E151: out of memory at batch_size=2000000 \\(needs about \\S+ [GT]B, \\S+ [GM]B free\\)\\.\\n"
                            + " {2}Type: %fit batch=(\\d+)   or in Java: withBatchSize\\(\\1\\)");

    @Test
    void a_batch_that_does_not_fit_is_refused_with_the_number_of_rows_that_does() {
        Model model = Sequential.of(new Input(1), new Dense(20_000, "relu"), new Dense(1));
        model.compile("adam", "mse");
        model.fit(new float[4][1], new float[4][1]);
        var weights = model.weights().values();
        float[] x = new float[2_000_000];
        assertThatThrownBy(
                        () ->
                                model.fit(
                                        FloatArray.of(Shape.of(x.length, 1), x),
                                        FloatArray.of(Shape.of(x.length, 1), x),
                                        new FitOptions(1)
                                                .withBatchSize(x.length)
                                                .withChecks(Checks.OFF)))
                .isInstanceOfSatisfying(
                        UserError.class,
                        error -> {
                            var said = SAID.matcher(error.getMessage());
                            assertThat(error.getMessage()).matches(SAID);
                            assertThat(said.matches()).isTrue();
                            int fitting = Integer.parseInt(said.group(1));
                            long free = dev.kiln.runtime.FreeMemory.bytes();
                            assertThat(model.training().memory(fitting).orElseThrow().program())
                                    .isBetween(free / 2, free * 2);
                        });
        assertThat(model.weights().values()).usingRecursiveComparison().isEqualTo(weights);
        assertThat(model.training().steps()).isEqualTo(1);
    }

    private static final Pattern FITTING = Pattern.compile("(?s).*withBatchSize\\((\\d+)\\)");

    static List<MeasuredFits.Sample> samples() {
        return MeasuredFits.samples();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void the_number_of_rows_that_is_said_to_fit_does_and_eight_more_do_not(
            MeasuredFits.Sample sample) {
        Model model = sample.model();
        IntToLongFunction bytesOf = rows -> model.training().memory(rows).orElseThrow().program();
        long free = bytesOf.applyAsLong(40) + 1000;
        String said =
                StepMemory.tooLarge(4000, bytesOf.applyAsLong(4000), free, bytesOf).getMessage();
        var found = FITTING.matcher(said);
        assertThat(found.matches()).as(said).isTrue();
        int fitting = Integer.parseInt(found.group(1));
        assertThat(bytesOf.applyAsLong(fitting)).isLessThanOrEqualTo(free);
        assertThat(bytesOf.applyAsLong(fitting + 8)).isGreaterThan(free);
        model.fit(
                sample.rows(fitting),
                new FitOptions(1).withBatchSize(fitting).withChecks(Checks.OFF));
        assertThat(model.training().steps()).isOne();
    }
}
