package dev.kiln.runtime;

import java.util.Arrays;

/// A convolution whose result is the product of an image, read where it lies, and the kernel.
class DirectForward extends DirectConvolution {
    final long kernel;
    final boolean isTurned;

    /// How far behind a position the factors of a sum are.
    final int[] places;

    private final long x;
    private final long to;
    private final int[][] positions;
    private final int block;

    DirectForward(
            WindowPlaces window,
            boolean byChannel,
            long x,
            long kernel,
            boolean isTurned,
            long to,
            Elements elements,
            Scratch scratch) {
        super(window, new PaddedImage(window), elements, scratch, byChannel);
        this.x = x;
        this.kernel = kernel;
        this.isTurned = isTurned;
        this.to = to;
        this.positions = starts(image.positions());
        this.places = places();
        this.block = block();
    }

    @Override
    public final void run(Moment moment) {
        float[] right = packed();
        float[] in = emptyImage();
        float[] out = array(Scratch.Use.RESULT, (block + 2 * mostRows()) * width);
        for (int e = elements.first(); e < elements.end(); e++) {
            image.load(image(x, e), in, 0);
            for (int from = 0; from < window.positions(); from += block) {
                int count = Math.min(block, window.positions() - from);
                multiply(in, positions, from, count, right, out);
                storeRows(out, 0, positions(to, e, from), count);
            }
        }
    }

    /// Puts the products of some positions.
    ///
    /// @param positions by [#starts], from `from` on
    /// @param right     as [#packed] gives it
    void multiply(float[] in, int[][] positions, int from, int count, float[] right, float[] out) {
        multiplyByKernel(in, positions[0], from, count, places, right, 0, out, 0);
    }

    /// The kernel, cut into columns of tiles: one after the other `[places, columns of the tile]`.
    float[] packed() {
        int floats = places.length * channels;
        float[] numbers = array(Scratch.Use.KERNEL, floats);
        Tile.load(kernel, numbers, 0, floats);
        float[] packed = array(Scratch.Use.RIGHT, places.length * width);
        int column = 0;
        for (int vectors : cut) {
            int columns = vectors * TileProducts.LANES;
            int now = Math.min(columns, channels - column);
            for (int place = 0; place < places.length; place++) {
                int at = column * places.length + place * columns;
                kernelRow(numbers, isTurned, place, column, packed, at, now);
                Arrays.fill(packed, at + now, at + columns, 0);
            }
            column += columns;
        }
        return packed;
    }
}
