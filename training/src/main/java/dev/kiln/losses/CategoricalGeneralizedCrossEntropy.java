package dev.kiln.losses;

import dev.kiln.catalog.Doc;
import dev.kiln.catalog.UserError;
import dev.kiln.graph.Tensor;

/// One of several classes, labels are class numbers of which some are wrong: `(1 - p^q) / q`.
///
/// Between crossentropy (q near 0) and absolute error (q near 1). Source: Zhang & Sabuncu 2018,
/// https://arxiv.org/abs/1805.07836. Equal to `keras.losses.CategoricalGeneralizedCrossEntropy`.
///
/// @param q how little wrong labels count, above 0 and below 1
/// @param reduction how the values of a batch become one
/// @param name as it appears in cards and files
@Doc(
        value =
                "one of several classes, labels are class numbers of which some are wrong: `(1 - p^q) / q`",
        example = "categorical_generalized_cross_entropy(q=0.7)")
public record CategoricalGeneralizedCrossEntropy(
        @Doc(value = "how little wrong labels count, above 0 and below 1", example = "0.7")
                double q,
        @Doc(value = "how the values of a batch become one", example = "sum") Reduction reduction,
        @Doc("as it appears in cards and files") String name)
        implements Loss {
    /// @throws UserError where `q` is not between 0 and 1
    public CategoricalGeneralizedCrossEntropy {
        if (!(q > 0 && q < 1)) {
            throw new UserError("E143", "q=" + q + " must be above 0 and below 1.", "Type q=0.5");
        }
    }

    /// Keras's defaults.
    public CategoricalGeneralizedCrossEntropy() {
        this(0.5, Reduction.SUM_OVER_BATCH_SIZE, "categorical_generalized_cross_entropy");
    }

    public CategoricalGeneralizedCrossEntropy(double q) {
        this(q, Reduction.SUM_OVER_BATCH_SIZE, "categorical_generalized_cross_entropy");
    }

    public CategoricalGeneralizedCrossEntropy withQ(double q) {
        return new CategoricalGeneralizedCrossEntropy(q, reduction, name);
    }

    public CategoricalGeneralizedCrossEntropy withReduction(Reduction reduction) {
        return new CategoricalGeneralizedCrossEntropy(q, reduction, name);
    }

    public CategoricalGeneralizedCrossEntropy withName(String name) {
        return new CategoricalGeneralizedCrossEntropy(q, reduction, name);
    }

    @Override
    public Tensor perSample(Tensor yTrue, Tensor yPred) {
        Tensor labels = Labels.classNumbers(Labels.besideClasses(yTrue, yPred));
        Tensor probability = labels.oneHot(yPred.shape().last()).times(yPred).sum(-1);
        return probability.power(q).subtractedFrom(1).dividedBy(q);
    }
}
