package dev.kiln.runtime;

/// Adds what arrives at windows over an image to the first place where the largest number under each is, each channel by itself; a number that
/// is none is the largest.
interface LargestScatter {
    /// @param in        the image
    /// @param positions from `from` on, `count` of them: where each window begins in the image
    /// @param places    how far behind that its numbers are
    /// @param values    what arrives at each of these windows
    /// @param to        an image to which is added
    /// @param channels  a multiple of the numbers in a vector
    void add(
            float[] in,
            int[] positions,
            int from,
            int count,
            int[] places,
            float[] values,
            float[] to,
            int channels);
}
