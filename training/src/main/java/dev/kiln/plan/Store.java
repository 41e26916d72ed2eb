package dev.kiln.plan;

/// Where a fused kernel puts the numbers of one of its values.
///
/// @param value  number of the value
/// @param target as many places as the value's level has numbers, in row-major order; 0 strides where [Kind#SUM] and
///               [Kind#MAX] reduce
public record Store(int value, View target, Kind kind) {
    /// What happens to the numbers that meet at one place.
    public enum Kind {
        /// Each place is written once.
        WRITE,
        /// They are added up, from 0.
        SUM,
        /// The largest stays, from minus infinity; NaN where there is one.
        MAX
    }
}
