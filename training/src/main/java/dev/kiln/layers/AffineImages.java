package dev.kiln.layers;

import dev.kiln.catalog.UserError;
import dev.kiln.graph.Graph;
import dev.kiln.graph.Tensor;
import dev.kiln.tensor.Shape;

import java.util.Locale;

/// Images `[batch, rows, columns, channels]` moved, turned and stretched: each new pixel is read at a place
/// of the old image.
///
/// @param fillMode  what lies outside
/// @param fillValue the number outside for [FillMode#CONSTANT]
record AffineImages(Interpolation interpolation, FillMode fillMode, double fillValue) {

    /// @throws UserError E132 where pixels cannot be read this way at places that move
    static void check(String layer, Interpolation interpolation) {
        if (interpolation != Interpolation.NEAREST && interpolation != Interpolation.BILINEAR) {
            throw new UserError(
                    "E132",
                    "interpolation="
                            + interpolation.name().toLowerCase(Locale.ROOT)
                            + " of "
                            + layer
                            + " must be nearest or bilinear.",
                    "Type: interpolation=bilinear");
        }
    }

    /// Where a new pixel at (column, row) is read, for each row of the batch; all `[batch, 1, 1]`.
    ///
    /// Column `xx * column + xy * row + x`, row `yx * column + yy * row + y`.
    record Place(Tensor xx, Tensor xy, Tensor x, Tensor yx, Tensor yy, Tensor y) {}

    Tensor apply(Tensor images, Place place) {
        Graph graph = images.graph();
        Shape pixels = images.shape().slice(0, 3);
        Tensor column = graph.iota(pixels, 2);
        Tensor row = graph.iota(pixels, 1);
        Tensor x = place.xx().times(column).plus(place.xy().times(row)).plus(place.x());
        Tensor y = place.yx().times(column).plus(place.yy().times(row)).plus(place.y());
        return at(images, x, y);
    }

    /// New pixels read at places of the old images, `[batch, rows, columns]` each.
    ///
    /// @param x columns
    /// @param y rows
    Tensor at(Tensor images, Tensor x, Tensor y) {
        if (interpolation == Interpolation.NEAREST) {
            return read(images, x.plus(0.5).floor(), y.plus(0.5).floor());
        }
        Tensor left = x.floor();
        Tensor top = y.floor();
        Tensor toRight = x.minus(left).expand(-1);
        Tensor toBottom = y.minus(top).expand(-1);
        Tensor above = mix(read(images, left, top), read(images, left.plus(1), top), toRight);
        Tensor below =
                mix(
                        read(images, left, top.plus(1)),
                        read(images, left.plus(1), top.plus(1)),
                        toRight);
        return mix(above, below, toBottom);
    }

    private static Tensor mix(Tensor from, Tensor to, Tensor share) {
        return from.plus(to.minus(from).times(share));
    }

    /// The pixels at whole places.
    private Tensor read(Tensor images, Tensor x, Tensor y) {
        int rows = images.shape().get(1);
        int columns = images.shape().get(2);
        Tensor image = images.graph().iota(x.shape(), 0);
        Tensor index =
                image.times(rows)
                        .plus(fillMode.inside(y, rows))
                        .times(columns)
                        .plus(fillMode.inside(x, columns))
                        .stopGradient();
        Tensor pixels = images.reshape(-1, images.shape().last()).gather(index);
        if (fillMode != FillMode.CONSTANT) {
            return pixels;
        }
        Tensor isInside =
                x.greaterOrEqual(0)
                        .times(x.lessOrEqual(columns - 1))
                        .times(y.greaterOrEqual(0))
                        .times(y.lessOrEqual(rows - 1));
        return isInside.expand(-1).select(pixels, fillValue);
    }
}
