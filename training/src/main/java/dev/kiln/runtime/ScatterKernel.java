package dev.kiln.runtime;

import java.util.Arrays;

/// What windows without padding that take the largest number send back, by [LargestScatters]: the bits of [PoolKernel.MaxScatter], but for which
/// number that is none.
final class ScatterKernel implements Kernel {
    /// Floats of an image that is copied onto the heap.
    private static final long MOST = 1 << 22;

    private final WindowPlaces window;
    private final PaddedImage image;
    private final Elements elements;
    private final LargestScatter scatter;
    private final int[] places;
    private final int channels;
    private final long x;
    private final long values;
    private final long to;
    private final Scratch scratch;

    private ScatterKernel(
            WindowPlaces window, Elements elements, long x, long values, long to, Scratch scratch) {
        this.window = window;
        this.image = new PaddedImage(window);
        this.elements = elements;
        this.scatter = LargestScatters.of(window.size());
        this.channels = window.channels();
        this.places = new int[window.size()];
        Arrays.setAll(places, place -> image.places()[place * channels]);
        this.x = x;
        this.values = values;
        this.to = to;
        this.scratch = scratch;
    }

    /// Whether the windows are such: of few places, over whole vectors of channels.
    static boolean suits(WindowPlaces window) {
        return TileProducts.LANES > 0
                && window.size() > 0
                && window.size() <= LargestScatters.MOST
                && window.channels() > 0
                && window.channels() % TileProducts.LANES == 0
                && window.window().low().stream().allMatch(low -> low == 0)
                && window.window().high().stream().allMatch(high -> high <= 0)
                && (long) window.spaces() * window.channels() <= MOST;
    }

    /// @param values address of what arrives at the windows
    static Kernel of(WindowPlaces window, long x, long values, long to, Scratch scratch) {
        return PoolKernel.of(
                window,
                scratch,
                (part, work) -> new ScatterKernel(window, part, x, values, to, work));
    }

    @Override
    public void run(Moment moment) {
        int spaces = window.spaces() * channels;
        int rows = window.positions() * channels;
        float[] in = scratch.array(Scratch.Use.IMAGE, image.size());
        float[] out = scratch.array(Scratch.Use.RESULT, image.size());
        float[] arriving = scratch.array(Scratch.Use.VALUES, rows);
        for (int e = elements.first(); e < elements.end(); e++) {
            long shift = (long) e * spaces * Float.BYTES;
            image.load(x + shift, in, 0);
            Tile.load(values + (long) e * rows * Float.BYTES, arriving, 0, rows);
            Arrays.fill(out, 0, spaces, 0);
            scatter.add(
                    in, image.positions(), 0, window.positions(), places, arriving, out, channels);
            Tile.store(out, 0, to + shift, spaces);
        }
    }
}
