package dev.kiln.fit;

import dev.kiln.data.Dataset;
import dev.kiln.data.FloatArray;
import dev.kiln.layers.BatchNormalization;
import dev.kiln.layers.Conv2D;
import dev.kiln.layers.Dense;
import dev.kiln.layers.Embedding;
import dev.kiln.layers.Flatten;
import dev.kiln.layers.GlobalAveragePooling1D;
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
import java.util.stream.Stream;

/// A program that fits networks and says what native memory each was forecast to take and took, on Linux.
final class MeasuredFits {
    private static final int BATCH = 64;
    private static final Linker LINKER = Linker.nativeLinker();

    /// Models that must not be given back while another one is measured.
    private static final List<Model> KEPT = new ArrayList<>();

    private MeasuredFits() {}

    /// A network and the shape of its rows; the numbers are large enough for what the virtual machine allocates beside
    /// them not to count.
    record Sample(String name, Shape row, List<Layer> layers) {
        Model model() {
            Model model = Sequential.of(layers);
            return model.compile("adam", "sparse_categorical_crossentropy", "accuracy");
        }

        Dataset rows(int count) {
            var numbers = new float[Math.toIntExact(row.size()) * count];
            return Dataset.of(
                    FloatArray.of(row.batchOf(count), numbers), FloatArray.of(new int[count]));
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static List<Sample> samples() {
        return List.of(
                new Sample(
                        "dense",
                        Shape.of(1500),
                        List.of(
                                new Input(1500),
                                new Dense(1500, "relu"),
                                new Dense(1000, "relu"),
                                new Dense(5, "softmax"))),
                new Sample(
                        "convolutions and batch normalization",
                        Shape.of(32, 32, 3),
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
                        List.of(new Input(60, 40), new LSTM(256), new Dense(5, "softmax"))),
                new Sample(
                        "a table",
                        Shape.of(50),
                        List.of(
                                new Input(50),
                                new Embedding(20_000, 128),
                                new GlobalAveragePooling1D(),
                                new Dense(5, "softmax"))));
    }

    public static void main(String[] arguments) throws Throwable {
        // From here on glibc maps each block of more than 128 kB by itself and counts it, so that
        // the
        // many small ones of the virtual machine's compilers do not blur the count.
        int threshold = -3;
        if ((int)
                        function(
                                        "mallopt",
                                        ValueLayout.JAVA_INT,
                                        ValueLayout.JAVA_INT,
                                        ValueLayout.JAVA_INT)
                                .invoke(threshold, 1 << 17)
                != 1) {
            throw new IllegalStateException("glibc refuses a threshold for mapped blocks");
        }
        // What libraries and the compiler take for themselves once is there before.
        fit(new Sample("first", Shape.of(2), List.of(new Input(2), new Dense(5, "softmax"))));
        for (Sample sample : samples()) {
            System.out.println(fit(sample));
        }
        System.out.println("ten thousand steps: " + grownOverSteps() + " bytes");
    }

    /// What native code holds more after ten thousand steps, the least of some rounds: the virtual machine's compilers
    /// take memory beside them.
    private static long grownOverSteps() throws Throwable {
        int steps = 10_000;
        Model model = Sequential.of(new Input(4), new Dense(16, "relu"), new Dense(5, "softmax"));
        model.compile("adam", "sparse_categorical_crossentropy", "accuracy");
        Dataset data =
                Dataset.of(
                        FloatArray.of(Shape.of(4 * steps, 4), new float[16 * steps]),
                        FloatArray.of(new int[4 * steps]));
        long least = Long.MAX_VALUE;
        for (int round = 0; round < 6; round++) {
            long before = allocated("uordblks") + allocated("hblkhd");
            model.fit(data, new FitOptions(1).withBatchSize(4).withChecks(Checks.OFF));
            least = Math.min(least, allocated("uordblks") + allocated("hblkhd") - before);
        }
        return least;
    }

    /// Two whole batches and a part of one, judged on a whole one and a part.
    private static String fit(Sample sample) throws Throwable {
        long before = settled();
        Model model = sample.model();
        KEPT.add(model);
        long forecast = model.training().memory(BATCH).orElseThrow().total();
        model.fit(
                sample.rows(2 * BATCH + 50),
                new FitOptions(2)
                        .withBatchSize(BATCH)
                        .withValidationData(sample.rows(BATCH + 20))
                        .withChecks(Checks.OFF));
        return sample.name() + ": forecast " + forecast + ", grown " + (settled() - before);
    }

    private static MethodHandle function(
            String name, MemoryLayout result, MemoryLayout... arguments) {
        return LINKER.downcallHandle(
                LINKER.defaultLookup().findOrThrow(name), FunctionDescriptor.of(result, arguments));
    }

    /// Bytes that native code holds; the heap of the virtual machine is not among them.
    ///
    /// @param kind `hblkhd` for large blocks, `uordblks` for small ones
    private static long allocated(String kind) throws Throwable {
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
                    layout.byteOffset(MemoryLayout.PathElement.groupElement(kind)));
        }
    }

    /// What is left when nobody uses the rest: memory of the virtual machine's arenas is given back some time after a
    /// collection.
    private static long settled() throws Throwable {
        long least = allocated("hblkhd");
        for (int unchanged = 0; unchanged < 4; unchanged++) {
            System.gc();
            long now = allocated("hblkhd");
            if (now < least) {
                least = now;
                unchanged = 0;
            }
        }
        return least;
    }
}
