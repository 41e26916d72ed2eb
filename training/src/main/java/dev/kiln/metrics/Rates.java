package dev.kiln.metrics;

import dev.kiln.catalog.UserError;
import dev.kiln.graph.Tensor;

import java.util.List;
import java.util.Set;

/// Precision, recall and specificity at evenly spread thresholds, `[thresholds]` each.
record Rates(Tensor precision, Tensor recall, Tensor specificity) {
    private static Confusion points(int numThresholds) {
        return numThresholds == 1
                ? Confusion.at(List.of(0.5), 0.5)
                : Confusion.evenly(numThresholds, 0);
    }

    /// @throws UserError where there is no threshold
    static void checked(int numThresholds) {
        if (numThresholds < 1) {
            throw new UserError(
                    "E143",
                    "num_thresholds=" + numThresholds + " must be 1 or more.",
                    "Type num_thresholds=200");
        }
    }

    static void update(State state, int numThresholds, Answers answers) {
        points(numThresholds).update(state, answers, Set.of(Count.values()));
    }

    static Rates of(State state, int numThresholds) {
        var counts = Counts.of(points(numThresholds), state);
        return new Rates(counts.precision(), counts.recall(), counts.specificity());
    }

    /// The largest of the wanted numbers where the given ones reach a value; 0 where none does.
    static Tensor best(Tensor wanted, Tensor given, double value) {
        return given.greaterOrEqual(value).select(wanted, 0).max();
    }
}
