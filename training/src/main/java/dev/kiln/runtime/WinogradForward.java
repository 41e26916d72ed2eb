package dev.kiln.runtime;

import java.util.Arrays;

/// A convolution with a kernel of three by three in steps of one, by [VectorTransforms].
final class WinogradForward extends WinogradConvolution {
    private final long kernel;
    private final boolean isTurned;
    private final long to;
    private final VectorTransform kernelToBlocks = VectorTransforms.KERNEL.compiled();
    private final VectorTransform blocksToResult = VectorTransforms.RESULT.compiled();
    private final int productStride;
    private final int[] productRows;
    private final int[] productMatrices;
    private final int[] results;
    private final int[] resultPlaces;
    private final int[] tileRows;
    private final int[] channelList;
    private final int[] kernelStarts;
    private final int[] rightStarts;
    private final int[] rightMatrices;

    /// @param isTurned whether the kernel is that of the convolution whose gradient this is: `[window backwards, out, in]`
    WinogradForward(
            WindowPlaces window,
            long x,
            long kernel,
            boolean isTurned,
            long to,
            Elements elements,
            Scratch scratch) {
        super(window, x, elements, scratch);
        this.kernel = kernel;
        this.isTurned = isTurned;
        this.to = to;
        this.productRows = blocks.rows(width);
        this.productStride = (blocks.most + mostRows()) * width + WinogradBlocks.APART;
        this.productMatrices = WinogradBlocks.matrices(productStride);
        this.results = blocks.results(width);
        this.resultPlaces = blocks.resultPlaces(width);
        int[] rows = new int[WinogradBlocks.MATRICES * blocks.most];
        Arrays.setAll(rows, row -> row / blocks.most * blockStride + row % blocks.most * in);
        this.tileRows = filledUp(rows);
        this.kernelStarts = new int[in];
        this.rightStarts = new int[in];
        this.rightMatrices = WinogradBlocks.matrices(in * width);
        this.channelList = new int[in];
        Arrays.setAll(channelList, channel -> channel);
    }

    @Override
    void begin() {
        transformKernel();
    }

    @Override
    void beginImages(int first, int count) {}

    @Override
    void multiply(float[] left, int from, int count, boolean isFirst) {
        float[] right = right();
        float[] products = array(Scratch.Use.PRODUCTS, WinogradBlocks.MATRICES * productStride);
        for (int matrix = 0; matrix < WinogradBlocks.MATRICES; matrix++) {
            multiplyByKernel(
                    left,
                    tileRows,
                    matrix * blocks.most,
                    count,
                    channelList,
                    right,
                    rightMatrices[matrix],
                    products,
                    productMatrices[matrix]);
        }
        blocksToResult.apply(
                products,
                productRows,
                productMatrices,
                results(),
                results,
                resultPlaces,
                from,
                count,
                width);
    }

    @Override
    void endImages(int first, int count) {
        for (int i = 0; i < count; i++) {
            store(results(), i * resultSize(), first + i);
        }
    }

    private float[] right() {
        return array(Scratch.Use.RIGHT, WinogradBlocks.MATRICES * in * width);
    }

    private void store(float[] out, int from, int element) {
        int wide = window.y().get(2);
        for (int row = 0; row < window.y().get(1); row++) {
            int start = from + row * blocks.resultColumns * width;
            storeRows(out, start, positions(to, element, row * wide), wide);
        }
    }

    /// The kernel as 16 matrices, each cut into columns of tiles: one after the other `[channels in, columns of the tile]`.
    private void transformKernel() {
        int rows = window.size() * in;
        float[] numbers = array(Scratch.Use.KERNEL, rows * channels);
        Tile.load(kernel, numbers, 0, rows * channels);
        float[] filled = array(Scratch.Use.BLOCKS, rows * width);
        for (int row = 0; row < rows; row++) {
            kernelRow(numbers, isTurned, row, 0, filled, row * width, channels);
            Arrays.fill(filled, row * width + channels, (row + 1) * width, 0);
        }
        float[] right = right();
        int column = 0;
        for (int vectors : cut) {
            int columns = vectors * TileProducts.LANES;
            for (int channel = 0; channel < in; channel++) {
                kernelStarts[channel] = channel * width + column;
                rightStarts[channel] = column * in + channel * columns;
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
    }
}
