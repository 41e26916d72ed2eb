package dev.kiln.losses;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// The axes along which the overlap of masks is added up.
final class Overlap {
    private Overlap() {}

    /// None: all of them.
    static int[] axes(@Nullable List<Integer> axis) {
        return axis == null ? new int[0] : axis.stream().mapToInt(Integer::intValue).toArray();
    }
}
