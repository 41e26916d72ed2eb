package dev.kiln.runtime;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/// What a convolution with a kernel of three by three in steps of one sends back to its kernel, by [VectorTransforms].
final class WinogradToKernel extends DirectConvolution {
    private final long x;
    private final long d;
    private final long to;
    private final int in;
    private final WinogradBlocks blocks;
    private final VectorTransform imageToBlocks = VectorTransforms.IMAGE.compiled();
    private final VectorTransform arrivingToBlocks = VectorTransforms.ARRIVING.compiled();
    private final VectorTransform blocksToGradient = VectorTransforms.GRADIENT.compiled();

    /// Rows of sums that one of the matrices has room for.
    private final int room;

    private final int blockStride;
    private final int arrivingStride;
    private final int[] blockRows;
    private final int[] blockMatrices;
    private final int[] arrivingRows;
    private final int[] arrivingMatrices;
    private final int[] arriving;
    private final int[] arrivingPlaces;
    private final int[] tileRows;
    private final int[] blockList;
    private final int[] sumRows;
    private final int[] sumMatrices;
    private final int[] windowPlaces;

    /// Where a later part of the batch keeps its sums.
    private final float @Nullable [] own;

    WinogradToKernel(
            WindowPlaces window,
            long x,
            long d,
            long to,
            ConvolutionKernel.Elements elements,
            Scratch scratch) {
        super(window, new PaddedImage(window, 2), elements, scratch);
        this.x = x;
        this.d = d;
        this.to = to;
        this.in = window.channels();
        int count = elements.end() - elements.first();
        this.blocks = new WinogradBlocks(window, image, width, mostRows(), count);
        this.room = in + mostRows();
        this.blockRows = blocks.rows(in);
        this.blockStride = blocks.most * in + WinogradBlocks.APART;
        this.blockMatrices = WinogradBlocks.matrices(blockStride);
        this.arrivingRows = blocks.rows(width);
        this.arrivingStride = blocks.most * width + WinogradBlocks.APART;
        this.arrivingMatrices = WinogradBlocks.matrices(arrivingStride);
        this.arriving = blocks.results(width);
        this.arrivingPlaces = blocks.resultPlaces(width);
        int[] rows = new int[WinogradBlocks.MATRICES * room];
        Arrays.setAll(rows, row -> row / room * blockStride + Math.min(row % room, in - 1));
        this.tileRows = rows;
        this.blockList = new int[blocks.most];
        Arrays.setAll(blockList, block -> block * in);
        this.sumRows = new int[in];
        Arrays.setAll(sumRows, channel -> channel * width);
        this.sumMatrices = WinogradBlocks.matrices(room * width);
        this.windowPlaces = new int[window.size()];
        Arrays.setAll(windowPlaces, place -> place * in * width);
        this.own = elements.first() == 0 ? null : new float[sums()];
    }

    private int sums() {
        return WinogradBlocks.MATRICES * room * width;
    }

    private float[] sumsArray() {
        return own == null ? array(Use.PRODUCTS, sums()) : own;
    }

    @Override
    void join(DirectConvolution other) {
        float[] sums = sumsArray();
        float[] others = ((WinogradToKernel) other).sumsArray();
        for (int i = 0; i < sums(); i++) {
            sums[i] += others[i];
        }
        store(sums);
    }

    @Override
    public void run(Moment moment) {
        float[] images = zeros(Use.IMAGE, blocks.images * image.size());
        float[] left = array(Use.BLOCKS, WinogradBlocks.MATRICES * blockStride);
        float[] right = array(Use.RIGHT, WinogradBlocks.MATRICES * arrivingStride);
        int size = blocks.resultRows * blocks.resultColumns * width;
        float[] results = zeros(Use.RESULT, blocks.images * size);
        float[] sums = sumsArray();
        for (int e = elements.first(); e < elements.end(); e += blocks.images) {
            int now = Math.min(blocks.images, elements.end() - e);
            for (int i = 0; i < now; i++) {
                image.load(image(x, e + i), images, i * image.size());
                load(results, i * size, e + i);
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
                arrivingToBlocks.apply(
                        results,
                        arriving,
                        arrivingPlaces,
                        right,
                        arrivingRows,
                        arrivingMatrices,
                        from,
                        count,
                        width);
                multiply(e == elements.first() && from == 0, left, right, sums, count);
            }
        }
        if (own == null) {
            store(sums);
        }
    }

    private void multiply(boolean isFirst, float[] left, float[] right, float[] sums, int count) {
        for (int matrix = 0; matrix < WinogradBlocks.MATRICES; matrix++) {
            int column = 0;
            for (int c = 0; c < products.length; c++) {
                int rows = TileProducts.rows(cut.get(c));
                for (int row = 0; row < in; row += rows) {
                    products[c].add(
                            isFirst,
                            left,
                            tileRows,
                            matrix * room + row,
                            blockList,
                            0,
                            count,
                            right,
                            matrix * arrivingStride + column,
                            width,
                            sums,
                            (matrix * room + row) * width + column,
                            width);
                }
                column += cut.get(c) * TileProducts.LANES;
            }
        }
    }

    private void load(float[] results, int to, int element) {
        int high = window.y().get(1);
        int wide = window.y().get(2);
        for (int row = 0; row < high; row++) {
            int start = to + row * blocks.resultColumns * width;
            long address = positions(d, element, row * wide);
            if (width == channels) {
                Tile.load(address, results, start, wide * width);
                continue;
            }
            for (int column = 0; column < wide; column++) {
                long shift = (long) column * channels * Float.BYTES;
                Tile.load(address + shift, results, start + column * width, channels);
            }
        }
    }

    private void store(float[] sums) {
        float[] gradient = array(Use.KERNEL, window.size() * in * width);
        blocksToGradient.apply(
                sums, sumRows, sumMatrices, gradient, sumRows, windowPlaces, 0, in, width);
        for (int row = 0; row < window.size() * in; row++) {
            long shift = (long) row * channels * Float.BYTES;
            Tile.store(gradient, row * width, to + shift, channels);
        }
    }
}
