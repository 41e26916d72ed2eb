package dev.kiln.runtime;

import java.lang.foreign.MemorySegment;

/// Copies rows of numbers in memory to other places, or adds them to what is there, one after the other.
interface RowMove {
    /// @param memory      all of memory
    /// @param from        address that the sources count from
    /// @param sources     from `firstSource` on: where each row is, in steps of `sourceBytes`
    /// @param to          address that the targets count from
    /// @param targets     from `firstTarget` on: where each goes, in steps of `targetBytes`
    /// @param count       rows
    /// @param floats      of a row, a multiple of the numbers in a vector
    void run(
            MemorySegment memory,
            long from,
            int[] sources,
            int firstSource,
            long sourceBytes,
            long to,
            int[] targets,
            int firstTarget,
            long targetBytes,
            int count,
            int floats);
}
