package dev.kiln.runtime;

import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The compiled [LargestScatter]s, by how many places a window has.
final class LargestScatters {
    /// Places of a window that a straight line of code has room for.
    static final int MOST = 9;

    private static final int CHANNELS = 32;
    private static final int WINDOWS = 3;

    private static final Map<Integer, LargestScatter> MADE = new ConcurrentHashMap<>();

    private LargestScatters() {}

    /// The compiled one; the first call makes it, and [Warming] sees to it that it is fast.
    static LargestScatter of(int size) {
        return MADE.computeIfAbsent(size, LargestScatters::make);
    }

    private static LargestScatter make(int size) {
        try {
            LargestScatter made = LargestScatterCompiler.compile(size, TileProducts.LANES);
            warm(made, size);
            return made;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("no scatter to windows of " + size, e);
        }
    }

    private static void warm(LargestScatter made, int size) {
        int[] positions = new int[WINDOWS];
        int[] places = new int[size];
        Arrays.setAll(positions, window -> window * size * CHANNELS);
        Arrays.setAll(places, place -> place * CHANNELS);
        float[] in = new float[WINDOWS * size * CHANNELS];
        float[] values = new float[WINDOWS * CHANNELS];
        float[] to = new float[in.length];
        Warming.await(() -> made.add(in, positions, 0, WINDOWS, places, values, to, CHANNELS));
    }
}
