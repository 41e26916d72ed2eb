package dev.kiln.runtime;

/// A linear map of small square blocks, on both sides, for each channel by itself: what Winograd's convolutions turn blocks of numbers into and
/// back from.
interface VectorTransform {
    /// @param inStarts  where each block begins in `in`, before the channel is added
    /// @param inPlaces  how far behind that its numbers are, row by row
    /// @param outStarts likewise in `out`
    /// @param from      the first block
    /// @param count     how many
    /// @param channels  a multiple of the numbers in a vector
    void apply(
            float[] in,
            int[] inStarts,
            int[] inPlaces,
            float[] out,
            int[] outStarts,
            int[] outPlaces,
            int from,
            int count,
            int channels);
}
