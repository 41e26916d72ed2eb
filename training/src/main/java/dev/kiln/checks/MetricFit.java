package dev.kiln.checks;

import dev.kiln.losses.CategoricalHinge;
import dev.kiln.losses.Hinge;
import dev.kiln.losses.SquaredHinge;
import dev.kiln.metrics.Metrics;

import java.util.ArrayList;
import java.util.List;

/// Whether `accuracy` counts what the user means, and hinge sees the labels that it wants.
final class MetricFit implements Check {
    @Override
    public List<Finding> findings(Setup setup) {
        if (setup.labels().isEmpty()) {
            return List.of();
        }
        LabelFacts labels = setup.labels().get();
        var found = new ArrayList<Finding>();
        boolean isHinge = setup.loss() instanceof Hinge || setup.loss() instanceof SquaredHinge;
        if (isHinge && labels.isZeroOne()) {
            found.add(
                    new Finding("W217", "hinge wants labels -1 and 1; Kiln converts 0 to -1.", ""));
        }
        if (setup.metrics().stream().noneMatch(Metrics::isAccuracy)) {
            return found;
        }
        String type = setup.dialect().type() + " ";
        boolean isRegression = !labels.wereTexts() && !labels.isOneHot() && !labels.isZeroOne();
        boolean isForNumbers = setup.isForNumbers() && !setup.labelsAreClassNumbers();
        if (isForNumbers && isRegression && !labels.hasOnly(-1, 1)) {
            found.add(
                    new Finding(
                            "W215",
                            "accuracy counts exact hits, which numbers never make.",
                            type
                                    + setup.compile(
                                            setup.lossName(),
                                            setup.lossName().equals("mean_absolute_error")
                                                    ? List.of("mean_squared_error")
                                                    : List.of("mean_absolute_error"))));
        } else if (setup.isBinary() && isMultiHot(setup, labels)) {
            found.add(
                    new Finding(
                            "W226",
                            "accuracy would compare only the largest of "
                                    + setup.units()
                                    + " outputs.",
                            type
                                    + setup.compile(
                                            "binary_crossentropy", List.of("binary_accuracy"))));
        } else if (labels.columns() == 1
                && labels.lowest() == -1
                && labels.hasOnly(-1, 1)
                && !(setup.loss() instanceof CategoricalHinge)) {
            found.add(
                    new Finding(
                            "W227",
                            "accuracy compares with 0 and 1, the labels are -1 and 1.",
                            setup.dialect() == Dialect.MAGIC
                                    ? "Type: "
                                            + setup.dialect().data(setup.data(), "labels=01")
                                            + "   and "
                                            + setup.compile("binary_crossentropy")
                                            + (setup.ending().isSigmoid()
                                                    ? ""
                                                    : "   and end the model with: "
                                                            + setup.dense(1, "sigmoid"))
                                    : "Write labels 0 and 1, and: "
                                            + setup.compile("binary_crossentropy")));
        }
        return found;
    }

    private static boolean isMultiHot(Setup setup, LabelFacts labels) {
        return setup.units() > 1
                && labels.shape().rank() == setup.ending().row().rank() + 1
                && labels.columns() == setup.units()
                && labels.isZeroOne()
                && !labels.isOneHot()
                && !setup.inputIsLabel();
    }
}
