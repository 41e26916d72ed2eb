package dev.kiln.runtime;

import java.util.Arrays;

/// A convolution with a kernel of three by three in steps of one, by [VectorTransforms].
final class WinogradForward extends DirectConvolution {
    private final long x;
    private final long kernel;
    private final boolean isTurned;
    private final long to;
    private final int in;
    private final WinogradBlocks blocks;
    private final VectorTransform imageToBlocks = VectorTransforms.IMAGE.compiled();
    private final VectorTransform kernelToBlocks = VectorTransforms.KERNEL.compiled();
    private final VectorTransform blocksToResult = VectorTransforms.RESULT.compiled();

    /// Rows of products that one of the matrices has room for.
    private final int room;

    private final int blockStride;
    private final int productStride;
    private final int[] blockRows;
    private final int[] blockMatrices;
    private final int[] productRows;
    private final int[] productMatrices;
    private final int[] results;
    private final int[] resultPlaces;
    private final int[] tileRows;
    private final int[] channelList;
    private final int[] kernelStarts;
    private final int[] windowPlaces;
    private final int[] rightStarts;
    private final int[] rightMatrices;

    /// @param isTurned whether the kernel is that of the convolution whose gradient this is: `[window backwards, out, in]`
    WinogradForward(
            WindowPlaces window,
            long x,
            long kernel,
            boolean isTurned,
            long to,
            ConvolutionKernel.Elements elements,
            Scratch scratch) {
        super(window, new PaddedImage(window, 2), elements, scratch);
        this.x = x;
        this.kernel = kernel;
        this.isTurned = isTurned;
        this.to = to;
        this.in = window.channels();
        int count = elements.end() - elements.first();
        this.blocks = new WinogradBlocks(window, image, width, mostRows(), count);
        this.room = blocks.most + mostRows();
        this.blockRows = blocks.rows(in);
        this.blockStride = blocks.most * in + WinogradBlocks.APART;
        this.blockMatrices = WinogradBlocks.matrices(blockStride);
        this.productRows = blocks.rows(width);
        this.productStride = room * width + WinogradBlocks.APART;
        this.productMatrices = WinogradBlocks.matrices(productStride);
        this.results = blocks.results(width);
        this.resultPlaces = blocks.resultPlaces(width);
        int[] rows = new int[WinogradBlocks.MATRICES * blocks.most];
        Arrays.setAll(rows, row -> row / blocks.most * blockStride + row % blocks.most * in);
        this.tileRows = filledUp(rows, mostRows());
        this.kernelStarts = new int[in];
        this.rightStarts = new int[in];
        this.rightMatrices = new int[WinogradBlocks.MATRICES];
        this.windowPlaces = new int[window.size()];
        Arrays.setAll(windowPlaces, place -> place * in * width);
        this.channelList = new int[in];
        Arrays.setAll(channelList, channel -> channel);
    }

    @Override
    public void run(Moment moment) {
        float[] right = transformedKernel();
        float[] images = zeros(Use.IMAGE, blocks.images * image.size());
        float[] left = array(Use.BLOCKS, WinogradBlocks.MATRICES * blockStride);
        float[] products = array(Use.PRODUCTS, WinogradBlocks.MATRICES * productStride);
        int size = blocks.resultRows * blocks.resultColumns * width;
        float[] out = array(Use.RESULT, blocks.images * size);
        for (int e = elements.first(); e < elements.end(); e += blocks.images) {
            int now = Math.min(blocks.images, elements.end() - e);
            for (int i = 0; i < now; i++) {
                image.load(image(x, e + i), images, i * image.size());
            }
            for (int from = 0; from < blocks.of(now); from += blocks.most) {
                int count = Math.min(blocks.most, blocks.of(now) - from);
                imageToBlocks.apply(
                        images,
                        blocks.starts,
                        blocks.places,
                        left,
                        blockRows,
                        blockMatrices,
                        from,
                        count,
                        in);
                multiply(left, right, products, count);
                blocksToResult.apply(
                        products,
                        productRows,
                        productMatrices,
                        out,
                        results,
                        resultPlaces,
                        from,
                        count,
                        width);
            }
            for (int i = 0; i < now; i++) {
                store(out, i * size, e + i);
            }
        }
    }

    private void multiply(float[] left, float[] right, float[] products, int count) {
        for (int matrix = 0; matrix < WinogradBlocks.MATRICES; matrix++) {
            int start = matrix * productStride;
            int column = 0;
            for (int c = 0; c < this.products.length; c++) {
                int columns = cut.get(c) * TileProducts.LANES;
                int rows = TileProducts.rows(cut.get(c));
                int base = (column * WinogradBlocks.MATRICES + matrix * columns) * in;
                for (int row = 0; row < count; row += rows) {
                    this.products[c].add(
                            true,
                            left,
                            tileRows,
                            matrix * blocks.most + row,
                            channelList,
                            0,
                            in,
                            right,
                            base,
                            columns,
                            products,
                            start + row * width + column,
                            width);
                }
                column += columns;
            }
        }
    }

    private void store(float[] out, int from, int element) {
        int high = window.y().get(1);
        int wide = window.y().get(2);
        for (int row = 0; row < high; row++) {
            int start = from + row * blocks.resultColumns * width;
            long address = positions(to, element, row * wide);
            if (width == channels) {
                Tile.store(out, start, address, wide * width);
                continue;
            }
            for (int column = 0; column < wide; column++) {
                long shift = (long) column * channels * Float.BYTES;
                Tile.store(out, start + column * width, address + shift, channels);
            }
        }
    }

    /// The kernel, cut into columns of tiles: one after the other 16 matrices `[channels in, columns of the tile]`.
    private float[] transformedKernel() {
        int rows = window.size() * in;
        float[] numbers = array(Use.KERNEL, rows * channels);
        Tile.load(kernel, numbers, 0, rows * channels);
        float[] filled = array(Use.BLOCKS, rows * width);
        for (int row = 0; row < rows; row++) {
            kernelRow(numbers, isTurned, row, 0, filled, row * width, channels);
            Arrays.fill(filled, row * width + channels, (row + 1) * width, 0);
        }
        float[] right = array(Use.RIGHT, WinogradBlocks.MATRICES * in * width);
        int column = 0;
        for (int vectors : cut) {
            int columns = vectors * TileProducts.LANES;
            for (int channel = 0; channel < in; channel++) {
                kernelStarts[channel] = channel * width + column;
                rightStarts[channel] = column * WinogradBlocks.MATRICES * in + channel * columns;
            }
            for (int matrix = 0; matrix < WinogradBlocks.MATRICES; matrix++) {
                rightMatrices[matrix] = matrix * in * columns;
            }
            kernelToBlocks.apply(
                    filled,
                    kernelStarts,
                    windowPlaces,
                    right,
                    rightStarts,
                    rightMatrices,
                    0,
                    in,
                    columns);
            column += columns;
        }
        return right;
    }
}
