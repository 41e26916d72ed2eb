package dev.kiln.runtime;

import java.util.Arrays;
import java.util.List;

/// Convolutions that read the image where it lies, by [TileProducts]: nothing is laid out in columns. Without groups, or with as many as
/// there are channels (depthwise).
///
/// Each number of a result is one sum in the order of the window's places and channels; that of a kernel's gradient in the order of batch and
/// positions.
abstract class DirectConvolution implements Kernel {
    /// Multiplications in one element of the batch: below this the library's products are as fast, and need no warming up.
    private static final long WORTH = 1 << 17;

    /// The same where each channel has a kernel of its own.
    private static final long WORTH_BY_CHANNEL = 1 << 14;

    /// Multiplications and additions in a batch of such convolutions that are worth a second thread: they wait for memory more than products.
    private static final double WORTH_HALVING_BY_CHANNEL = 2e6;

    /// Floats of a kernel that is copied onto the heap; the library's products over larger ones are as fast.
    private static final long MOST = 1 << 22;

    /// Floats that stay in a processor's first cache beside others.
    private static final int NEAR = 6144;

    /// Floats of a result that are worked on at a time, with products and where each channel has a kernel of its own.
    private static final int BLOCK = 2 * NEAR;

    private static final int BLOCK_BY_CHANNEL = 8192;

    final WindowPlaces window;
    final PaddedImage image;
    final Elements elements;
    final int channels;

    /// Numbers in a row of the right factor and of the result: the channels, filled up to whole vectors.
    final int width;

    final List<Integer> cut;
    final TileProduct[] products;
    private final Scratch scratch;

    /// Whether each channel has a kernel of its own: then channels are the lanes of vectors on both sides of the product.
    private final boolean byChannel;

    /// @param byChannel whether each channel has a kernel of its own
    DirectConvolution(
            WindowPlaces window,
            PaddedImage image,
            Elements elements,
            Scratch scratch,
            boolean byChannel) {
        this.window = window;
        this.image = image;
        this.elements = elements;
        this.channels = window.y().last();
        this.cut = TileProducts.cut(channels);
        this.width = cut.stream().mapToInt(Integer::intValue).sum() * TileProducts.LANES;
        this.products =
                cut.stream()
                        .map(vectors -> TileProducts.of(vectors, byChannel))
                        .toArray(TileProduct[]::new);
        this.scratch = scratch;
        this.byChannel = byChannel;
    }

    /// Whether this is faster than columns: a rule of the shapes of one element, so that the same rows give the same bits in every batch.
    static boolean suits(WindowPlaces window, int groups) {
        return TileProducts.LANES > 0
                && window.batch() > 0
                && window.y().last() >= TileProducts.LANES / 2
                && (groups == 1
                        ? isWorth(window)
                        : isByChannel(window, groups) && isWorthByChannel(window))
                && PaddedImage.suits(window);
    }

    private static boolean isWorth(WindowPlaces window) {
        long work = (long) window.positions() * window.size() * window.channels();
        return work * window.y().last() >= WORTH
                && (long) window.size() * window.channels() * window.y().last() <= MOST;
    }

    private static boolean isByChannel(WindowPlaces window, int groups) {
        return groups == window.channels() && groups == window.y().last();
    }

    private static boolean isWorthByChannel(WindowPlaces window) {
        return (long) window.positions() * window.size() * window.channels() >= WORTH_BY_CHANNEL;
    }

    /// Whether that holds for what a convolution sends back to its image: a convolution too, where it moves in steps of one.
    static boolean suitsBack(WindowPlaces window, int groups) {
        return window.canBeTurned() && suits(window.turned(), groups);
    }

    private static Kernel halved(
            WindowPlaces window,
            int groups,
            Scratch scratch,
            HalvedKernel.Part<DirectConvolution> part) {
        double worth = groups == 1 ? ConvolutionKernel.WORTH_HALVING : WORTH_HALVING_BY_CHANNEL;
        boolean isWorth = ConvolutionKernel.work(window, groups) >= worth;
        return HalvedKernel.of(window.batch(), isWorth, scratch, part, DirectConvolution::join);
    }

    /// Puts what another part of the batch gave to what this one gave.
    void join(DirectConvolution other) {}

    /// A convolution.
    ///
    /// @param kernel   `[window, channels of a group, out]`
    /// @param isTurned whether the kernel is that of the convolution whose gradient this is: `[window backwards, out, in]`, by channels
    ///                 `[window backwards, 1, channels]`
    static Kernel forward(
            WindowPlaces window,
            int groups,
            long x,
            long kernel,
            boolean isTurned,
            long to,
            Scratch scratch) {
        return halved(
                window,
                groups,
                scratch,
                (part, work) ->
                        groups > 1
                                ? new DepthwiseForward(window, x, kernel, isTurned, to, part, work)
                                : WinogradBlocks.suits(window)
                                        ? new WinogradForward(
                                                window, x, kernel, isTurned, to, part, work)
                                        : new DirectForward(
                                                window, false, x, kernel, isTurned, to, part,
                                                work));
    }

    /// What a convolution sends back to its kernel.
    static Kernel toKernel(
            WindowPlaces window, int groups, long x, long d, long to, Scratch scratch) {
        return halved(
                window,
                groups,
                scratch,
                (part, work) ->
                        groups == 1 && WinogradBlocks.suits(window)
                                ? new WinogradToKernel(window, x, d, to, part, work)
                                : new DirectToKernel(window, groups > 1, x, d, to, part, work));
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
    /// @param starts by [#starts]: where rows of the left factor begin, from `first` on
    /// @param list   from `from` on: how far behind that each of `length` factors of a sum is
    /// @param right  from `base` on: a row for each of them
    /// @param sums   from `to` on
    final void addProduct(
            boolean isFirst,
            float[] left,
            int[][] starts,
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
                        starts[c],
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

    /// For each column of tiles, where the rows of its left factor begin: the same for all, or at the column's channels.
    final int[][] starts(int[] rows) {
        int[][] starts = new int[cut.size()][];
        int column = 0;
        for (int c = 0; c < starts.length; c++) {
            starts[c] = filledUp(rows);
            for (int row = 0; byChannel && row < starts[c].length; row++) {
                starts[c][row] += column;
            }
            column += cut.get(c) * TileProducts.LANES;
        }
        return starts;
    }

    /// How far behind a row's start the factors are that belong to places of the window: for each channel, or for the first.
    final int[] places() {
        int[] all = image.places();
        if (!byChannel) {
            return all;
        }
        int[] places = new int[window.size()];
        Arrays.setAll(places, place -> all[place * channels]);
        return places;
    }

    /// Positions that are worked on at a time.
    final int block() {
        return Math.clamp((byChannel ? BLOCK_BY_CHANNEL : BLOCK) / width, 1, window.positions());
    }

    /// An element of the batch with its padding; vectors of the last place may read behind it what no result keeps.
    final float[] emptyImage() {
        return zeros(Scratch.Use.IMAGE, image.size() + (byChannel ? width : 0));
    }

    /// A list with its last entry again and again, so that the last tile has all its rows.
    final int[] filledUp(int[] list) {
        int[] filled = Arrays.copyOf(list, list.length + mostRows());
        Arrays.fill(filled, list.length, filled.length, list[list.length - 1]);
        return filled;
    }

    final int mostRows() {
        return cut.stream().mapToInt(TileProducts::rows).max().orElseThrow();
    }
}
