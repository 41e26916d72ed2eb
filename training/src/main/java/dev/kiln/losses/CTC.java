package dev.kiln.losses;

import dev.kiln.catalog.Doc;
import dev.kiln.catalog.UserError;
import dev.kiln.graph.Tensor;

/// Sequences without alignment: how unlikely the labels are, summed over all ways to stretch them over
/// time.
///
/// Predictions are numbers before a softmax, `[n, time, classes]`; labels are class numbers `[n, length]`,
/// filled up with 0, which is also the class that says nothing. Source: Graves et al. 2006,
/// https://doi.org/10.1145/1143844.1143891. Equal to `keras.losses.CTC`.
///
/// @param reduction how the values of a batch become one
/// @param name as it appears in cards and files
@Doc(
        "sequences without alignment: how unlikely the labels are, summed over all ways to stretch them over time")
public record CTC(
        @Doc(value = "how the values of a batch become one", example = "sum") Reduction reduction,
        @Doc("as it appears in cards and files") String name)
        implements Loss {
    /// Keras's defaults.
    public CTC() {
        this(Reduction.SUM_OVER_BATCH_SIZE, "ctc");
    }

    public CTC(Reduction reduction) {
        this(reduction, "ctc");
    }

    public CTC withReduction(Reduction reduction) {
        return new CTC(reduction, name);
    }

    public CTC withName(String name) {
        return new CTC(reduction, name);
    }

    @Override
    public Tensor perSample(Tensor yTrue, Tensor yPred) {
        if (yTrue.rank() != 2 || yPred.rank() != 3) {
            throw new UserError(
                    "ctc wants labels of one sequence a row and predictions of time x classes, but the labels are "
                            + yTrue.shape()
                            + " and the predictions "
                            + yPred.shape()
                            + ".",
                    "End the model with a recurrent layer with return_sequences=true and: dense <classes>");
        }
        return Alignments.of(Labels.classNumbers(yTrue), yPred).negativeLogLikelihood();
    }
}
