package dev.kiln.layers;

import dev.kiln.graph.Op;
import dev.kiln.graph.Tensor;
import dev.kiln.graph.Window;
import dev.kiln.tensor.Shape;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// Convolution backwards: what a convolution would send back to an image of which it gave x.
///
/// @param outputPadding added to the output at the end of each axis; null for Keras' own size
record Transposing(Sliding sliding, @Nullable List<Integer> outputPadding) {

    /// @param kernel `[…size, filters, channels]`
    Tensor apply(Tensor x, Tensor kernel) {
        int axes = sliding.size().size();
        var low = new ArrayList<Integer>();
        var high = new ArrayList<Integer>();
        var reached = new ArrayList<Integer>();
        var beyond = new ArrayList<Integer>(List.of(0));
        for (int axis = 0; axis < axes; axis++) {
            int reach = sliding.reach(axis);
            int span = (x.shape().get(axis + 1) - 1) * sliding.strides().get(axis) + reach;
            int before = before(axis);
            int size = span - reach + before + after(axis, before) - reach + 2;
            // Places that no window touches are zeros.
            int touched = Math.min(size, span - (reach - 1 - before));
            low.add(reach - 1 - before);
            high.add(span - low.getLast() - touched);
            reached.add(touched);
            beyond.add(size - touched);
        }
        beyond.add(0);
        Shape to =
                new Shape(reached)
                        .batchOf(x.shape().get(0))
                        .concat(Shape.of(kernel.shape().get(-2)));
        var window = new Window(sliding.size(), sliding.strides(), sliding.dilation(), low, high);
        Tensor image = x.graph().add(new Op.ConvolutionInputGradient(window, 1, to), kernel, x);
        return beyond.stream().allMatch(size -> size == 0)
                ? image
                : image.pad(Collections.nCopies(axes + 2, 0), beyond);
    }

    /// Zeros before the input, spread out by the strides, over which the turned window slides.
    private int before(int axis) {
        int reach = sliding.reach(axis);
        if (sliding.padding() != Padding.SAME) {
            return reach - 1;
        }
        int padding = samePadding(axis);
        return Math.min(padding / 2 + padding % 2, reach - 1);
    }

    private int after(int axis, int before) {
        int reach = sliding.reach(axis);
        if (sliding.padding() == Padding.SAME) {
            return samePadding(axis) - before;
        }
        int more =
                outputPadding == null
                        ? Math.max(reach, sliding.strides().get(axis)) - reach
                        : outputPadding.get(axis);
        return reach - 1 + more;
    }

    private int samePadding(int axis) {
        int reach = sliding.reach(axis);
        return outputPadding == null
                ? sliding.strides().get(axis) + reach - 2
                : reach + reach % 2 - 2 + outputPadding.get(axis);
    }
}
