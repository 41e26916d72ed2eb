package dev.kiln.fit;

import dev.kiln.data.Dataset;
import dev.kiln.data.FloatArray;
import dev.kiln.tensor.Shape;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// The shapes of everything that a step is given: one program is made for each.
///
/// @param inputs  with the batch
/// @param targets with the batch; none to predict
/// @param weights of the rows, `[batch]`, `[batch, time]` or `[batch, targets]`; null without weights
/// @param weighsTargets whether the weights have a column for each target
record BatchShape(
        List<Shape> inputs, List<Shape> targets, @Nullable Shape weights, boolean weighsTargets) {
    BatchShape {
        inputs = List.copyOf(inputs);
        targets = List.copyOf(targets);
    }

    /// Weights, where there are any, hold for all targets.
    BatchShape(List<Shape> inputs, List<Shape> targets, @Nullable Shape weights) {
        this(inputs, targets, weights, false);
    }

    /// @param weights of all rows; null without weights
    static BatchShape of(
            Dataset data, int rows, boolean withTargets, @Nullable FloatArray weights) {
        return new BatchShape(
                data.inputs().stream().map(array -> array.rowShape().batchOf(rows)).toList(),
                withTargets
                        ? data.targets().stream()
                                .map(array -> array.rowShape().batchOf(rows))
                                .toList()
                        : List.of(),
                weights == null ? null : weights.rowShape().batchOf(rows),
                weights != null && data.weighsTargets());
    }

    /// The same with another number of rows.
    BatchShape withRows(int rows) {
        return new BatchShape(
                inputs.stream().map(shape -> shape.with(0, rows)).toList(),
                targets.stream().map(shape -> shape.with(0, rows)).toList(),
                weights == null ? null : weights.with(0, rows),
                weighsTargets);
    }

    int rows() {
        return inputs.getFirst().get(0);
    }
}
