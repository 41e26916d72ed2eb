package dev.kiln.checks;

import dev.kiln.losses.SparseCategoricalCrossentropy;

import java.util.List;

/// Whether the last layer has a unit for each class, and each label a class.
final class Classes implements Check {
    /// Below this share, labels that are no class are slips, and not a class more.
    private static final double SLIPS = 0.05;

    @Override
    public List<Finding> findings(Setup setup) {
        if (setup.labels().isEmpty()) {
            return List.of();
        }
        LabelFacts labels = setup.labels().get();
        if (setup.isSparse() && !setup.labelsAreOneHot() && labels.isWhole()) {
            return sparse(setup, labels, (SparseCategoricalCrossentropy) setup.loss());
        }
        if (setup.isOneHotLoss() && labels.isOneHot() && labels.columns() != setup.units()) {
            return List.of(tooFew(setup, labels.columns()));
        }
        if (setup.isOneHotLoss()
                && setup.units() == 1
                && labels.columns() == 1
                && labels.areFewWholeNumbers()) {
            return List.of(tooFew(setup, Math.max(labels.classes(null), 2)));
        }
        if (setup.isBinary()
                && setup.units() == 1
                && labels.columns() == 1
                && !setup.fromLogits()) {
            return binary(setup, labels);
        }
        return List.of();
    }

    private static List<Finding> sparse(
            Setup setup, LabelFacts labels, SparseCategoricalCrossentropy loss) {
        int units = setup.units();
        var outside = labels.outside(units, loss.ignoreClass());
        boolean areSlips =
                outside.count() <= Math.max(SLIPS * outside.of(), 1) || outside.smallest() < 0;
        boolean startAtOne = labels.lowest() == 1 && labels.highest() == units;
        int classes = labels.classes(loss.ignoreClass());
        boolean lacksUnits = classes > units && (labels.wereTexts() || !areSlips);
        if (lacksUnits && !startAtOne) {
            return List.of(tooFew(setup, classes));
        }
        if (outside.count() > 0) {
            return List.of(outOfRange(setup, labels, outside));
        }
        return units > classes && labels.wereTexts()
                ? List.of(
                        new Finding(
                                "N209",
                                "the data has "
                                        + classes
                                        + " classes, the last layer "
                                        + units
                                        + " units.",
                                ""))
                : List.of();
    }

    private static Finding tooFew(Setup setup, int classes) {
        return new Finding(
                "E209",
                "the data has "
                        + classes
                        + " classes, the last layer "
                        + setup.units()
                        + (setup.units() == 1 ? " unit." : " units."),
                "End the model with: " + setup.dense(classes, "softmax"));
    }

    private static Finding outOfRange(Setup setup, LabelFacts labels, LabelFacts.Outside outside) {
        String found = Figures.of(outside.first());
        String problem =
                Figures.of(outside.count())
                        + (outside.count() == 1 ? " label in " : " labels in ")
                        + Figures.of(outside.of())
                        + (outside.count() == 1 ? " is" : " are")
                        + " out of range: found "
                        + found
                        + " (row "
                        + Figures.of(outside.row())
                        + "), allowed 0.."
                        + (setup.units() - 1)
                        + ".";
        return new Finding("E210", problem, remedy(setup, labels, outside, found));
    }

    private static String remedy(
            Setup setup, LabelFacts labels, LabelFacts.Outside outside, String found) {
        Dialect dialect = setup.dialect();
        String correct = "correct row " + Figures.of(outside.row());
        boolean leavesGaps = labels.lowest() > 1 && labels.classes(null) <= setup.units();
        if (labels.lowest() == 1 || leavesGaps) {
            String start = "Labels start at " + Figures.of(labels.lowest()) + "; ";
            return dialect == Dialect.MAGIC
                    ? start + "type: " + dialect.data(setup.data(), "relabel=true")
                    : start + "write: subtract " + Figures.of(labels.lowest()) + " from each label";
        }
        if (outside.largest() < setup.units()) {
            return "To leave out such rows "
                    + dialect.typeInside()
                    + " "
                    + setup.compile(dialect.ignoring(setup.lossName(), found))
                    + "   or "
                    + correct;
        }
        return "End the model with: "
                + setup.dense((int) outside.largest() + 1, "softmax")
                + "   or "
                + correct;
    }

    private static List<Finding> binary(Setup setup, LabelFacts labels) {
        int classes = labels.classes(null);
        if (!labels.areFewWholeNumbers() || classes < 3) {
            return List.of();
        }
        return List.of(
                new Finding(
                        "E211",
                        setup.lossName()
                                + " with 1 sigmoid knows two classes, the data has "
                                + Figures.of(classes)
                                + ".",
                        "End the model with: "
                                + setup.dense(classes, "softmax")
                                + "   and "
                                + setup.dialect().typeInside()
                                + " "
                                + setup.compile("sparse_categorical_crossentropy")));
    }
}
