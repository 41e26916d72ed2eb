package dev.kiln.runtime;

import java.util.Arrays;

/// Convolutions with a kernel of three by three in steps of one, by [VectorTransforms]: some images at a time, and of them some blocks.
abstract class WinogradConvolution extends DirectConvolution {
    final int in;
    final WinogradBlocks blocks;

    /// Floats from one matrix of blocks to the next.
    final int blockStride;

    /// Where each place of the window begins in a kernel with rows of whole vectors.
    final int[] windowPlaces;

    private final long x;
    private final VectorTransform imageToBlocks = VectorTransforms.IMAGE.compiled();
    private final int[] blockRows;
    private final int[] blockMatrices;

    WinogradConvolution(WindowPlaces window, long x, Elements elements, Scratch scratch) {
        super(window, new PaddedImage(window, 2), elements, scratch, false);
        this.x = x;
        this.in = window.channels();
        this.blocks = new WinogradBlocks(window, image, width, mostRows(), elements.count());
        this.blockRows = blocks.rows(in);
        this.blockStride = blocks.most * in + WinogradBlocks.APART;
        this.blockMatrices = WinogradBlocks.matrices(blockStride);
        this.windowPlaces = new int[window.size()];
        Arrays.setAll(windowPlaces, place -> place * in * width);
    }

    /// Before the first images.
    abstract void begin();

    /// Before blocks of some images.
    abstract void beginImages(int first, int count);

    /// @param left    the transformed blocks of the images: 16 matrices `[blocks, channels in]`
    /// @param from    the first of these blocks
    /// @param isFirst whether it is the first of all
    abstract void multiply(float[] left, int from, int count, boolean isFirst);

    /// After blocks of some images.
    abstract void endImages(int first, int count);

    @Override
    public void run(Moment moment) {
        begin();
        float[] images = zeros(Scratch.Use.IMAGE, blocks.images * image.size());
        float[] left = array(Scratch.Use.BLOCKS, WinogradBlocks.MATRICES * blockStride);
        for (int e = elements.first(); e < elements.end(); e += blocks.images) {
            int now = Math.min(blocks.images, elements.end() - e);
            for (int i = 0; i < now; i++) {
                image.load(image(x, e + i), images, i * image.size());
            }
            beginImages(e, now);
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
                multiply(left, from, count, e == elements.first() && from == 0);
            }
            endImages(e, now);
        }
    }

    /// Results of some images, as whole blocks.
    final float[] results() {
        return array(Scratch.Use.RESULT, blocks.images * resultSize());
    }

    /// Floats of the whole blocks of one image's result.
    final int resultSize() {
        return blocks.resultRows * blocks.resultColumns * width;
    }
}
