package dev.kiln.runtime;

import java.lang.foreign.MemorySegment;

/// Adds up rows of a table, a list's stretch for each sum: every other row of a stretch in one part, the others in a second, and then both; an odd last
/// row goes into the first.
interface RowSum {
    /// @param memory all of memory
    /// @param table  address of the table
    /// @param rows   of the table: `length` for each sum, one sum behind the other
    /// @param length rows of a sum
    /// @param count  sums
    /// @param to     address of the sums
    /// @param floats of a row
    void run(
            MemorySegment memory,
            long table,
            int[] rows,
            int length,
            int count,
            long to,
            int floats);
}
