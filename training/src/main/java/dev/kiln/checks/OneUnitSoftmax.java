package dev.kiln.checks;

import java.util.List;

/// A softmax that has nothing to compare.
final class OneUnitSoftmax implements Check {
    static final String CODE = "E207";

    @Override
    public List<Finding> findings(Setup setup) {
        return setup.ending().isSoftmax() && setup.units() == 1
                ? List.of(
                        new Finding(
                                CODE,
                                setup.ending().activation()
                                        + " over 1 unit is always 1.0, so nothing can be learned.",
                                "For yes/no end the model with: " + setup.dense(1, "sigmoid")))
                : List.of();
    }
}
