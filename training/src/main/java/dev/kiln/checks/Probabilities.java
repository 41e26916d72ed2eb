package dev.kiln.checks;

import java.util.List;
import java.util.Objects;

/// Whether a crossentropy gets probabilities, and gets them once.
final class Probabilities implements Check {
    @Override
    public List<Finding> findings(Setup setup) {
        if (!setup.isCrossentropy()) {
            return List.of();
        }
        Ending ending = setup.ending();
        if (setup.fromLogits()) {
            return ending.isSoftmax() || ending.isSigmoid() ? List.of(twice(setup)) : List.of();
        }
        if (ending.isOtherFunction()) {
            return List.of(
                    new Finding(
                            "E208",
                            "the last layer ends in "
                                    + ending.activation()
                                    + "; class probabilities need "
                                    + wanted(setup)
                                    + ".",
                            "End the model with: " + setup.dense(setup.units(), wanted(setup))));
        }
        boolean isNoProbability = ending.isLinear() || (!isProbability(ending) && probed(setup));
        if (isNoProbability) {
            return List.of(without(setup));
        }
        if (!setup.isBinary() && ending.isSigmoid() && setup.units() > 1) {
            return List.of(independent(setup));
        }
        return List.of();
    }

    private static boolean isProbability(Ending ending) {
        return ending.isSoftmax() || ending.isSigmoid();
    }

    /// Where the last layer does not say what it gives, a forward pass does.
    private static boolean probed(Setup setup) {
        return setup.probe()
                .filter(
                        probe ->
                                probe.leavesUnitInterval()
                                        || (!setup.isBinary() && !probe.sumToOne()))
                .isPresent();
    }

    private static String wanted(Setup setup) {
        return setup.isBinary() ? "sigmoid" : "softmax";
    }

    private static Finding without(Setup setup) {
        String loss = setup.lossName();
        return new Finding(
                "E205",
                "the last layer has no "
                        + wanted(setup)
                        + ", so its outputs are not probabilities and "
                        + loss
                        + " cannot read them.",
                isOneNumber(setup)
                        ? "One unit predicts a number: "
                                + setup.dialect().typeInside()
                                + " "
                                + setup.compile(
                                        "mean_squared_error", List.of("mean_absolute_error"))
                                + "   Classes need a last layer with one unit for each of them, and softmax."
                        : "End the model with: "
                                + setup.dense(setup.units(), wanted(setup))
                                + "   or keep it and "
                                + setup.dialect().typeInside()
                                + " "
                                + setup.compile(setup.dialect().withLogits(loss)));
    }

    /// A softmax over one unit would always be 1.
    private static boolean isOneNumber(Setup setup) {
        return !setup.isBinary() && setup.units() == 1;
    }

    private static Finding twice(Setup setup) {
        String own = wanted(setup);
        String last = Objects.requireNonNull(setup.ending().activation());
        String problem =
                own.equals(last)
                        ? own
                                + " would be applied twice: the last layer has it and from_logits=true applies it again."
                        : own
                                + " would be applied on top of "
                                + last
                                + ": the last layer has that and from_logits=true "
                                + "applies "
                                + own
                                + " again.";
        return new Finding(
                "E206", problem, setup.dialect().type() + " " + setup.compile(setup.lossName()));
    }

    private static Finding independent(Setup setup) {
        return new Finding(
                "W211",
                "sigmoid gives " + setup.units() + " independent chances;",
                "for exactly one class end the model with: "
                        + setup.dense(setup.units(), "softmax")
                        + "   (several labels a row: "
                        + setup.compile("binary_crossentropy", List.of("binary_accuracy"))
                        + ")");
    }
}
