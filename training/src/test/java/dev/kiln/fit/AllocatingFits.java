package dev.kiln.fit;

import dev.kiln.data.Dataset;
import dev.kiln.data.FloatArray;
import dev.kiln.layers.Attention;
import dev.kiln.layers.BatchNormalization;
import dev.kiln.layers.Conv2D;
import dev.kiln.layers.Dense;
import dev.kiln.layers.Dropout;
import dev.kiln.layers.Embedding;
import dev.kiln.layers.Flatten;
import dev.kiln.layers.GlobalAveragePooling1D;
import dev.kiln.layers.Input;
import dev.kiln.layers.LSTM;
import dev.kiln.layers.MaxPooling2D;
import dev.kiln.layers.Symbol;
import dev.kiln.model.Checks;
import dev.kiln.model.FitOptions;
import dev.kiln.model.Model;
import dev.kiln.model.Sequential;
import dev.kiln.tensor.Shape;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.stream.Stream;

/// A program that says what a thousand steps more of a fit allocate on the heap, for models of several kinds.
///
/// A process of its own: what the compiler keeps off the heap depends on what other tests did with the same methods.
final class AllocatingFits {
    private static final int FEW = 50;
    private static final int MORE = 1050;

    /// The threads that find out whether a generated kernel is worth it; they end.
    private static final String PROMOTION = "promotion";

    /// @param batch rows a step
    record Kind(String name, int batch, Model model) {
        @Override
        public String toString() {
            return name;
        }
    }

    private AllocatingFits() {}

    static List<Kind> kinds() {
        return List.of(
                new Kind(
                        "dense with dropout",
                        4,
                        Sequential.of(
                                new Input(4),
                                new Dense(16, "relu"),
                                new Dropout(0.2),
                                new Dense(3, "softmax"))),
                new Kind(
                        "convolution",
                        2,
                        Sequential.of(
                                new Input(6, 6, 1),
                                new Conv2D(2, 3, "relu"),
                                new BatchNormalization(),
                                new MaxPooling2D(2),
                                new Flatten(),
                                new Dense(3, "softmax"))),
                new Kind(
                        "loop",
                        2,
                        Sequential.of(new Input(3, 2), new LSTM(4), new Dense(3, "softmax"))),
                new Kind(
                        "table",
                        4,
                        Sequential.of(
                                new Input(5),
                                new Embedding(10, 4),
                                new GlobalAveragePooling1D(),
                                new Dense(3, "softmax"))),
                new Kind("attention", 2, attention()),
                new Kind(
                        "two shares",
                        128,
                        Sequential.of(
                                new Input(64), new Dense(64, "relu"), new Dense(3, "softmax"))));
    }

    private static Model attention() {
        Symbol x = Symbol.input(4, 3);
        Symbol seen = new Attention().apply(x, x);
        return Model.of(x, new Dense(3, "softmax").apply(new Flatten().apply(seen)));
    }

    public static void main(String[] arguments) {
        kinds().forEach(kind -> System.out.println(kind + ": " + more(kind) + " bytes"));
    }

    /// The least of several rounds: the interpreter makes small objects that compiled code does not.
    private static long more(Kind kind) {
        Model model = kind.model();
        model.compile("adam", "sparse_categorical_crossentropy", "accuracy");
        Shape row = model.inputs().getFirst().row();
        int rows = kind.batch() * MORE;
        Dataset data =
                Dataset.of(
                        FloatArray.of(
                                row.batchOf(rows), new float[Math.toIntExact(row.size()) * rows]),
                        FloatArray.of(new int[rows]));
        allocated(model, data, kind.batch(), FEW);
        long least = Long.MAX_VALUE;
        for (int round = 0; round < 100 && least >= MORE - FEW; round++) {
            long few = allocated(model, data, kind.batch(), FEW);
            long more = allocated(model, data, kind.batch(), MORE);
            least = Math.min(least, Math.abs(more - few));
        }
        return least;
    }

    private static long allocated(Model model, Dataset data, int batch, int steps) {
        long before = allocated();
        model.fit(
                data,
                new FitOptions(1)
                        .withBatchSize(batch)
                        .withStepsPerEpoch(steps)
                        .withShuffle(false)
                        .withChecks(Checks.OFF));
        return allocated() - before;
    }

    /// By all threads that are there, but for those that try kernels out.
    private static long allocated() {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        return Stream.of(threads.getThreadInfo(threads.getAllThreadIds()))
                .filter(thread -> thread != null && !thread.getThreadName().contains(PROMOTION))
                .mapToLong(thread -> threads.getThreadAllocatedBytes(thread.getThreadId()))
                .sum();
    }
}
