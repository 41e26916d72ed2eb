package dev.kiln.runtime;

/// A convolution in which each channel has a kernel of its own: channels are the lanes of vectors.
final class DepthwiseForward extends DirectForward {
    /// @param kernel   `[window, 1, channels]`
    /// @param isTurned whether the kernel is that of the convolution whose gradient this is: `[window backwards, 1, channels]`
    DepthwiseForward(
            WindowPlaces window,
            long x,
            long kernel,
            boolean isTurned,
            long to,
            Elements elements,
            Scratch scratch) {
        super(window, true, x, kernel, isTurned, to, elements, scratch);
    }

    @Override
    void multiply(float[] in, int[][] positions, int from, int count, float[] right, float[] out) {
        addProduct(true, in, positions, from, count, places, 0, places.length, right, 0, out, 0);
    }

    /// `[places, width]`
    @Override
    float[] packed() {
        float[] packed = array(Scratch.Use.RIGHT, places.length * width);
        for (int place = 0; place < places.length; place++) {
            int from = isTurned ? places.length - 1 - place : place;
            loadRows(kernel + (long) from * channels * Float.BYTES, packed, place * width, 1);
        }
        return packed;
    }
}
