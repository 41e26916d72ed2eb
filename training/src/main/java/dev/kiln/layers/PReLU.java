package dev.kiln.layers;

import dev.kiln.catalog.Doc;
import dev.kiln.catalog.Shared;
import dev.kiln.constraints.Constraint;
import dev.kiln.constraints.Constraints;
import dev.kiln.graph.Tensor;
import dev.kiln.initializers.Initializer;
import dev.kiln.initializers.Initializers;
import dev.kiln.initializers.Zeros;
import dev.kiln.regularizers.Regularizer;
import dev.kiln.regularizers.Regularizers;
import dev.kiln.tensor.Shape;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// x above 0, x times a trained slope below. The shape stays; the weight `alpha` has the shape of a row, with
/// size 1 along the shared axes.
///
/// Formula: `y = max(x, 0) + alpha * min(x, 0)`.
///
/// Shapes: `[batch, …]` to `[batch, …]`; weight `alpha` of the shape of a row, with size 1 along the shared axes.
///
/// Source: He et al. 2015, https://arxiv.org/abs/1502.01852
///
/// Equal to `keras.layers.PReLU` in names, defaults and values.
///
/// @param alphaInitializer how the alpha begins
/// @param alphaRegularizer penalty on the alpha; none for nothing
/// @param alphaConstraint  what the alpha must satisfy after each step; none for nothing
/// @param sharedAxes       axes along which one slope serves all, the first behind the batch is 1
@Doc("x above 0, a trained slope below")
public record PReLU(
        @Doc(value = "how the alpha begins", example = "he_normal") Initializer alphaInitializer,
        @Doc(value = "penalty on the alpha; none for nothing", example = "l2")
                @Nullable Regularizer alphaRegularizer,
        @Doc(
                        value = "what the alpha must satisfy after each step; none for nothing",
                        example = "max_norm")
                @Nullable Constraint alphaConstraint,
        @Doc(
                        value =
                                "axes along which one slope serves all, the first behind the batch is 1",
                        example = "[1, 2]")
                List<Integer> sharedAxes,
        @Shared LayerSettings settings)
        implements Formula, LayerArguments<PReLU> {
    public PReLU {
        sharedAxes = sharedAxes == null ? List.of() : List.copyOf(sharedAxes);
    }

    public PReLU() {
        this(new Zeros(), null, null, List.of(), LayerSettings.DEFAULT);
    }

    public PReLU withAlphaInitializer(Initializer alphaInitializer) {
        return new PReLU(alphaInitializer, alphaRegularizer, alphaConstraint, sharedAxes, settings);
    }

    public PReLU withAlphaInitializer(String alphaInitializer) {
        return withAlphaInitializer(Initializers.of(alphaInitializer));
    }

    public PReLU withAlphaRegularizer(@Nullable Regularizer alphaRegularizer) {
        return new PReLU(alphaInitializer, alphaRegularizer, alphaConstraint, sharedAxes, settings);
    }

    public PReLU withAlphaRegularizer(String alphaRegularizer) {
        return withAlphaRegularizer(Regularizers.of(alphaRegularizer));
    }

    public PReLU withAlphaConstraint(@Nullable Constraint alphaConstraint) {
        return new PReLU(alphaInitializer, alphaRegularizer, alphaConstraint, sharedAxes, settings);
    }

    public PReLU withAlphaConstraint(String alphaConstraint) {
        return withAlphaConstraint(Constraints.of(alphaConstraint));
    }

    public PReLU withSharedAxes(List<Integer> sharedAxes) {
        return new PReLU(alphaInitializer, alphaRegularizer, alphaConstraint, sharedAxes, settings);
    }

    public PReLU withSharedAxes(int... sharedAxes) {
        return withSharedAxes(Arguments.listOf(sharedAxes));
    }

    @Override
    public PReLU withSettings(LayerSettings settings) {
        return new PReLU(alphaInitializer, alphaRegularizer, alphaConstraint, sharedAxes, settings);
    }

    @Override
    public boolean supportsMasking() {
        return true;
    }

    @Override
    public Tensor call(Tensor x, Scope scope) {
        Shape shape = x.shape().row();
        for (int axis : Axes.of(scope, sharedAxes, x)) {
            shape = shape.with(axis - 1, 1);
        }
        Tensor alpha =
                scope.weight("alpha", shape, alphaInitializer, alphaRegularizer, alphaConstraint);
        return x.relu().minus(alpha.times(x.negate().relu()));
    }
}
