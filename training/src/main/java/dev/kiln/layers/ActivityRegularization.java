package dev.kiln.layers;

import dev.kiln.catalog.Doc;
import dev.kiln.catalog.Shared;
import dev.kiln.graph.Tensor;
import dev.kiln.regularizers.L1L2;

/// Adds `l1 * sum(|x|) + l2 * sum(x^2)`, divided by the batch size, to the loss. The numbers pass unchanged.
///
/// Formula: `y = x`; the loss grows by `(l1 * sum(|x|) + l2 * sum(x^2)) / batch`.
///
/// Shapes: `[batch, …]` to `[batch, …]`.
///
/// Equal to `keras.layers.ActivityRegularization` in names, defaults and values.
///
/// @param l1 factor of the absolute values, 0 or more
/// @param l2 factor of the squares, 0 or more
@Doc("a penalty on the numbers that pass")
public record ActivityRegularization(
        @Doc(value = "factor of the absolute values, 0 or more", example = "1e-4") double l1,
        @Doc(value = "factor of the squares, 0 or more", example = "1e-4") double l2,
        @Shared LayerSettings settings)
        implements Formula, LayerArguments<ActivityRegularization> {
    public ActivityRegularization() {
        this(0.0, 0.0, LayerSettings.DEFAULT);
    }

    public ActivityRegularization(double l1, double l2) {
        this(l1, l2, LayerSettings.DEFAULT);
    }

    public ActivityRegularization withL1(double l1) {
        return new ActivityRegularization(l1, l2, settings);
    }

    public ActivityRegularization withL2(double l2) {
        return new ActivityRegularization(l1, l2, settings);
    }

    @Override
    public ActivityRegularization withSettings(LayerSettings settings) {
        return new ActivityRegularization(l1, l2, settings);
    }

    @Override
    public boolean supportsMasking() {
        return true;
    }

    @Override
    public Tensor call(Tensor x, Scope scope) {
        scope.penalty(new L1L2(l1, l2).penalty(x).dividedBy(Math.max(x.shape().get(0), 1)));
        return x;
    }
}
