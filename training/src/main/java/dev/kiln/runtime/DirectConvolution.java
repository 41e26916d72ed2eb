package dev.kiln.runtime;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.List;

/// Convolutions that read the image where it lies, by [TileProducts]: nothing is laid out in columns.
///
/// Each number of a result is one sum in the order of the window's places and channels; that of a kernel's gradient in the order of batch and
/// positions.
abstract class DirectConvolution implements Kernel {
    /// Multiplications in one element of the batch: below this the library's products are as fast, and need no warming up.
    private static final long WORTH = 1 << 17;

    /// Floats of a kernel that is copied onto the heap; the library's products over larger ones are as fast.
    private static final long MOST = 1 << 22;

    /// What arrays are used for that all convolutions share.
    enum Use {
        IMAGE,
        KERNEL,
        RIGHT,
        RESULT,
        BLOCKS,
        PRODUCTS
    }

    /// Floats that stay in a processor's first cache beside others.
    private static final int NEAR = 6144;

    final WindowPlaces window;
    final PaddedImage image;
    final ConvolutionKernel.Elements elements;
    final int channels;

    /// Numbers in a row of the right factor and of the result: the channels, filled up to whole vectors.
    final int width;

    final List<Integer> cut;
    final TileProduct[] products;
    private final Scratch scratch;

    DirectConvolution(
            WindowPlaces window,
            PaddedImage image,
            ConvolutionKernel.Elements elements,
            Scratch scratch) {
        this.window = window;
        this.image = image;
        this.elements = elements;
        this.channels = window.y().last();
        this.cut = TileProducts.cut(channels);
        this.width = cut.stream().mapToInt(Integer::intValue).sum() * TileProducts.LANES;
        this.products = cut.stream().map(TileProducts::of).toArray(TileProduct[]::new);
        this.scratch = scratch;
    }

    /// Whether this is faster than columns: a rule of the shapes of one element, so that the same rows give the same bits in every batch.
    static boolean suits(WindowPlaces window, int groups) {
        long work = (long) window.positions() * window.size() * window.channels();
        return TileProducts.LANES > 0
                && groups == 1
                && window.y().last() >= TileProducts.LANES / 2
                && work * window.y().last() >= WORTH
                && (long) window.size() * window.channels() * window.y().last() <= MOST
                && PaddedImage.suits(window);
    }

    /// A kernel over the whole batch, in halves where that is worth it.
    private static Kernel halved(WindowPlaces window, Scratch scratch, Part part) {
        int batch = window.batch();
        double work = 2.0 * window.y().size() * window.size() * window.channels();
        if (batch < 2 || work < ConvolutionKernel.WORTH_HALVING) {
            return part.of(new ConvolutionKernel.Elements(0, batch), scratch);
        }
        var first = part.of(new ConvolutionKernel.Elements(0, batch / 2), scratch);
        var second = part.of(new ConvolutionKernel.Elements(batch / 2, batch), scratch.other());
        return new HalvedKernel(first, second, _ -> first.join(second));
    }

    /// Binds a kernel to some elements of the batch.
    private interface Part {
        DirectConvolution of(ConvolutionKernel.Elements elements, Scratch scratch);
    }

    /// Puts what another part of the batch gave to what this one gave.
    void join(DirectConvolution other) {}

    /// A convolution.
    ///
    /// @param isTurned whether the kernel is that of the convolution whose gradient this is: `[window backwards, out, in]`
    static Kernel forward(
            WindowPlaces window, long x, long kernel, boolean isTurned, long to, Scratch scratch) {
        return halved(
                window,
                scratch,
                (part, work) ->
                        WinogradBlocks.suits(window)
                                ? new WinogradForward(window, x, kernel, isTurned, to, part, work)
                                : new Forward(window, x, kernel, isTurned, to, part, work));
    }

    /// What a convolution sends back to its kernel.
    static Kernel toKernel(WindowPlaces window, long x, long d, long to, Scratch scratch) {
        return halved(
                window,
                scratch,
                (part, work) ->
                        WinogradBlocks.suits(window)
                                ? new WinogradToKernel(window, x, d, to, part, work)
                                : new ToKernel(window, x, d, to, part, work));
    }

    /// An array that other kernels use too.
    final float[] array(Use use, int floats) {
        return scratch.array(use.ordinal(), floats);
    }

    /// The same with zeros in it.
    final float[] zeros(Use use, int floats) {
        float[] array = array(use, floats);
        Arrays.fill(array, 0, floats, 0);
        return array;
    }

    /// Some numbers of the row of the kernel that belongs to a place and a channel of the image.
    ///
    /// @param numbers  the kernel as it lies in memory
    /// @param isTurned whether that is `[window backwards, out, in]`
    /// @param row      place and channel
    final void kernelRow(
            float[] numbers, boolean isTurned, int row, int column, float[] to, int at, int count) {
        if (!isTurned) {
            System.arraycopy(numbers, row * channels + column, to, at, count);
            return;
        }
        int in = window.channels();
        int place = window.size() - 1 - row / in;
        int from = (place * channels + column) * in + row % in;
        for (int i = 0; i < count; i++) {
            to[at + i] = numbers[from + i * in];
        }
    }

    final long image(long x, int element) {
        return x + (long) element * window.spaces() * window.channels() * Float.BYTES;
    }

    final long positions(long y, int element, int position) {
        return y + ((long) element * window.positions() + position) * channels * Float.BYTES;
    }

    /// A list with its last entry again and again, so that the last tile has all its rows.
    static int[] filledUp(int[] list, int more) {
        int[] filled = Arrays.copyOf(list, list.length + more);
        Arrays.fill(filled, list.length, filled.length, list[list.length - 1]);
        return filled;
    }

    final int mostRows() {
        return cut.stream().mapToInt(TileProducts::rows).max().orElseThrow();
    }

    private static final class Forward extends DirectConvolution {
        private final long x;
        private final long kernel;
        private final boolean isTurned;
        private final long to;
        private final int[] positions;
        private final int[] places;

        /// Positions that are worked on at a time.
        private final int block;

        Forward(
                WindowPlaces window,
                long x,
                long kernel,
                boolean isTurned,
                long to,
                ConvolutionKernel.Elements elements,
                Scratch scratch) {
            super(window, new PaddedImage(window), elements, scratch);
            this.x = x;
            this.kernel = kernel;
            this.isTurned = isTurned;
            this.to = to;
            this.positions = filledUp(image.positions(), mostRows());
            this.places = image.places();
            this.block = Math.clamp(2 * NEAR / width, 1, window.positions());
        }

        @Override
        public void run(Moment moment) {
            float[] right = packed();
            float[] in = zeros(Use.IMAGE, image.size());
            float[] out = array(Use.RESULT, (block + 2 * mostRows()) * width);
            for (int e = elements.first(); e < elements.end(); e++) {
                image.load(image(x, e), in, 0);
                for (int from = 0; from < window.positions(); from += block) {
                    int count = Math.min(block, window.positions() - from);
                    block(in, right, out, from, count);
                    store(out, positions(to, e, from), count);
                }
            }
        }

        private void block(float[] in, float[] right, float[] out, int from, int count) {
            int column = 0;
            for (int c = 0; c < products.length; c++) {
                int vectors = cut.get(c);
                int columns = vectors * TileProducts.LANES;
                int rows = TileProducts.rows(vectors);
                int base = column * places.length;
                int parts = (places.length * columns + NEAR - 1) / NEAR;
                int length = (places.length + parts - 1) / parts;
                for (int first = 0; first < places.length; first += length) {
                    int now = Math.min(length, places.length - first);
                    for (int row = 0; row < count; row += rows) {
                        products[c].add(
                                first == 0,
                                in,
                                positions,
                                from + row,
                                places,
                                first,
                                now,
                                right,
                                base + first * columns,
                                columns,
                                out,
                                row * width + column,
                                width);
                    }
                }
                column += columns;
            }
        }

        private void store(float[] out, long address, int count) {
            if (width == channels) {
                Tile.store(out, 0, address, count * width);
                return;
            }
            for (int row = 0; row < count; row++) {
                long shift = (long) row * channels * Float.BYTES;
                Tile.store(out, row * width, address + shift, channels);
            }
        }

        /// The kernel, cut into columns of tiles: one after the other `[places, columns of the tile]`.
        private float[] packed() {
            int floats = places.length * channels;
            float[] numbers = array(Use.KERNEL, floats);
            Tile.load(kernel, numbers, 0, floats);
            float[] packed = array(Use.RIGHT, places.length * width);
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

    private static final class ToKernel extends DirectConvolution {
        private final long x;
        private final long d;
        private final long to;
        private final int[] positions;
        private final int[] places;
        private final int block;

        /// Where a later part of the batch keeps its sums.
        private final float @Nullable [] own;

        ToKernel(
                WindowPlaces window,
                long x,
                long d,
                long to,
                ConvolutionKernel.Elements elements,
                Scratch scratch) {
            super(window, new PaddedImage(window), elements, scratch);
            this.x = x;
            this.d = d;
            this.to = to;
            this.positions = image.positions();
            this.places = filledUp(image.places(), mostRows());
            this.block = Math.clamp(2 * NEAR / width, 1, window.positions());
            this.own = elements.first() == 0 ? null : new float[places.length * width];
        }

        private float[] sums() {
            return own == null ? array(Use.RESULT, places.length * width) : own;
        }

        @Override
        void join(DirectConvolution other) {
            float[] sums = sums();
            float[] others = ((ToKernel) other).sums();
            for (int i = 0; i < places.length * width; i++) {
                sums[i] += others[i];
            }
            store(sums);
        }

        @Override
        public void run(Moment moment) {
            float[] in = zeros(Use.IMAGE, image.size());
            float[] right = array(Use.RIGHT, block * width);
            float[] sums = sums();
            for (int e = elements.first(); e < elements.end(); e++) {
                image.load(image(x, e), in, 0);
                for (int from = 0; from < window.positions(); from += block) {
                    int count = Math.min(block, window.positions() - from);
                    load(positions(d, e, from), right, count);
                    block(e == elements.first() && from == 0, in, right, sums, from, count);
                }
            }
            if (own == null) {
                store(sums);
            }
        }

        private void store(float[] sums) {
            int numbers = window.size() * window.channels();
            for (int row = 0; row < numbers; row++) {
                long shift = (long) row * channels * Float.BYTES;
                Tile.store(sums, row * width, to + shift, channels);
            }
        }

        private void block(
                boolean isFirst, float[] in, float[] right, float[] sums, int from, int count) {
            int numbers = window.size() * window.channels();
            int column = 0;
            for (int c = 0; c < products.length; c++) {
                int rows = TileProducts.rows(cut.get(c));
                for (int row = 0; row < numbers; row += rows) {
                    products[c].add(
                            isFirst,
                            in,
                            places,
                            row,
                            positions,
                            from,
                            count,
                            right,
                            column,
                            width,
                            sums,
                            row * width + column,
                            width);
                }
                column += cut.get(c) * TileProducts.LANES;
            }
        }

        private void load(long address, float[] right, int count) {
            if (width == channels) {
                Tile.load(address, right, 0, count * width);
                return;
            }
            for (int row = 0; row < count; row++) {
                long shift = (long) row * channels * Float.BYTES;
                Tile.load(address + shift, right, row * width, channels);
                Arrays.fill(right, row * width + channels, (row + 1) * width, 0);
            }
        }
    }
}
