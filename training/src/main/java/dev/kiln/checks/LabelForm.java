package dev.kiln.checks;

import java.util.List;

/// Whether a crossentropy reads labels in the form that they have: class numbers or one-hot.
final class LabelForm implements Check {
    @Override
    public List<Finding> findings(Setup setup) {
        String type = setup.dialect().type() + " ";
        int units = setup.units();
        if (setup.isOneHotLoss() && setup.labelsAreClassNumbers()) {
            LabelFacts labels = setup.labels().orElseThrow();
            return List.of(
                    new Finding(
                            "E201",
                            setup.lossName()
                                    + " wants one-hot labels ("
                                    + units
                                    + " numbers a row), but "
                                    + labels.name()
                                    + " holds class numbers "
                                    + Figures.of(labels.lowest())
                                    + ".."
                                    + Figures.of(labels.highest())
                                    + ".",
                            type + setup.compile("sparse_categorical_crossentropy")));
        }
        if (setup.isSparse() && setup.labelsAreOneHot()) {
            return List.of(
                    new Finding(
                            "E202",
                            setup.lossName()
                                    + " wants class numbers, but the labels are one-hot ("
                                    + setup.labels().orElseThrow().columns()
                                    + " columns).",
                            type + setup.compile("categorical_crossentropy")));
        }
        if (setup.isBinary()
                && units > 1
                && setup.labelsAreClassNumbers()
                && !setup.ending().isSoftmax()) {
            return List.of(
                    new Finding(
                            "E203",
                            setup.lossName()
                                    + " is for yes/no answers, but "
                                    + setup.labels().orElseThrow().name()
                                    + " holds one class number a row and the last layer has "
                                    + units
                                    + " units.",
                            "End the model with: "
                                    + setup.dense(units, "softmax")
                                    + "   and "
                                    + setup.dialect().typeInside()
                                    + " "
                                    + setup.compile("sparse_categorical_crossentropy")));
        }
        if (!setup.isBinary() || !setup.ending().isSoftmax() || units == 1) {
            return List.of();
        }
        if (setup.labelsAreClassNumbers()) {
            return List.of(
                    new Finding(
                            "E203",
                            setup.lossName()
                                    + " is for yes/no answers, but the last layer is softmax over "
                                    + units
                                    + " classes.",
                            type + setup.compile("sparse_categorical_crossentropy")));
        }
        if (setup.labelsAreOneHot()) {
            return List.of(
                    new Finding(
                            "W203",
                            setup.lossName()
                                    + " scores "
                                    + units
                                    + " separate yes/no questions, but softmax picks one of "
                                    + units
                                    + " classes; training will be slower and accuracy lower.",
                            type + setup.compile("categorical_crossentropy")));
        }
        return List.of();
    }
}
