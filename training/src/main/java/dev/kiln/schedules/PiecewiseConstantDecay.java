package dev.kiln.schedules;

import dev.kiln.catalog.Doc;
import dev.kiln.catalog.UserError;
import dev.kiln.graph.Tensor;

import java.util.List;

/// `values[0]` up to and with step `boundaries[0]`, then `values[1]` up to `boundaries[1]`, and so on.
///
/// Equal to `keras.optimizers.schedules.PiecewiseConstantDecay` 3.x in names, defaults and values.
@Doc("one rate for each stretch of steps")
public record PiecewiseConstantDecay(
        @Doc(value = "last step of each stretch but the last one, rising", example = "[1000, 2000]")
                List<Double> boundaries,
        @Doc(value = "one rate more than boundaries", example = "[0.01, 0.005, 0.001]")
                List<Double> values)
        implements Schedule {
    public PiecewiseConstantDecay {
        boundaries = List.copyOf(boundaries);
        values = List.copyOf(values);
        if (values.size() != boundaries.size() + 1) {
            throw new UserError(
                    "E143",
                    "piecewise_constant_decay has "
                            + boundaries.size()
                            + " boundaries and "
                            + values.size()
                            + " values.",
                    "Give one value more than boundaries: piecewise_constant_decay([1000], [0.01, 0.001])");
        }
    }

    @Override
    public Tensor rate(Tensor step) {
        Tensor rate = step.graph().constant(values.getLast());
        for (int stretch = boundaries.size() - 1; stretch >= 0; stretch--) {
            rate = step.lessOrEqual(boundaries.get(stretch)).select(values.get(stretch), rate);
        }
        return rate;
    }
}
