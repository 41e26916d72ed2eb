package dev.kiln.checks;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// Loss and metrics that fit a last layer and its labels.
///
/// @param loss    as typed
/// @param metrics as typed
public record Proposal(String loss, List<String> metrics) {
    public Proposal {
        metrics = List.copyOf(metrics);
    }

    /// @param labels none before there is data
    public static Proposal of(Ending ending, @Nullable LabelFacts labels, Dialect dialect) {
        boolean areOneHot =
                labels != null
                        && labels.shape().rank() == ending.row().rank() + 1
                        && labels.isOneHot();
        boolean areClasses = labels != null && labels.areFewWholeNumbers();
        if (ending.isSoftmax()) {
            return classification(
                    areOneHot ? "categorical_crossentropy" : "sparse_categorical_crossentropy");
        }
        if (ending.isSigmoid()) {
            return ending.units() == 1
                    ? classification("binary_crossentropy")
                    : new Proposal("binary_crossentropy", List.of("binary_accuracy"));
        }
        if (ending.isLinear()
                && ending.units() > 1
                && (areOneHot || (areClasses && labels.columns() == 1))) {
            String loss =
                    areOneHot ? "categorical_crossentropy" : "sparse_categorical_crossentropy";
            return classification(dialect.withLogits(loss));
        }
        if ("tanh".equals(ending.activation()) && labels != null && labels.hasOnly(-1, 1)) {
            return new Proposal("hinge", List.of());
        }
        return new Proposal("mean_squared_error", List.of("mean_absolute_error"));
    }

    private static Proposal classification(String loss) {
        return new Proposal(loss, List.of("accuracy"));
    }

    /// The line that compiles with it.
    public String line(String optimizer, Dialect dialect) {
        return dialect.compile(optimizer, loss, metrics);
    }
}
