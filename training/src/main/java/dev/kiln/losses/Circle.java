package dev.kiln.losses;

import dev.kiln.catalog.Doc;
import dev.kiln.graph.Tensor;

/// Embeddings: rows of one class near each other, rows of other classes far; labels are class numbers.
///
/// Predictions are rows of length 1, `[n, size]`; every row is compared with every other one of the batch.
/// Only rows with a loss above 0 count. Source: Sun et al. 2020, https://arxiv.org/abs/2002.10857. Equal to
/// `keras.losses.Circle`.
///
/// @param gamma scale of the similarities, above 0
/// @param margin margin between and within classes
/// @param removeDiagonal whether a row is not compared with itself
/// @param reduction how the values of a batch become one
/// @param name as it appears in cards and files
@Doc(
        value =
                "embeddings: rows of one class near each other, rows of other classes far; labels are class numbers",
        example = "circle(gamma=80)")
public record Circle(
        @Doc(value = "scale of the similarities, above 0", example = "80") double gamma,
        @Doc(value = "margin between and within classes", example = "0.4") double margin,
        @Doc("whether a row is not compared with itself") boolean removeDiagonal,
        @Doc(value = "how the values of a batch become one", example = "sum") Reduction reduction,
        @Doc("as it appears in cards and files") String name)
        implements Loss {
    /// Keras's defaults.
    public Circle() {
        this(80.0, 0.4, true, Reduction.SUM_OVER_BATCH_SIZE, "circle");
    }

    public Circle(double gamma) {
        this(gamma, 0.4, true, Reduction.SUM_OVER_BATCH_SIZE, "circle");
    }

    public Circle withGamma(double gamma) {
        return new Circle(gamma, margin, removeDiagonal, reduction, name);
    }

    public Circle withMargin(double margin) {
        return new Circle(gamma, margin, removeDiagonal, reduction, name);
    }

    public Circle withRemoveDiagonal(boolean removeDiagonal) {
        return new Circle(gamma, margin, removeDiagonal, reduction, name);
    }

    public Circle withReduction(Reduction reduction) {
        return new Circle(gamma, margin, removeDiagonal, reduction, name);
    }

    public Circle withName(String name) {
        return new Circle(gamma, margin, removeDiagonal, reduction, name);
    }

    @Override
    public Tensor perSample(Tensor yTrue, Tensor yPred) {
        Tensor labels = Labels.classNumbers(yTrue.reshape(-1, 1));
        Tensor distance = yPred.matMul(yPred.swap(0, 1)).subtractedFrom(1).maximum(0);
        Tensor same = labels.equalTo(labels.swap(0, 1));
        Tensor other = same.not();
        Tensor pair = removeDiagonal ? same.times(itself(distance).not()) : same;
        Tensor pull =
                distance.plus(margin)
                        .times(pair)
                        .maximum(0)
                        .times(distance.subtractedFrom(margin))
                        .times(-gamma);
        Tensor push =
                distance.subtractedFrom(1 + margin)
                        .times(other)
                        .maximum(0)
                        .times(distance.subtractedFrom(1 - margin))
                        .times(gamma);
        Tensor both = logSumExp(pull, pair).plus(logSumExp(push, other));
        // Without a partner on one of the sides the sum of exponentials is 0, and so is the loss.
        Tensor complete = pair.max(1).times(other.max(1));
        return complete.select(complete.select(both, 0).softplus(), 0);
    }

    @Override
    public Tensor counted(Tensor yTrue, Tensor perSample) {
        return perSample.greater(0);
    }

    private static Tensor itself(Tensor square) {
        return square.graph()
                .iota(square.shape(), 0)
                .equalTo(square.graph().iota(square.shape(), 1));
    }

    /// `log(sum(exp(x)))` over the marked entries of each row; 0 where none is.
    private static Tensor logSumExp(Tensor x, Tensor marked) {
        Tensor lowest = marked.select(x, -Double.MAX_VALUE);
        Tensor any = marked.max(1);
        Tensor largest = any.select(lowest.max(1), 0).stopGradient();
        Tensor sum = marked.select(marked.select(x.minus(largest.expand(1)), 0).exp(), 0).sum(1);
        return any.select(any.select(sum, 1).log().plus(largest), 0);
    }
}
