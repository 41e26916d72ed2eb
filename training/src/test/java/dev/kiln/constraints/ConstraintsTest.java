package dev.kiln.constraints;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.kiln.graph.Graph;
import dev.kiln.graph.Reference;
import dev.kiln.tensor.Shape;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ConstraintsTest {
    /// Columns (3, 4) and (0.3, 0.4).
    private static final double[] COLUMNS = {3, 0.3, 4, 0.4};

    private static double[] apply(Constraint constraint, double... weights) {
        var graph = new Graph();
        return Reference.evaluate(
                constraint.apply(graph.input("w", Shape.of(2, 2))), Map.of("w", weights));
    }

    @Test
    void a_column_that_is_too_long_is_shortened() {
        assertThat(apply(new MaxNorm(2), COLUMNS))
                .containsExactly(new double[] {1.2, 0.3, 1.6, 0.4}, within(1e-6));
    }

    @Test
    void columns_are_brought_into_a_range_of_lengths() {
        assertThat(apply(new MinMaxNorm(1, 2), COLUMNS))
                .containsExactly(new double[] {1.2, 0.6, 1.6, 0.8}, within(1e-6));
        assertThat(apply(new MinMaxNorm(1, 2, 0.5, List.of(0)), COLUMNS))
                .containsExactly(new double[] {2.1, 0.45, 2.8, 0.6}, within(1e-6));
    }

    @Test
    void columns_get_length_1() {
        assertThat(apply(new UnitNorm(), COLUMNS))
                .containsExactly(new double[] {0.6, 0.6, 0.8, 0.8}, within(1e-6));
    }

    @Test
    void weights_below_0_become_0() {
        assertThat(apply(new NonNeg(), -1, 2, 0, -3)).containsExactly(0, 2, 0, 0);
    }
}
