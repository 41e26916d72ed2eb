package dev.kiln.metrics;

import dev.kiln.catalog.UserError;
import dev.kiln.graph.Graph;
import dev.kiln.graph.Tensor;
import dev.kiln.tensor.Shape;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/// Hits and misses at thresholds: a score above one (not at it) is a yes.
///
/// @param thresholds rising
/// @param areEven    whether they are evenly spread over [0, 1]: then scores are clipped into it, as in Keras
record Confusion(List<Double> thresholds, boolean areEven) {
    /// @param standard the threshold where none is given
    static Confusion at(@Nullable List<Double> thresholds, double standard) {
        List<Double> list = thresholds == null ? List.of(standard) : thresholds;
        return new Confusion(list, areEven(list));
    }

    /// Evenly spread over [0, 1], the outer ones moved outwards by `margin`.
    static Confusion evenly(int count, double margin) {
        var list = new ArrayList<Double>();
        list.add(-margin);
        IntStream.range(1, count - 1).forEach(i -> list.add(i / (count - 1.0)));
        list.add(1 + margin);
        return new Confusion(List.copyOf(list), true);
    }

    /// The given ones in order, and one just below 0 and just above 1.
    static Confusion between(List<Double> thresholds) {
        var inner = thresholds.stream().sorted().toList();
        var whole = new ArrayList<>(List.of(0.0));
        whole.addAll(inner);
        whole.add(1.0);
        boolean areEven = areEven(whole);
        whole.set(0, -1e-7);
        whole.set(whole.size() - 1, 1 + 1e-7);
        return new Confusion(List.copyOf(whole), areEven);
    }

    private static boolean areEven(List<Double> thresholds) {
        double last = thresholds.size() - 1;
        return thresholds.size() >= 3
                && IntStream.range(0, thresholds.size())
                        .allMatch(
                                i ->
                                        Math.abs(thresholds.get(i) - i / last)
                                                <= 1e-7 + 1e-5 * i / last);
    }

    /// @throws UserError where a threshold is outside [0, 1]
    static @Nullable List<Double> checked(@Nullable List<Double> thresholds) {
        if (thresholds == null) {
            return null;
        }
        if (thresholds.isEmpty()) {
            throw new UserError("E143", "thresholds is an empty list.", "Type thresholds=0.5");
        }
        for (double threshold : thresholds) {
            if (!(threshold >= 0 && threshold <= 1)) {
                throw new UserError(
                        "E143",
                        "thresholds=" + threshold + " must be from 0 to 1.",
                        "Type thresholds=0.5");
            }
        }
        return List.copyOf(thresholds);
    }

    static Tensor row(Graph graph, List<Double> values) {
        float[] numbers = new float[values.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = values.get(i).floatValue();
        }
        return graph.literal(numbers, Shape.of(numbers.length));
    }

    /// Counts all entries together, `[thresholds]`.
    void update(State state, Answers answers, Set<Count> wanted) {
        Tensor above = above(answers.scores().reshape(-1, 1), row(state.graph(), thresholds));
        Tensor yes = answers.yes().reshape(1, -1);
        Tensor no = answers.no().reshape(1, -1);
        for (Count count : wanted.stream().sorted().toList()) {
            Tensor found =
                    switch (count) {
                        case TRUE_POSITIVES -> yes.matMul(above);
                        case FALSE_POSITIVES -> no.matMul(above);
                        case TRUE_NEGATIVES -> no.matMul(above.not());
                        case FALSE_NEGATIVES -> yes.matMul(above.not());
                    };
            state.add(count.variable(), found.squeeze(0));
        }
    }

    /// Counts of 0 for each column, where no batch was seen yet.
    void declareEach(State state, String prefix, int columns) {
        for (Count count : Count.values()) {
            state.read(prefix + count.variable(), Shape.of(thresholds.size(), columns));
        }
    }

    /// Counts each column by itself, `[thresholds, columns]`.
    ///
    /// @param prefix beginning of the variables' names
    void updateEach(State state, String prefix, Answers answers) {
        if (answers.scores().rank() != 2) {
            throw new UserError(
                    "one curve a label wants rows of labels, but the predictions are "
                            + answers.scores().shape()
                            + ".",
                    "Type multi_label=false");
        }
        Tensor limits = row(state.graph(), thresholds).expand(-1);
        Tensor above = above(answers.scores().expand(1), limits);
        Tensor yes = answers.yes().expand(1);
        Tensor no = answers.no().expand(1);
        for (Count count : Count.values()) {
            Tensor found =
                    switch (count) {
                        case TRUE_POSITIVES -> yes.times(above);
                        case FALSE_POSITIVES -> no.times(above);
                        case TRUE_NEGATIVES -> no.times(above.not());
                        case FALSE_NEGATIVES -> yes.times(above.not());
                    };
            state.add(prefix + count.variable(), found.sum(0));
        }
    }

    /// Of even thresholds a score passes as many as its multiple of their distance has steps: Keras' rounding where a
    /// score lies on a threshold.
    private Tensor above(Tensor scores, Tensor limits) {
        if (!areEven) {
            return scores.greater(limits);
        }
        Tensor passed = scores.clip(0, 1).times(thresholds.size() - 1.0).ceil();
        Tensor outermost = thresholds.getFirst() < 0 ? passed.maximum(1) : passed;
        int axis = limits.rank() == 1 ? 0 : limits.rank() - 2;
        return outermost.greater(limits.graph().iota(limits.shape(), axis));
    }

    boolean isIn(State state, String prefix) {
        return state.has(prefix + Count.TRUE_POSITIVES.variable());
    }

    /// One number a threshold; a scalar for one threshold.
    Tensor read(State state, Count count) {
        Tensor counts = whole(state, count);
        return thresholds.size() == 1 ? counts.squeeze(0) : counts;
    }

    Tensor whole(State state, Count count) {
        return state.read(count.variable(), Shape.of(thresholds.size()));
    }
}
