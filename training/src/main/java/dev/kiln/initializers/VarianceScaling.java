package dev.kiln.initializers;

import dev.kiln.catalog.Doc;
import dev.kiln.catalog.UserError;
import dev.kiln.graph.CounterRandom;
import dev.kiln.tensor.Shape;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// Random numbers whose variance is `scale` over the number of connections, so that signals keep their
/// size from layer to layer.
///
/// A kernel `[…window, in, out]` has fan in `window * in` and fan out `window * out`; a vector has its
/// length for both.
///
/// @param scale        variance times connections, above 0
/// @param mode         which connections are counted
/// @param distribution truncated normal (cut at two deviations), normal or uniform
/// @param seed         its own seed; null for the model's
/// @param inputAxes    axes that count as inputs; null for all but the last
/// @param outputAxes   axes that count as outputs; null for the last
@Doc("random numbers whose variance is scale over the number of connections")
public record VarianceScaling(
        @Doc(value = "variance times connections, above 0", example = "2") double scale,
        @Doc(value = "which connections are counted", example = "fan_avg") Mode mode,
        @Doc(value = "from which distribution", example = "uniform") Distribution distribution,
        @Doc(value = "its own seed; none for the model's", example = "42") @Nullable Long seed,
        @Doc(value = "axes that count as inputs; none for all but the last", example = "[0]")
                @Nullable List<Integer> inputAxes,
        @Doc(value = "axes that count as outputs; none for the last", example = "[1]")
                @Nullable List<Integer> outputAxes)
        implements Initializer {
    /// Which connections of a unit are counted.
    public enum Mode {
        FAN_IN,
        FAN_OUT,
        /// The mean of both.
        FAN_AVG
    }

    /// From which distribution.
    public enum Distribution {
        TRUNCATED_NORMAL,
        UNTRUNCATED_NORMAL,
        UNIFORM
    }

    /// The deviation of a standard normal that is cut at two deviations.
    private static final double TRUNCATED_DEVIATION = 0.87962566103423978;

    public VarianceScaling {
        inputAxes = inputAxes == null ? null : List.copyOf(inputAxes);
        outputAxes = outputAxes == null ? null : List.copyOf(outputAxes);
        if (!(scale > 0)) {
            throw new UserError(
                    "scale=" + scale + " of variance_scaling must be above 0.", "Type: scale=1");
        }
    }

    public VarianceScaling() {
        this(1.0, Mode.FAN_IN, Distribution.TRUNCATED_NORMAL);
    }

    public VarianceScaling(double scale, Mode mode, Distribution distribution) {
        this(scale, mode, distribution, null, null, null);
    }

    @Override
    public void fill(float[] values, Shape shape, CounterRandom random) {
        double in = fan(shape, true);
        double out = fan(shape, false);
        double connections =
                switch (mode) {
                    case FAN_IN -> in;
                    case FAN_OUT -> out;
                    case FAN_AVG -> (in + out) / 2;
                };
        double variance = scale / Math.max(1, connections);
        switch (distribution) {
            case TRUNCATED_NORMAL ->
                    Draw.truncatedNormal(
                            values, 0, Math.sqrt(variance) / TRUNCATED_DEVIATION, random);
            case UNTRUNCATED_NORMAL -> Draw.normal(values, 0, Math.sqrt(variance), random);
            case UNIFORM ->
                    Draw.uniform(values, -Math.sqrt(3 * variance), Math.sqrt(3 * variance), random);
        }
    }

    /// Connections into, or out of, one unit.
    private double fan(Shape shape, boolean in) {
        var own = in ? inputAxes : outputAxes;
        var other = in ? outputAxes : inputAxes;
        int rank = shape.rank();
        if (rank == 0) {
            return 1;
        }
        if (own == null && other == null) {
            if (rank == 1) {
                return shape.get(0);
            }
            double window = shape.slice(0, rank - 2).size();
            return window * shape.get(in ? rank - 2 : rank - 1);
        }
        // Axes that are neither inputs nor outputs are the window, which counts on both sides.
        double product = 1;
        for (int axis = 0; axis < rank; axis++) {
            if (other == null || !holds(other, axis, rank)) {
                product *= shape.get(axis);
            }
        }
        return product;
    }

    private static boolean holds(List<Integer> axes, int axis, int rank) {
        return axes.contains(axis) || axes.contains(axis - rank);
    }
}
