package dev.kiln.runtime;

/// Puts a product over any length into a tile of a matrix, or adds it to one: `out[r, c] += sum over i of in[rows[r] + list[i]] * m[i, c]`, in
/// the order of `i`, each step one fused multiplication and addition.
///
/// Two lists say where the left factor's numbers are, so an image can be read in place of the columns that a convolution is usually laid out
/// in: forward, `rows` are positions and `list` the places under a window; for the gradient of the kernel it is the other way round.
interface TileProduct {
    /// @param isFirst   whether the tile was 0 before, whatever is there
    /// @param in        the left factor
    /// @param rows      from `firstRow` on: where each row of the tile begins in `in`
    /// @param list      from `from` on: how far behind that each of the `count` factors is
    /// @param m         the right factor, from `mBase`, `mStride` numbers a row
    /// @param out       the tile, from `outBase`, `outStride` numbers a row
    void add(
            boolean isFirst,
            float[] in,
            int[] rows,
            int firstRow,
            int[] list,
            int from,
            int count,
            float[] m,
            int mBase,
            int mStride,
            float[] out,
            int outBase,
            int outStride);
}
