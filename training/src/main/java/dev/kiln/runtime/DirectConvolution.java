package dev.kiln.runtime;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/// Convolutions that read the image where it lies, by [TileProducts]: nothing is laid out in columns.
///
/// Each number of a result is one sum in the order of the window's places and channels; that of a kernel's gradient in the order of batch and
/// positions.
abstract class DirectConvolution implements Kernel {
    /// Multiplications in one element of the batch: below this the library's products are as fast, and need no warming up.
    private static final long WORTH = 1 << 17;

    /// Floats of a kernel that is copied onto the heap; the library's products over larger ones are as fast.
    private static final long MOST = 1 << 22;

    /// Floats that stay in a processor's first cache beside others.
    private static final int NEAR = 6144;

    final WindowPlaces window;
    final PaddedImage image;
    final Elements elements;
    final int channels;

    /// Numbers in a row of the right factor and of the result: the channels, filled up to whole vectors.
    final int width;

    final List<Integer> cut;
    final TileProduct[] products;
    private final Scratch scratch;

    DirectConvolution(WindowPlaces window, PaddedImage image, Elements elements, Scratch scratch) {
        this(window, image, elements, scratch, TileProducts::of);
    }

    /// @param product the product for tiles with so many vectors in a row
    DirectConvolution(
            WindowPlaces window,
            PaddedImage image,
            Elements elements,
            Scratch scratch,
            Function<Integer, TileProduct> product) {
        this.window = window;
        this.image = image;
        this.elements = elements;
        this.channels = window.y().last();
        this.cut = TileProducts.cut(channels);
        this.width = cut.stream().mapToInt(Integer::intValue).sum() * TileProducts.LANES;
        this.products = cut.stream().map(product).toArray(TileProduct[]::new);
        this.scratch = scratch;
    }

    /// Whether this is faster than columns: a rule of the shapes of one element, so that the same rows give the same bits in every batch.
    static boolean suits(WindowPlaces window, int groups) {
        long work = (long) window.positions() * window.size() * window.channels();
        return TileProducts.LANES > 0
                && groups == 1
                && window.batch() > 0
                && window.y().last() >= TileProducts.LANES / 2
                && work * window.y().last() >= WORTH
                && (long) window.size() * window.channels() * window.y().last() <= MOST
                && PaddedImage.suits(window);
    }

    /// Whether that holds for what a convolution sends back to its image: a convolution too, where it moves in steps of one.
    static boolean suitsBack(WindowPlaces window, int groups) {
        return window.canBeTurned() && suits(window.turned(), groups);
    }

    private static Kernel halved(
            WindowPlaces window, Scratch scratch, HalvedKernel.Part<DirectConvolution> part) {
        boolean isWorth = ConvolutionKernel.work(window, 1) >= ConvolutionKernel.WORTH_HALVING;
        return HalvedKernel.of(window.batch(), isWorth, scratch, part, DirectConvolution::join);
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
    final float[] array(Scratch.Use use, int floats) {
        return scratch.array(use, floats);
    }

    /// The same with zeros in it.
    final float[] zeros(Scratch.Use use, int floats) {
        float[] array = array(use, floats);
        Arrays.fill(array, 0, floats, 0);
        return array;
    }

    /// Brings rows of channels, one behind the other in memory, into rows of whole vectors.
    final void loadRows(long address, float[] to, int at, int rows) {
        if (width == channels) {
            Tile.load(address, to, at, rows * width);
            return;
        }
        for (int row = 0; row < rows; row++) {
            long shift = (long) row * channels * Float.BYTES;
            int start = at + row * width;
            Tile.load(address + shift, to, start, channels);
            Arrays.fill(to, start + channels, start + width, 0);
        }
    }

    /// The way back.
    final void storeRows(float[] from, int at, long address, int rows) {
        if (width == channels) {
            Tile.store(from, at, address, rows * width);
            return;
        }
        for (int row = 0; row < rows; row++) {
            long shift = (long) row * channels * Float.BYTES;
            Tile.store(from, at + row * width, address + shift, channels);
        }
    }

    /// Puts a product with a kernel into rows of the result, tile by tile.
    ///
    /// @param starts where rows of the left factor begin, from `first` on
    /// @param list   how far behind that all factors of a sum are
    /// @param right  from `base` on: the columns of the tiles, one after the other
    /// @param out    from `to` on
    final void multiplyByKernel(
            float[] left,
            int[] starts,
            int first,
            int count,
            int[] list,
            float[] right,
            int base,
            float[] out,
            int to) {
        int column = 0;
        for (int c = 0; c < products.length; c++) {
            int columns = cut.get(c) * TileProducts.LANES;
            int rows = TileProducts.rows(cut.get(c));
            int length = Math.ceilDiv(list.length, Math.ceilDiv(list.length * columns, NEAR));
            for (int from = 0; from < list.length; from += length) {
                int now = Math.min(length, list.length - from);
                for (int row = 0; row < count; row += rows) {
                    products[c].add(
                            from == 0,
                            left,
                            starts,
                            first + row,
                            list,
                            from,
                            now,
                            right,
                            base + column * list.length + from * columns,
                            columns,
                            out,
                            to + row * width + column,
                            width);
                }
            }
            column += columns;
        }
    }

    /// Adds a product with what arrived to rows of sums, tile by tile; what was there counts as 0 where it is the first.
    ///
    /// @param starts where rows of the left factor begin, from `first` on
    /// @param list   from `from` on: how far behind that each of `length` factors of a sum is
    /// @param right  from `base` on: a row for each of them
    /// @param sums   from `to` on
    final void addProduct(
            boolean isFirst,
            float[] left,
            int[] starts,
            int first,
            int count,
            int[] list,
            int from,
            int length,
            float[] right,
            int base,
            float[] sums,
            int to) {
        int column = 0;
        for (int c = 0; c < products.length; c++) {
            int rows = TileProducts.rows(cut.get(c));
            for (int row = 0; row < count; row += rows) {
                products[c].add(
                        isFirst,
                        left,
                        starts,
                        first + row,
                        list,
                        from,
                        length,
                        right,
                        base + column,
                        width,
                        sums,
                        to + row * width + column,
                        width);
            }
            column += cut.get(c) * TileProducts.LANES;
        }
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
                Elements elements,
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
            float[] in = zeros(Scratch.Use.IMAGE, image.size());
            float[] out = array(Scratch.Use.RESULT, (block + 2 * mostRows()) * width);
            for (int e = elements.first(); e < elements.end(); e++) {
                image.load(image(x, e), in, 0);
                for (int from = 0; from < window.positions(); from += block) {
                    int count = Math.min(block, window.positions() - from);
                    multiplyByKernel(in, positions, from, count, places, right, 0, out, 0);
                    storeRows(out, 0, positions(to, e, from), count);
                }
            }
        }

        /// The kernel, cut into columns of tiles: one after the other `[places, columns of the tile]`.
        private float[] packed() {
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

    private static final class ToKernel extends DirectConvolution {
        private final long x;
        private final long d;
        private final long to;
        private final int[] positions;
        private final int[] places;
        private final int block;

        private final KernelSums sums;

        ToKernel(WindowPlaces window, long x, long d, long to, Elements elements, Scratch scratch) {
            super(window, new PaddedImage(window), elements, scratch);
            this.x = x;
            this.d = d;
            this.to = to;
            this.positions = image.positions();
            this.places = filledUp(image.places(), mostRows());
            this.block = Math.clamp(2 * NEAR / width, 1, window.positions());
            this.sums = new KernelSums(this, places.length * width, Scratch.Use.RESULT);
        }

        @Override
        public void run(Moment moment) {
            float[] in = zeros(Scratch.Use.IMAGE, image.size());
            float[] right = array(Scratch.Use.RIGHT, block * width);
            float[] sums = this.sums.array();
            for (int e = elements.first(); e < elements.end(); e++) {
                image.load(image(x, e), in, 0);
                for (int from = 0; from < window.positions(); from += block) {
                    int count = Math.min(block, window.positions() - from);
                    boolean isFirst = e == elements.first() && from == 0;
                    loadRows(positions(d, e, from), right, 0, count);
                    addProduct(
                            isFirst, in, places, 0, numbers(), positions, from, count, right, 0,
                            sums, 0);
                }
            }
            if (this.sums.areAll()) {
                end();
            }
        }

        private int numbers() {
            return window.size() * window.channels();
        }

        @Override
        void join(DirectConvolution other) {
            sums.add(((ToKernel) other).sums);
            end();
        }

        private void end() {
            storeRows(sums.array(), 0, to, numbers());
        }
    }
}
