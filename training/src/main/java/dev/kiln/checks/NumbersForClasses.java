package dev.kiln.checks;

import java.util.List;
import java.util.OptionalDouble;

/// Losses of numbers on what is a classification, and outputs that cannot be compared with their labels.
final class NumbersForClasses implements Check {
    /// Nobody takes a loss above it for a small one.
    private static final double LARGE = 0.5;

    @Override
    public List<Finding> findings(Setup setup) {
        if (!setup.isForNumbers() || setup.labels().isEmpty()) {
            return List.of();
        }
        LabelFacts labels = setup.labels().get();
        boolean endsInClasses = setup.ending().isSoftmax() || setup.ending().isSigmoid();
        String type = setup.dialect().type() + " ";
        if (setup.labelsAreClassNumbers() && (endsInClasses || labels.wereTexts())) {
            return List.of(
                    new Finding(
                            "E204",
                            setup.lossName()
                                    + " cannot compare "
                                    + setup.units()
                                    + " outputs with one class number.",
                            "This is a classification: "
                                    + setup.dialect().typeInside()
                                    + " "
                                    + setup.compile("sparse_categorical_crossentropy")));
        }
        boolean isColumn = labels.columns() == 1 && setup.units() == 1 && labels.isZeroOne();
        boolean areClasses = setup.labelsAreOneHot() || isColumn;
        if (endsInClasses
                && areClasses
                && setup.ending().row().rank() == 1
                && !setup.inputIsLabel()) {
            OptionalDouble start = setup.probe().map(Probe::loss).orElse(OptionalDouble.empty());
            String looks =
                    start.isEmpty()
                            ? "Its loss looks small and learns"
                            : start.getAsDouble() > LARGE
                                    ? "Its loss learns"
                                    : "Its loss looks small ("
                                            + Figures.of(start.getAsDouble())
                                            + " before any training) and learns";
            return List.of(
                    new Finding(
                            "W204",
                            setup.lossName()
                                    + " is for predicting numbers; this model predicts "
                                    + (isColumn ? 2 : setup.units())
                                    + " classes. "
                                    + looks
                                    + " slowly when the model is confidently wrong.",
                            type
                                    + setup.compile(
                                            isColumn
                                                    ? "binary_crossentropy"
                                                    : "categorical_crossentropy")));
        }
        if (labels.shape().rank() <= 2
                && setup.ending().row().rank() == 1
                && labels.columns() != setup.units()) {
            return List.of(
                    new Finding(
                            "E220",
                            "the model gives "
                                    + setup.units()
                                    + (setup.units() == 1 ? " number" : " numbers")
                                    + " a row, but "
                                    + labels.name()
                                    + " is "
                                    + labels.columns()
                                    + ".",
                            "End the model with: "
                                    + setup.dialect().dense(labels.columns(), null)));
        }
        return List.of();
    }
}
