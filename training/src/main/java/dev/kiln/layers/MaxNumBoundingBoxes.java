package dev.kiln.layers;

import dev.kiln.catalog.Doc;
import dev.kiln.catalog.Shared;
import dev.kiln.catalog.UserError;
import dev.kiln.graph.Tensor;

import java.util.ArrayList;
import java.util.List;

/// Exactly so many bounding boxes an image: those too many are left out, and places that are free are filled. Two inputs,
/// boxes `[batch, n, 4]` and their labels `[batch, n]`, give two outputs with `maxNumber` in place of n. Images before
/// them, or alone, stay as they are.
///
/// Formula: `y[k] = box[k]` for `k < n`, else `fill_value`.
///
/// Shapes: `[batch, n, 4]` and `[batch, n]` to `[batch, max_number, 4]` and `[batch, max_number]`; images, `[batch,
/// …]`, stay as they are.
///
/// Equal to `keras.layers.MaxNumBoundingBoxes` in names, defaults and values.
///
/// @param maxNumber how many boxes, above 0
/// @param fillValue number in places that are free
@Doc("exactly so many bounding boxes an image")
public record MaxNumBoundingBoxes(
        @Doc(value = "how many boxes, above 0", example = "10") int maxNumber,
        @Doc(value = "number in places that are free", example = "0") int fillValue,
        @Shared LayerSettings settings)
        implements Layer, LayerArguments<MaxNumBoundingBoxes> {
    public MaxNumBoundingBoxes {
        Sizes.positive("max_num_bounding_boxes", "max_number", maxNumber, "10");
    }

    public MaxNumBoundingBoxes(int maxNumber) {
        this(maxNumber, -1, LayerSettings.DEFAULT);
    }

    public MaxNumBoundingBoxes withMaxNumber(int maxNumber) {
        return new MaxNumBoundingBoxes(maxNumber, fillValue, settings);
    }

    public MaxNumBoundingBoxes withFillValue(int fillValue) {
        return new MaxNumBoundingBoxes(maxNumber, fillValue, settings);
    }

    @Override
    public MaxNumBoundingBoxes withSettings(LayerSettings settings) {
        return new MaxNumBoundingBoxes(maxNumber, fillValue, settings);
    }

    @Override
    public List<Signal> call(List<Signal> inputs, Scope scope) {
        if (inputs.size() == 1) {
            return inputs;
        }
        var outputs = new ArrayList<>(inputs.subList(0, inputs.size() - 2));
        Tensor boxes = inputs.get(inputs.size() - 2).value();
        Tensor labels = inputs.getLast().value();
        if (inputs.size() > 3
                || boxes.rank() != 3
                || boxes.shape().last() != 4
                || !labels.shape().equals(boxes.shape().slice(0, 2))) {
            throw new UserError(
                    "E134",
                    scope.name()
                            + " takes boxes (n x 4) and their labels (n), but gets "
                            + boxes.shape().row()
                            + " and "
                            + labels.shape().row()
                            + ".",
                    "Type: new MaxNumBoundingBoxes("
                            + maxNumber
                            + ").applyAll(List.of(boxes, labels), Arguments.NONE)");
        }
        outputs.add(Signal.of(limited(boxes)));
        outputs.add(Signal.of(limited(labels)));
        return outputs;
    }

    private Tensor limited(Tensor x) {
        int size = x.shape().get(1);
        if (size >= maxNumber) {
            return x.slice(1, 0, maxNumber);
        }
        Tensor filling = x.graph().constant(fillValue, x.shape().with(1, maxNumber - size));
        return Tensor.concatenate(1, List.of(x, filling));
    }
}
