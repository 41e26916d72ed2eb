package dev.kiln.layers;

import dev.kiln.graph.Tensor;

/// What lies outside an image.
public enum FillMode {
    /// The image mirrored at its border: `d c b a | a b c d | d c b a`.
    REFLECT,
    /// One number.
    CONSTANT,
    /// The image again: `a b c d | a b c d | a b c d`.
    WRAP,
    /// The border: `a a a a | a b c d | d d d d`.
    NEAREST,
    /// The image mirrored at the middle of its first and last pixel: `d c b | a b c d | c b a`.
    MIRROR;

    /// Whole places, any number, as places from 0 to below `size`.
    Tensor inside(Tensor place, int size) {
        return switch (this) {
            case CONSTANT, NEAREST -> place.clip(0, size - 1);
            case WRAP -> modulo(place, size);
            case MIRROR -> {
                int turn = Math.max(size - 1, 1);
                yield modulo(place.plus(turn), 2 * turn).minus(turn).abs().minimum(size - 1);
            }
            case REFLECT -> {
                Tensor along = modulo(place, 2 * size);
                yield along.less(size).select(along, along.subtractedFrom(2 * size - 1));
            }
        };
    }

    private static Tensor modulo(Tensor place, int size) {
        return place.minus(place.dividedBy(size).floor().times(size));
    }
}
