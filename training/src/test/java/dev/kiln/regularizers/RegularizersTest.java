package dev.kiln.regularizers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.kiln.catalog.UserError;
import dev.kiln.graph.Graph;
import dev.kiln.graph.Reference;
import dev.kiln.tensor.Shape;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

import java.util.Map;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class RegularizersTest {
    private static double penalty(Regularizer regularizer, Shape shape, double... weights) {
        var graph = new Graph();
        return Reference.evaluate(
                regularizer.penalty(graph.input("w", shape)), Map.of("w", weights))[0];
    }

    @Test
    void l1_sums_sizes_and_l2_sums_squares() {
        assertThat(penalty(new L1(0.5), Shape.of(3), 1, -2, 3)).isEqualTo(3);
        assertThat(penalty(new L2(0.5), Shape.of(3), 1, -2, 3)).isEqualTo(7);
        assertThat(penalty(new L1L2(0.5, 0.25), Shape.of(3), 1, -2, 3)).isEqualTo(6.5);
    }

    @Test
    void the_names_of_keras_have_the_factors_of_keras() {
        assertThat(Regularizers.of("l2")).isEqualTo(new L2(0.01));
        assertThat(Regularizers.of("l1_l2")).isEqualTo(new L1L2(0.01, 0.01));
        assertThat(Regularizers.of("L1L2")).isEqualTo(new L1L2(0, 0));
    }

    @Test
    void vectors_at_right_angles_cost_nothing() {
        var rows = new OrthogonalRegularizer(1, OrthogonalRegularizer.Mode.ROWS);
        assertThat(penalty(rows, Shape.of(2, 2), 3, 0, 0, 5)).isEqualTo(0);
        assertThat(penalty(rows, Shape.of(2, 2), 1, 0, 1, 1))
                .isCloseTo(Math.sqrt(0.5), within(1e-7));
        var columns = new OrthogonalRegularizer(1, OrthogonalRegularizer.Mode.COLUMNS);
        assertThat(penalty(columns, Shape.of(1, 2), 4, 9)).isCloseTo(1, within(1e-7));
    }

    @Test
    void only_a_matrix_can_be_orthogonal() {
        assertThatThrownBy(() -> penalty(new OrthogonalRegularizer(), Shape.of(2), 1, 2))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("takes a matrix, not weights of shape 2");
    }
}
