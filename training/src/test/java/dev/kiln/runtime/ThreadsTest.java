package dev.kiln.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.kiln.fit.Kind;
import dev.kiln.model.Checks;
import dev.kiln.model.FitOptions;
import dev.kiln.model.Model;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.stream.Stream;

/// How many threads work on a step decides when it ends, not what comes out.
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ThreadsTest {
    private static final int BATCH = 128;

    static List<Kind> kinds() {
        return Kind.all(64);
    }

    private static List<float[]> trained(Kind kind) {
        Model model = kind.model().get();
        model.compile("adam", "sparse_categorical_crossentropy", "accuracy");
        model.fit(
                kind.rows(model, BATCH + 60),
                new FitOptions(1).withBatchSize(BATCH).withSeed(5).withChecks(Checks.OFF));
        return model.weights().values();
    }

    /// What the second thread has worked so far.
    private static long worked() {
        var threads = ManagementFactory.getThreadMXBean();
        return Stream.of(threads.getThreadInfo(threads.getAllThreadIds()))
                .filter(thread -> thread != null && thread.getThreadName().equals("kiln-kernels"))
                .mapToLong(thread -> threads.getThreadCpuTime(thread.getThreadId()))
                .sum();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void one_thread_and_two_end_with_the_same_bits(Kind kind) {
        assumeTrue(Runtime.getRuntime().availableProcessors() > 1);
        long before = worked();
        List<float[]> byTwo = trained(kind);
        assertThat(worked()).as("the second thread has worked").isGreaterThan(before);
        // The second thread is taken: this one does all the work.
        Workers.both(
                _ -> {
                    List<float[]> byOne = trained(kind);
                    assertThat(byOne).usingRecursiveComparison().isEqualTo(byTwo);
                },
                _ -> {},
                new Moment());
    }
}
