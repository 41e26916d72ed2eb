package dev.kiln.runtime;

import java.util.Arrays;

/// What a convolution with a kernel of three by three in steps of one sends back to its kernel, by [VectorTransforms].
final class WinogradToKernel extends WinogradConvolution {
    private final long d;
    private final long to;
    private final VectorTransform arrivingToBlocks = VectorTransforms.ARRIVING.compiled();
    private final VectorTransform blocksToGradient = VectorTransforms.GRADIENT.compiled();

    /// Rows of sums that one of the matrices has room for.
    private final int room;

    private final int[] arrivingRows;
    private final int[] arrivingMatrices;
    private final int[] arriving;
    private final int[] arrivingPlaces;
    private final int[][] tileRows;
    private final int[] blockList;
    private final int[] sumRows;
    private final int[] sumMatrices;
    private final int arrivingStride;
    private final KernelSums sums;

    WinogradToKernel(
            WindowPlaces window, long x, long d, long to, Elements elements, Scratch scratch) {
        super(window, x, elements, scratch);
        this.d = d;
        this.to = to;
        this.room = in + mostRows();
        this.arrivingRows = blocks.rows(width);
        this.arrivingStride = blocks.most * width + WinogradBlocks.APART;
        this.arrivingMatrices = WinogradBlocks.matrices(arrivingStride);
        this.arriving = blocks.results(width);
        this.arrivingPlaces = blocks.resultPlaces(width);
        int[] rows = new int[WinogradBlocks.MATRICES * room];
        Arrays.setAll(rows, row -> row / room * blockStride + Math.min(row % room, in - 1));
        this.tileRows = starts(rows);
        this.blockList = new int[blocks.most];
        Arrays.setAll(blockList, block -> block * in);
        this.sumRows = new int[in];
        Arrays.setAll(sumRows, channel -> channel * width);
        this.sumMatrices = WinogradBlocks.matrices(room * width);
        this.sums =
                new KernelSums(this, WinogradBlocks.MATRICES * room * width, Scratch.Use.PRODUCTS);
    }

    @Override
    void join(DirectConvolution other) {
        sums.add(((WinogradToKernel) other).sums);
        end();
    }

    @Override
    public void run(Moment moment) {
        super.run(moment);
        if (sums.areAll()) {
            end();
        }
    }

    @Override
    void begin() {
        Arrays.fill(results(), 0, blocks.images * resultSize(), 0);
    }

    @Override
    void beginImages(int first, int count) {
        for (int i = 0; i < count; i++) {
            load(results(), i * resultSize(), first + i);
        }
    }

    @Override
    void multiply(float[] left, int from, int count, boolean isFirst) {
        float[] right = array(Scratch.Use.RIGHT, WinogradBlocks.MATRICES * arrivingStride);
        arrivingToBlocks.apply(
                results(),
                arriving,
                arrivingPlaces,
                right,
                arrivingRows,
                arrivingMatrices,
                from,
                count,
                width);
        for (int matrix = 0; matrix < WinogradBlocks.MATRICES; matrix++) {
            addProduct(
                    isFirst,
                    left,
                    tileRows,
                    matrix * room,
                    in,
                    blockList,
                    0,
                    count,
                    right,
                    arrivingMatrices[matrix],
                    sums.array(),
                    sumMatrices[matrix]);
        }
    }

    @Override
    void endImages(int first, int count) {}

    private void load(float[] results, int to, int element) {
        int wide = window.y().get(2);
        for (int row = 0; row < window.y().get(1); row++) {
            int start = to + row * blocks.resultColumns * width;
            loadRows(positions(d, element, row * wide), results, start, wide);
        }
    }

    private void end() {
        float[] gradient = array(Scratch.Use.KERNEL, window.size() * in * width);
        blocksToGradient.apply(
                sums.array(), sumRows, sumMatrices, gradient, sumRows, windowPlaces, 0, in, width);
        storeRows(gradient, 0, to, window.size() * in);
    }
}
