package dev.kiln.layers;

import dev.kiln.catalog.UserError;
import dev.kiln.graph.Tensor;

import java.util.List;

/// Colours of images `[batch, rows, columns, channels]` in other forms than red, green and blue.
final class Colors {
    private Colors() {}

    /// The brightness that an eye sees, `[batch, rows, columns, 1]`; gray images stay.
    static Tensor gray(Scope scope, Tensor images) {
        if (images.shape().last() == 1) {
            return images;
        }
        three(scope, images);
        return images.slice(3, 0, 1)
                .times(0.2989)
                .plus(images.slice(3, 1, 2).times(0.587))
                .plus(images.slice(3, 2, 3).times(0.114));
    }

    private static void three(Scope scope, Tensor images) {
        if (images.shape().last() != 3) {
            throw new UserError(
                    "E134",
                    scope.name()
                            + " takes images in red, green and blue, but these have "
                            + images.shape().last()
                            + " channels.",
                    "Leave " + scope.name() + " out, or read the images in colour.");
        }
    }

    /// Hue (0 to 1), saturation (0 to 1) and value (that of the strongest colour).
    ///
    /// Source: Smith 1978, Color gamut transform pairs.
    static Tensor hsv(Scope scope, Tensor images) {
        three(scope, images);
        Tensor all = images.abs().less(Math.ulp(1f)).select(0, images);
        Tensor red = all.slice(3, 0, 1);
        Tensor green = all.slice(3, 1, 2);
        Tensor blue = all.slice(3, 2, 3);
        Tensor value = all.maxKept(3);
        Tensor range = value.minus(all.minKept(3));
        Tensor saturation = value.greater(0).select(range.dividedByOrZero(value), 0);
        Tensor sixth = range.times(6);
        Tensor hue =
                value.equalTo(red)
                        .select(
                                green.minus(blue).dividedByOrZero(sixth),
                                value.equalTo(green)
                                        .select(
                                                blue.minus(red)
                                                        .dividedByOrZero(sixth)
                                                        .plus(2.0 / 6),
                                                red.minus(green)
                                                        .dividedByOrZero(sixth)
                                                        .plus(4.0 / 6)));
        Tensor colored = range.greater(0).select(hue, 0);
        return Tensor.concatenate(3, List.of(colored.plus(colored.less(0)), saturation, value));
    }

    /// Red, green and blue of hue, saturation and value, `[batch, rows, columns, 1]` each.
    static Tensor rgb(Tensor hue, Tensor saturation, Tensor value) {
        Tensor place = hue.minus(hue.floor()).times(6);
        Tensor red = place.minus(3).abs().minus(1).clip(0, 1);
        Tensor green = place.minus(2).abs().subtractedFrom(2).clip(0, 1);
        Tensor blue = place.minus(4).abs().subtractedFrom(2).clip(0, 1);
        Tensor pure = Tensor.concatenate(3, List.of(red, green, blue));
        return value.times(saturation.subtractedFrom(1).plus(saturation.times(pure)));
    }
}
