package dev.kiln.checks;

import dev.kiln.losses.MeanSquaredError;

import java.util.List;

/// Whether targets are what the loss can compare with: probabilities, class numbers, numbers of a sane size.
final class Targets implements Check {
    /// Labels that are no numbers: what else is said of them follows from that.
    static final String MISSING = "E213";

    private static final double LARGE_DEVIATION = 100;

    @Override
    public List<Finding> findings(Setup setup) {
        if (setup.labels().isEmpty()) {
            return List.of();
        }
        LabelFacts labels = setup.labels().get();
        if (labels.notNumbers() > 0) {
            return List.of(notNumbers(setup, labels));
        }
        if (isNoClass(setup, labels)) {
            return List.of(noClass(setup, labels));
        }
        if (setup.loss() instanceof MeanSquaredError && labels.deviation() > LARGE_DEVIATION) {
            return List.of(large(setup, labels));
        }
        return List.of();
    }

    private static Finding notNumbers(Setup setup, LabelFacts labels) {
        int count = labels.notNumbers();
        return new Finding(
                MISSING,
                Figures.of(count)
                        + (count == 1 ? " value is " : " values are ")
                        + Figures.notFinite(count, labels.infinite())
                        + ", first in column "
                        + labels.name()
                        + ", row "
                        + Figures.of(labels.rowOfFirstNotNumber())
                        + ".",
                setup.dialect() == Dialect.MAGIC
                        ? "Type: " + setup.dialect().data(setup.data(), "missing=mean")
                        : "Replace them, or leave those rows out.");
    }

    private static boolean isNoClass(Setup setup, LabelFacts labels) {
        if (setup.isSparse()) {
            return !labels.isWhole() && !labels.isOneHot();
        }
        boolean areClasses =
                labels.columns() == 1 && labels.areFewWholeNumbers() && labels.different() > 2;
        if (setup.isBinary()) {
            return !labels.isWithinUnitInterval() && !areClasses;
        }
        return setup.isOneHotLoss()
                && !(labels.columns() == 1 && labels.areFewWholeNumbers())
                && (!labels.isWithinUnitInterval() || !labels.sumsToOne());
    }

    private static Finding noClass(Setup setup, LabelFacts labels) {
        String type = setup.dialect().typeInside() + " ";
        if (labels.isWhole() && labels.different() == 2) {
            return new Finding(
                    "E214",
                    setup.lossName()
                            + " wants labels 0 and 1, but "
                            + labels.name()
                            + " holds "
                            + Figures.of(labels.lowest())
                            + " and "
                            + Figures.of(labels.highest())
                            + ".",
                    setup.dialect() == Dialect.MAGIC
                            ? "Type: " + setup.dialect().data(setup.data(), "labels=01")
                            : "Write: labels 0 and 1 in their place");
        }
        if (labels.isWithinUnitInterval() && labels.columns() > 1 && setup.isOneHotLoss()) {
            return new Finding(
                    "E214",
                    setup.lossName()
                            + " wants rows that sum to 1, but the "
                            + labels.columns()
                            + " columns of "
                            + labels.name()
                            + " do not.",
                    "For several labels a row end the model with: "
                            + setup.dense(setup.units(), "sigmoid")
                            + "   and "
                            + type
                            + setup.compile("binary_crossentropy", List.of("binary_accuracy")));
        }
        return new Finding(
                "E214",
                labels.name()
                        + " is a number with "
                        + Figures.of(labels.different())
                        + " different values, so this is a regression.",
                "End the model with: "
                        + setup.dialect().dense(labels.columns(), null)
                        + "   and "
                        + type
                        + setup.compile("mean_squared_error", List.of("mean_absolute_error")));
    }

    private static Finding large(Setup setup, LabelFacts labels) {
        double start = labels.meanSquare();
        return new Finding(
                "W216",
                labels.name()
                        + " has sd "
                        + Figures.of(Math.rint(labels.deviation()))
                        + ", so the loss will start near 1e"
                        + Math.round(Math.log10(start))
                        + ".",
                setup.dialect() == Dialect.MAGIC
                        ? "Type: "
                                + setup.dialect().data(setup.data(), "scale_target=true")
                                + "   (results are shown in the original unit)"
                        : "Divide the target by its standard deviation before training.");
    }
}
