package dev.kiln.losses;

import dev.kiln.graph.Body;
import dev.kiln.graph.Graph;
import dev.kiln.graph.Tensor;
import dev.kiln.tensor.Shape;

import java.util.List;

/// All ways to stretch labels over time: the forward pass of connectionist temporal classification, in
/// logarithms.
///
/// States are the labels with a blank before, between and behind them: `2 length + 1` of them.
///
/// @param emissions logarithm of each state's class' probability at each time, `[time, n, states]`
/// @param skips     1 where the state before may be left out, `[n, states]`
/// @param last      1 at the states in which a sequence may end, `[n, states]`
record Alignments(Tensor emissions, Tensor skips, Tensor last) {
    /// Stands for the logarithm of 0; an infinite one would make gradients not a number.
    private static final double NEVER = -1e30;

    /// @param labels class numbers `[n, length]`, 0 where a sequence is shorter
    /// @param logits `[n, time, classes]`
    static Alignments of(Tensor labels, Tensor logits) {
        int rows = labels.shape().get(0);
        int states = 2 * labels.shape().get(1) + 1;
        Tensor blanks = labels.times(0);
        Tensor pairs = Tensor.stack(2, List.of(blanks, labels)).reshape(Shape.of(rows, states - 1));
        Tensor blank = labels.graph().constant(0, Shape.of(rows, 1));
        Tensor classes = Tensor.concatenate(1, List.of(pairs, blank));
        Tensor marks = classes.oneHot(logits.shape().last());
        Tensor emissions = logits.logSoftmax(-1).matMul(marks.swap(1, 2)).transpose(1, 0, 2);
        Tensor twoBefore = shifted(classes, 2, 0);
        Tensor skips = classes.equalTo(0).not().times(classes.equalTo(twoBefore).not());
        Tensor length = labels.equalTo(0).not().sumKept(1);
        Tensor state = labels.graph().iota(Shape.of(rows, states), 1);
        Tensor behind = state.minus(length.times(2));
        Tensor last = behind.equalTo(0).maximum(behind.equalTo(-1));
        return new Alignments(emissions, skips, last);
    }

    /// `[n]`; infinite where there is less time than the labels need.
    Tensor negativeLogLikelihood() {
        Tensor state = skips.graph().iota(skips.shape(), 1);
        Tensor first = state.less(2).select(emissions.at(0, 0), NEVER);
        int steps = emissions.shape().get(0) - 1;
        Tensor end = steps == 0 ? first : forward(first, steps);
        Tensor likelihood = last.select(end, NEVER).logSumExpKept(1).squeeze(1);
        return likelihood.greater(NEVER / 2).select(likelihood.negate(), Double.POSITIVE_INFINITY);
    }

    private Tensor forward(Tensor first, int steps) {
        var body = new Graph();
        Tensor before = body.input("before", first.shape());
        Tensor emission = body.input("emission", first.shape());
        Tensor skip = body.input("skip", first.shape());
        Tensor one = shifted(before, 1, NEVER);
        Tensor two = skip.select(shifted(before, 2, NEVER), NEVER);
        Tensor reached = Tensor.stack(2, List.of(before, one, two)).logSumExpKept(2).squeeze(2);
        Tensor after = reached.plus(emission);
        return first.graph()
                .scan(
                        new Body(body, List.of(after.id()), 1, 1),
                        steps,
                        false,
                        List.of(first),
                        List.of(emissions.slice(0, 1, steps + 1)),
                        List.of(skips))
                .finalCarry(0);
    }

    /// Each state's column moved `by` states on, with `filling` in the first ones.
    private static Tensor shifted(Tensor states, int by, double filling) {
        int rows = states.shape().get(0);
        int count = states.shape().get(1);
        int kept = Math.max(count - by, 0);
        Tensor free = states.graph().constant(filling, Shape.of(rows, count - kept));
        return kept == 0 ? free : Tensor.concatenate(1, List.of(free, states.slice(1, 0, kept)));
    }
}
