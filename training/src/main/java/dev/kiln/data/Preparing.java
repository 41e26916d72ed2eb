package dev.kiln.data;

import dev.kiln.catalog.Doc;
import dev.kiln.catalog.UserError;

import org.jspecify.annotations.Nullable;

/// How raw values become the numbers that a model sees; all of it is fitted on the training rows only. Part of [DataOptions].
public record Preparing(
        @Doc(
                        value =
                                "scaling of inputs; auto: pixels by their largest, numbers by z-score, words not",
                        example = "minmax")
                Normalize normalize,
        @Doc(
                        value =
                                "empty cells: error, drop the rows, or fill with training rows' mean or median",
                        example = "mean")
                Missing missing,
        @Doc(
                        value =
                                "whether class labels become rows with one 1 instead of class numbers",
                        example = "true")
                boolean oneHot,
        @Doc(value = "whether class numbers are renumbered from 0", example = "true")
                boolean relabel,
        @Doc(
                        value =
                                "whether regression targets are standardised; results are shown in their own unit",
                        example = "true")
                boolean scaleTarget,
        @Doc(value = "01 turns the labels -1 and 1 into 0 and 1; none leaves them", example = "01")
                @Nullable Integer labels) {
    public Preparing() {
        this(Normalize.AUTO, Missing.ERROR, false, false, false, null);
    }

    public Preparing {
        if (labels != null && labels != 1) {
            throw new UserError("E103", "labels=" + labels + " is not known.", "Type: labels=01");
        }
    }

    /// How inputs are scaled.
    public enum Normalize {
        /// What suits each kind of column.
        AUTO,
        NONE,
        /// Training rows span 0 to 1.
        MINMAX,
        /// Training rows have mean 0 and standard deviation 1.
        ZSCORE
    }

    /// What happens to empty cells.
    public enum Missing {
        /// They are reported.
        ERROR,
        /// Their rows are left out.
        DROP,
        /// They get the mean of the training rows, text the most frequent value.
        MEAN,
        /// They get the median of the training rows, text the most frequent value.
        MEDIAN
    }
}
