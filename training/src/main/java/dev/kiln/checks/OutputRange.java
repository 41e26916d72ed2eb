package dev.kiln.checks;

import dev.kiln.losses.MeanAbsolutePercentageError;
import dev.kiln.losses.MeanSquaredLogarithmicError;

import java.util.List;

/// Whether a regression's last layer can give the targets at all.
final class OutputRange implements Check {
    @Override
    public List<Finding> findings(Setup setup) {
        boolean isRegression =
                setup.isForNumbers()
                        || setup.loss() instanceof MeanAbsolutePercentageError
                        || setup.loss() instanceof MeanSquaredLogarithmicError;
        Ending.Range range = setup.ending().range();
        if (!isRegression
                || range == null
                || setup.labels().isEmpty()
                || setup.labelsAreClassNumbers()) {
            return List.of();
        }
        LabelFacts labels = setup.labels().get();
        if (labels.lowest() >= range.low() && labels.highest() <= range.high()) {
            return List.of();
        }
        return List.of(
                new Finding(
                        "W208",
                        "the last layer ends in "
                                + setup.ending().activation()
                                + " ("
                                + range
                                + "), but "
                                + labels.name()
                                + " runs from "
                                + Figures.of(labels.lowest())
                                + " to "
                                + Figures.of(labels.highest())
                                + ".",
                        "End the model with: " + setup.dialect().dense(setup.units(), null)));
    }
}
