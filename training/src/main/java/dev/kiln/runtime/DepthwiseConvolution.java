package dev.kiln.runtime;

/// Convolutions in which each channel has a kernel of its own: channels are the lanes of vectors, and the image is read where it lies.
///
/// Each number of a result is one sum in the order of the window's places; that of a kernel's gradient in the order of batch and positions.
abstract class DepthwiseConvolution extends DirectConvolution {
    /// Multiplications in one element of the batch: below this columns are as fast, and need no warming up.
    private static final long WORTH = 1 << 14;

    /// Multiplications and additions in a batch that are worth a second thread: they wait for memory more than those of products.
    private static final double WORTH_HALVING = 2e6;

    /// Floats of the result that are worked on at a time.
    private static final int BLOCK = 8192;

    final int[] positions;
    final int[] places;

    /// Positions that are worked on at a time.
    final int block;

    private DepthwiseConvolution(WindowPlaces window, Elements elements, Scratch scratch) {
        super(window, new PaddedImage(window), elements, scratch, TileProducts::ofChannels);
        this.positions = image.positions();
        int[] numbers = image.places();
        this.places = new int[window.size()];
        for (int place = 0; place < places.length; place++) {
            places[place] = numbers[place * channels];
        }
        this.block = Math.clamp(BLOCK / width, 1, window.positions());
    }

    /// Whether this is faster than columns: a rule of the shapes of one element, so that the same rows give the same bits in every batch.
    static boolean suits(WindowPlaces window, int groups) {
        int channels = window.channels();
        return TileProducts.LANES > 0
                && groups > 1
                && groups == channels
                && groups == window.y().last()
                && window.batch() > 0
                && channels >= TileProducts.LANES / 2
                && (long) window.positions() * window.size() * channels >= WORTH
                && PaddedImage.suits(window);
    }

    /// Whether that holds for what a convolution sends back to its image: a convolution too, where it moves in steps of one.
    static boolean suitsBack(WindowPlaces window, int groups) {
        return window.canBeTurned() && suits(window.turned(), groups);
    }

    /// A convolution.
    ///
    /// @param kernel   `[window, 1, channels]`
    /// @param isTurned whether the kernel is that of the convolution whose gradient this is: `[window backwards, 1, channels]`
    static Kernel forward(
            WindowPlaces window, long x, long kernel, boolean isTurned, long to, Scratch scratch) {
        return HalvedKernel.<DirectConvolution>of(
                window.batch(),
                isWorthHalving(window),
                scratch,
                (part, work) -> new Forward(window, x, kernel, isTurned, to, part, work),
                DirectConvolution::join);
    }

    /// What a convolution sends back to its kernel.
    static Kernel toKernel(WindowPlaces window, long x, long d, long to, Scratch scratch) {
        return HalvedKernel.<DirectConvolution>of(
                window.batch(),
                isWorthHalving(window),
                scratch,
                (part, work) -> new ToKernel(window, x, d, to, part, work),
                DirectConvolution::join);
    }

    private static boolean isWorthHalving(WindowPlaces window) {
        return ConvolutionKernel.work(window, window.channels()) >= WORTH_HALVING;
    }

    /// An element of the batch with its padding; vectors of the last place may read behind it what no result keeps.
    final float[] emptyImage() {
        return zeros(Scratch.Use.IMAGE, image.size() + width);
    }

    /// For each column of tiles: where its rows begin in the image.
    final int[][] starts(int[] rows) {
        int[][] starts = new int[cut.size()][];
        int column = 0;
        for (int c = 0; c < starts.length; c++) {
            starts[c] = filledUp(rows, mostRows());
            for (int row = 0; row < starts[c].length; row++) {
                starts[c][row] += column;
            }
            column += cut.get(c) * TileProducts.LANES;
        }
        return starts;
    }

    /// Adds up, for rows and all channels: `out[r, c] += sum over i of in[rows[r] + list[i] + c] * right[i, c]`.
    ///
    /// @param isFirst whether what is there counts as 0
    /// @param starts  where rows begin, from `first` on
    /// @param list    from `from` on: how far behind that each of `length` factors is
    final void add(
            boolean isFirst,
            float[] in,
            int[][] starts,
            int first,
            int count,
            int[] list,
            int from,
            int length,
            float[] right,
            float[] out) {
        int column = 0;
        for (int c = 0; c < products.length; c++) {
            int rows = TileProducts.rows(cut.get(c));
            for (int row = 0; row < count; row += rows) {
                products[c].add(
                        isFirst,
                        in,
                        starts[c],
                        first + row,
                        list,
                        from,
                        length,
                        right,
                        column,
                        width,
                        out,
                        row * width + column,
                        width);
            }
            column += cut.get(c) * TileProducts.LANES;
        }
    }

    private static final class Forward extends DepthwiseConvolution {
        private final long x;
        private final long kernel;
        private final boolean isTurned;
        private final long to;
        private final int[][] starts;

        Forward(
                WindowPlaces window,
                long x,
                long kernel,
                boolean isTurned,
                long to,
                Elements elements,
                Scratch scratch) {
            super(window, elements, scratch);
            this.x = x;
            this.kernel = kernel;
            this.isTurned = isTurned;
            this.to = to;
            this.starts = starts(positions);
        }

        @Override
        public void run(Moment moment) {
            float[] right = array(Scratch.Use.RIGHT, places.length * width);
            for (int place = 0; place < places.length; place++) {
                int from = isTurned ? places.length - 1 - place : place;
                loadRows(kernel + (long) from * channels * Float.BYTES, right, place * width, 1);
            }
            float[] in = emptyImage();
            float[] out = array(Scratch.Use.RESULT, (block + mostRows()) * width);
            for (int e = elements.first(); e < elements.end(); e++) {
                image.load(image(x, e), in, 0);
                for (int from = 0; from < window.positions(); from += block) {
                    int count = Math.min(block, window.positions() - from);
                    add(true, in, starts, from, count, places, 0, places.length, right, out);
                    storeRows(out, 0, positions(to, e, from), count);
                }
            }
        }
    }

    private static final class ToKernel extends DepthwiseConvolution {
        private final long x;
        private final long d;
        private final long to;
        private final int[][] starts;
        private final KernelSums sums;

        ToKernel(WindowPlaces window, long x, long d, long to, Elements elements, Scratch scratch) {
            super(window, elements, scratch);
            this.x = x;
            this.d = d;
            this.to = to;
            this.starts = starts(places);
            int rows = places.length + mostRows();
            this.sums = new KernelSums(this, rows * width, Scratch.Use.RESULT);
        }

        @Override
        public void run(Moment moment) {
            float[] in = emptyImage();
            float[] right = array(Scratch.Use.RIGHT, block * width);
            float[] sums = this.sums.array();
            for (int e = elements.first(); e < elements.end(); e++) {
                image.load(image(x, e), in, 0);
                for (int from = 0; from < window.positions(); from += block) {
                    int count = Math.min(block, window.positions() - from);
                    boolean isFirst = e == elements.first() && from == 0;
                    loadRows(positions(d, e, from), right, 0, count);
                    add(isFirst, in, starts, 0, places.length, positions, from, count, right, sums);
                }
            }
            if (this.sums.areAll()) {
                end();
            }
        }

        @Override
        void join(DirectConvolution other) {
            sums.add(((ToKernel) other).sums);
            end();
        }

        private void end() {
            storeRows(sums.array(), 0, to, places.length);
        }
    }
}
