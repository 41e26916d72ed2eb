package dev.kiln.metrics;

import dev.kiln.catalog.Doc;
import dev.kiln.catalog.UserError;
import dev.kiln.graph.Tensor;
import dev.kiln.losses.SameRank;
import dev.kiln.losses.Weights;

import org.jspecify.annotations.Nullable;

/// Share of the target's variance that is explained: 1 is best, 0 is always predicting the mean.
///
/// One value an output, then aggregated. 0 for a constant target. The number of samples counts all
/// elements, as in Keras 3.15. Equal to `keras.metrics.R2Score`.
///
/// @param classAggregation how several outputs become one value; none: one value an output
/// @param numRegressors number of inputs, for the adjusted value; 0: not adjusted
/// @param name as it appears in history, charts and files
@Doc(
        value =
                "share of the target's variance that is explained: 1 is best, 0 is always predicting the mean",
        example = "r2_score(num_regressors=4)")
public record R2Score(
        @Doc(
                        value = "how several outputs become one value; none: one value an output",
                        example = "variance_weighted_average")
                @Nullable Aggregation classAggregation,
        @Doc(value = "number of inputs, for the adjusted value; 0: not adjusted", example = "4")
                int numRegressors,
        @Doc("as it appears in history, charts and files") String name)
        implements Metric {
    /// @throws UserError where `numRegressors` is negative
    public R2Score {
        if (numRegressors < 0) {
            throw new UserError(
                    "E143",
                    "num_regressors=" + numRegressors + " must be 0 or more.",
                    "Type num_regressors=0");
        }
    }

    /// Keras's defaults.
    public R2Score() {
        this(Aggregation.UNIFORM_AVERAGE, 0, "r2_score");
    }

    public R2Score(@Nullable Aggregation classAggregation) {
        this(classAggregation, 0, "r2_score");
    }

    public R2Score withClassAggregation(@Nullable Aggregation classAggregation) {
        return new R2Score(classAggregation, numRegressors, name);
    }

    public R2Score withNumRegressors(int numRegressors) {
        return new R2Score(classAggregation, numRegressors, name);
    }

    public R2Score withName(String name) {
        return new R2Score(classAggregation, numRegressors, name);
    }

    @Override
    public void update(State state, Tensor yTrue, Tensor yPred, @Nullable Tensor weight) {
        var aligned = SameRank.of(yTrue, yPred);
        Tensor y = aligned.first();
        if (y.rank() != 2) {
            throw new UserError(
                    name + " wants rows of numbers, but the labels are " + y.shape() + ".",
                    "Flatten the outputs, or take mean_squared_error.");
        }
        Tensor one = y.graph().constant(1, y.shape());
        Tensor w = weight == null ? one : one.times(Weights.filled(weight, 2));
        state.add("sum", y.times(w).sum(0));
        state.add("squared_sum", y.square().times(w).sum(0));
        state.add("residual", y.minus(aligned.second()).square().times(w).sum(0));
        state.add("count", w.sum(0));
        state.add("num_samples", one.sum());
    }

    @Override
    public Tensor result(State state) {
        Tensor sum = state.read("sum");
        Tensor total =
                state.read("squared_sum").minus(sum.times(sum.dividedBy(state.read("count"))));
        Tensor raw = state.read("residual").dividedBy(total).subtractedFrom(1);
        Tensor scores = raw.abs().equalTo(Double.POSITIVE_INFINITY).select(0, raw);
        Tensor score = aggregated(scores, total);
        if (numRegressors == 0) {
            return score;
        }
        Tensor samples = state.read("num_samples");
        Tensor free = samples.minus(numRegressors + 1.0);
        Tensor enough = free.greater(0);
        Tensor adjusted =
                score.subtractedFrom(1)
                        .times(samples.minus(1))
                        .dividedBy(enough.select(free, 1))
                        .subtractedFrom(1);
        return enough.select(adjusted, score);
    }

    private Tensor aggregated(Tensor scores, Tensor total) {
        return switch (classAggregation) {
            case null -> scores;
            case UNIFORM_AVERAGE -> scores.mean();
            case VARIANCE_WEIGHTED_AVERAGE -> scores.times(total).sum().dividedBy(total.sum());
        };
    }

    @Override
    public Direction direction() {
        return Direction.UP;
    }
}
