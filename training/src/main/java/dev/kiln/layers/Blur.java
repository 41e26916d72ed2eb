package dev.kiln.layers;

import dev.kiln.catalog.UserError;
import dev.kiln.graph.Graph;
import dev.kiln.graph.Tensor;
import dev.kiln.tensor.Shape;

import java.util.List;

/// Images smoothed with a bell curve of a width that may be random. Outside the image lies 0.
final class Blur {
    private Blur() {}

    /// How many pixels to each side lie under a curve of so many pixels; a scalar.
    static Tensor reach(Graph graph, int pixels) {
        return graph.constant((pixels - 1) / 2);
    }

    /// @throws UserError E132 where a number is even: the curve has a middle
    static void odd(List<Integer> kernelSize) {
        if (kernelSize.stream().anyMatch(size -> size % 2 == 0)) {
            throw new UserError(
                    "E132",
                    "kernel_size=" + kernelSize + " of random_gaussian_blur must be odd numbers.",
                    "Type: kernel_size=3");
        }
    }

    /// @param images     `[batch, rows, columns, channels]`
    /// @param rowReach   pixels above and below under the curve, one number
    /// @param rowWidth   of the curve, its standard deviation in pixels, one number above 0
    static Tensor of(
            Tensor images,
            Tensor rowReach,
            Tensor rowWidth,
            Tensor columnReach,
            Tensor columnWidth) {
        Tensor down = curve(images, images.shape().get(1), rowReach, rowWidth);
        Tensor across = curve(images, images.shape().get(2), columnReach, columnWidth);
        // Rows, then columns, as products with bands of the curve's values.
        Tensor byRows = images.transpose(0, 3, 2, 1).matMul(down).transpose(0, 1, 3, 2);
        return byRows.matMul(across).transpose(0, 2, 3, 1);
    }

    /// `[size, size]`: what each pixel gives to each other one.
    private static Tensor curve(Tensor images, int size, Tensor reach, Tensor width) {
        Graph graph = images.graph();
        Shape square = Shape.of(size, size);
        Tensor distance = graph.iota(square, 0).minus(graph.iota(square, 1)).abs();
        Tensor wide = width.reshape(1, 1);
        Tensor far = reach.reshape(1, 1);
        return bell(distance, wide, far).dividedBy(total(graph, size, wide, far));
    }

    private static Tensor bell(Tensor distance, Tensor width, Tensor reach) {
        Tensor height = distance.dividedBy(width).square().times(-0.5).exp();
        return distance.lessOrEqual(reach).select(height, 0);
    }

    /// The sum under the whole curve, also of what lies outside the image. Beyond 6 image sizes it holds nothing.
    private static Tensor total(Graph graph, int size, Tensor width, Tensor reach) {
        Tensor distance = graph.iota(Shape.of(1, 12 * size + 13), 1).minus(6.0 * size + 6).abs();
        return bell(distance, width, reach).sumKept(1);
    }
}
