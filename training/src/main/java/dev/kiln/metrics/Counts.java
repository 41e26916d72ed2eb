package dev.kiln.metrics;

import dev.kiln.graph.Tensor;

import java.util.function.Function;

/// Hits and misses at rising thresholds, `[thresholds]` or `[thresholds, labels]` each.
record Counts(Tensor hits, Tensor alarms, Tensor quiets, Tensor misses) {
    private static Counts of(Function<Count, Tensor> read) {
        return new Counts(
                read.apply(Count.TRUE_POSITIVES),
                read.apply(Count.FALSE_POSITIVES),
                read.apply(Count.TRUE_NEGATIVES),
                read.apply(Count.FALSE_NEGATIVES));
    }

    static Counts of(Confusion confusion, State state) {
        return of(count -> confusion.whole(state, count));
    }

    /// @param prefix beginning of the names of variables that have a column a label
    static Counts of(Confusion confusion, State state, String prefix) {
        return of(count -> state.read(prefix + count.variable()));
    }

    Tensor labelled() {
        return hits.plus(misses);
    }

    Tensor unlabelled() {
        return alarms.plus(quiets);
    }

    Tensor recall() {
        return hits.dividedByOrZero(labelled());
    }

    Tensor precision() {
        return hits.dividedByOrZero(hits.plus(alarms));
    }

    Tensor specificity() {
        return quiets.dividedByOrZero(unlabelled());
    }

    /// The area under a curve: a scalar, or one a label.
    Tensor area(Curve curve, Summation summation) {
        return switch (curve) {
            case ROC -> area(alarms.dividedByOrZero(unlabelled()), recall(), summation);
            case PR ->
                    summation == Summation.INTERPOLATION
                            ? interpolatedPrecision()
                            : area(recall(), precision(), summation);
            case PRGAIN -> gain(summation);
        };
    }

    private static Tensor area(Tensor x, Tensor y, Summation summation) {
        Tensor before = earlier(y);
        Tensor after = later(y);
        Tensor height =
                switch (summation) {
                    case INTERPOLATION -> before.plus(after).dividedBy(2);
                    case MINORING -> before.minimum(after);
                    case MAJORING -> before.maximum(after);
                };
        return earlier(x).minus(later(x)).times(height).sum(0);
    }

    /// Between two thresholds the hits grow in proportion to the predicted yes, so precision is no straight line.
    private Tensor interpolatedPrecision() {
        Tensor predicted = hits.plus(alarms);
        Tensor hitSteps = earlier(hits).minus(later(hits));
        Tensor steps = earlier(predicted).minus(later(predicted));
        Tensor slope = hitSteps.dividedByOrZero(steps.maximum(0));
        Tensor intercept = later(hits).minus(slope.times(later(predicted)));
        Tensor bothPredict = earlier(predicted).greater(0).times(later(predicted).greater(0));
        Tensor ratio =
                bothPredict.select(
                        earlier(predicted).dividedByOrZero(later(predicted).maximum(0)), 1);
        Tensor steepness = slope.times(hitSteps.plus(intercept.times(ratio.log())));
        return steepness.dividedByOrZero(later(labelled()).maximum(0)).sum(0);
    }

    /// Without a hit recall gain counts as 0 and precision gain as 1; a negative recall gain counts as 0.
    private Tensor gain(Summation summation) {
        Tensor odds = labelled().dividedByOrZero(unlabelled());
        Tensor none = hits.equalTo(0);
        Tensor recallGain = odds.times(misses.dividedByOrZero(hits)).subtractedFrom(1);
        Tensor precisionGain = odds.times(alarms.dividedByOrZero(hits)).subtractedFrom(1);
        return area(
                none.select(0, recallGain).maximum(0), none.select(1, precisionGain), summation);
    }

    private static Tensor earlier(Tensor x) {
        return x.slice(0, 0, x.shape().get(0) - 1);
    }

    private static Tensor later(Tensor x) {
        return x.slice(0, 1, x.shape().get(0));
    }
}
