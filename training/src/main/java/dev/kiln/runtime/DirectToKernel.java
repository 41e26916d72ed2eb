package dev.kiln.runtime;

/// What a convolution sends back to its kernel: the product of an image, read where it lies, and what arrived.
final class DirectToKernel extends DirectConvolution {
    private final long x;
    private final long d;
    private final long to;
    private final int[] positions;
    private final int rows;
    private final int[][] starts;
    private final int block;
    private final KernelSums sums;

    /// @param byChannel whether each channel has a kernel of its own
    DirectToKernel(
            WindowPlaces window,
            boolean byChannel,
            long x,
            long d,
            long to,
            Elements elements,
            Scratch scratch) {
        super(window, new PaddedImage(window), elements, scratch, byChannel);
        this.x = x;
        this.d = d;
        this.to = to;
        this.positions = image.positions();
        int[] places = places();
        this.rows = places.length;
        this.starts = starts(places);
        this.block = block();
        this.sums = new KernelSums(this, (rows + mostRows()) * width, Scratch.Use.RESULT);
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
                addProduct(isFirst, in, starts, 0, rows, positions, from, count, right, 0, sums, 0);
            }
        }
        if (this.sums.areAll()) {
            end();
        }
    }

    @Override
    void join(DirectConvolution other) {
        sums.add(((DirectToKernel) other).sums);
        end();
    }

    private void end() {
        storeRows(sums.array(), 0, to, rows);
    }
}
