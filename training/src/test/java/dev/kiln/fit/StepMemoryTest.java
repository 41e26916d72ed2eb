package dev.kiln.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.callbacks.Callback;
import dev.kiln.callbacks.Trainee;
import dev.kiln.catalog.UserError;
import dev.kiln.data.FloatArray;
import dev.kiln.layers.BatchNormalization;
import dev.kiln.layers.Conv2D;
import dev.kiln.layers.Dense;
import dev.kiln.layers.Flatten;
import dev.kiln.layers.Input;
import dev.kiln.layers.LSTM;
import dev.kiln.layers.Layer;
import dev.kiln.layers.MaxPooling2D;
import dev.kiln.layers.Padding;
import dev.kiln.model.Checks;
import dev.kiln.model.FitOptions;
import dev.kiln.model.Model;
import dev.kiln.model.Sequential;
import dev.kiln.tensor.Shape;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class StepMemoryTest {
    /// A network and the shape of its rows; the numbers are large enough for what the virtual machine allocates beside
    /// them not to count.
    record Sample(String name, Shape row, int batch, Supplier<List<Layer>> layers) {
        Model model() {
            Model model = Sequential.of(layers.get());
            return model.compile("adam", "sparse_categorical_crossentropy", "accuracy");
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Sample> samples() {
        return Stream.of(
                new Sample(
                        "dense",
                        Shape.of(1500),
                        64,
                        () ->
                                List.of(
                                        new Input(1500),
                                        new Dense(1500, "relu"),
                                        new Dense(1000, "relu"),
                                        new Dense(5, "softmax"))),
                new Sample(
                        "convolutions and batch normalization",
                        Shape.of(32, 32, 3),
                        64,
                        () ->
                                List.of(
                                        new Input(32, 32, 3),
                                        new Conv2D(32, 3).withPadding(Padding.SAME),
                                        new BatchNormalization(),
                                        new MaxPooling2D(2),
                                        new Conv2D(32, 3, "relu"),
                                        new Flatten(),
                                        new Dense(5, "softmax"))),
                new Sample(
                        "a loop",
                        Shape.of(60, 40),
                        64,
                        () -> List.of(new Input(60, 40), new LSTM(256), new Dense(5, "softmax"))));
    }

    private static final Linker LINKER = Linker.nativeLinker();

    /// From here on glibc maps each block of more than 128 kB by itself and counts it, so that the many small ones of the
    /// virtual machine's compilers do not blur the count.
    @BeforeAll
    static void large_blocks_are_counted() throws Throwable {
        if (OS.LINUX.isCurrentOs()) {
            int threshold = -3;
            assertThat(
                            (int)
                                    function(
                                                    "mallopt",
                                                    ValueLayout.JAVA_INT,
                                                    ValueLayout.JAVA_INT,
                                                    ValueLayout.JAVA_INT)
                                            .invoke(threshold, 1 << 17))
                    .isOne();
        }
    }

    private static MethodHandle function(
            String name, MemoryLayout result, MemoryLayout... arguments) {
        return LINKER.downcallHandle(
                LINKER.defaultLookup().findOrThrow(name), FunctionDescriptor.of(result, arguments));
    }

    /// Bytes of large blocks that native code holds; the heap of the virtual machine is not among them.
    private static long allocated() {
        var layout =
                MemoryLayout.structLayout(
                        Stream.of(
                                        "arena",
                                        "ordblks",
                                        "smblks",
                                        "hblks",
                                        "hblkhd",
                                        "usmblks",
                                        "fsmblks",
                                        "uordblks",
                                        "fordblks",
                                        "keepcost")
                                .map(ValueLayout.JAVA_LONG::withName)
                                .toArray(MemoryLayout[]::new));
        try (Arena arena = Arena.ofConfined()) {
            var found =
                    (MemorySegment) function("mallinfo2", layout).invoke((SegmentAllocator) arena);
            return found.get(
                    ValueLayout.JAVA_LONG,
                    layout.byteOffset(MemoryLayout.PathElement.groupElement("hblkhd")));
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    /// What is left when nobody uses the rest: memory of the virtual machine's arenas is given back some time after a
    /// collection.
    private static long settled() {
        long least = allocated();
        for (int unchanged = 0; unchanged < 4; unchanged++) {
            System.gc();
            long now = allocated();
            if (now < least) {
                least = now;
                unchanged = 0;
            }
        }
        return least;
    }

    /// Models that must not be given back while another one is measured.
    private static final List<Model> KEPT = new ArrayList<>();

    private static void fit(Model model, Shape row, int steps, int batch, Callback... callbacks) {
        model.fit(
                FloatArray.of(
                        row.batchOf(batch * steps),
                        new float[Math.toIntExact(row.size()) * batch * steps]),
                new int[batch * steps],
                new FitOptions(1)
                        .withBatchSize(batch)
                        .withChecks(Checks.OFF)
                        .withCallbacks(List.of(callbacks)));
    }

    @ParameterizedTest
    @MethodSource("samples")
    @EnabledOnOs(OS.LINUX)
    void the_memory_that_is_forecast_is_what_a_fit_grows_by(Sample sample) {
        // What libraries and the compiler take for themselves once is there before.
        Model first = Sequential.of(new Input(2), new Dense(5, "softmax"));
        first.compile("adam", "sparse_categorical_crossentropy", "accuracy");
        fit(first, Shape.of(2), 1, sample.batch());
        KEPT.add(first);
        // Memory that other tests let go of may be given back in the middle of a measurement, which
        // then counts for
        // nothing.
        var measured = new ArrayList<Growth>();
        while (measured.size() < MOST_TRIES && measured.stream().noneMatch(Growth::isAsForecast)) {
            measured.add(Growth.of(sample));
        }
        assertThat(measured).anyMatch(Growth::isAsForecast);
    }

    private static final int MOST_TRIES = 6;

    /// Bytes that were forecast for a fit, and bytes that it took.
    private record Growth(long forecast, long grown) {
        static Growth of(Sample sample) {
            long before = settled();
            Model model = sample.model();
            KEPT.add(model);
            long forecast = model.training().memory(sample.batch()).orElseThrow().total();
            var grown = new long[1];
            fit(
                    model,
                    sample.row(),
                    1,
                    sample.batch(),
                    new Callback() {
                        @Override
                        public void onTrainBatchEnd(
                                int batch, Map<String, Double> logs, Trainee trainee) {
                            grown[0] = settled() - before;
                        }
                    });
            return new Growth(forecast, grown[0]);
        }

        boolean isAsForecast() {
            return Math.abs((double) forecast / grown - 1) <= 0.1;
        }
    }

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
}
