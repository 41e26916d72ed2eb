package dev.kiln.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonParser;

import dev.kiln.tensor.Shape;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class GoldenTensorTest {
    @Test
    void a_record_gives_its_shape_and_exactly_its_32_bit_numbers() {
        var tensor =
                GoldenTensor.of(
                        JsonParser.parseString(
                                "{\"shape\": [2, 2], \"dtype\": \"float32\", \"data\": [0.1, \"NaN\", \"-Infinity\", -2]}"));
        assertThat(tensor.shape()).isEqualTo(Shape.of(2, 2));
        assertThat(tensor.values())
                .containsExactly((double) 0.1f, Double.NaN, Double.NEGATIVE_INFINITY, -2);
    }

    @Test
    void a_difference_is_measured_against_the_largest_number() {
        var compare = new Comparison();
        compare.close("x", new double[] {100, 0.00009}, new double[] {100, 0}, 1e-6);
        assertThatThrownBy(
                        () ->
                                compare.close(
                                        "x",
                                        new double[] {100, 0.00011},
                                        new double[] {100, 0},
                                        1e-6))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("number 1 of 2");
    }

    @Test
    void numbers_that_should_be_zero_may_hold_rounding_noise() {
        new Comparison().close("x", new double[] {9e-6}, new double[] {0}, 1e-6);
    }

    @Test
    void not_a_number_is_met_by_not_a_number_alone() {
        new Comparison().close("x", new double[] {Double.NaN}, new double[] {Double.NaN}, 1e-6);
        assertThatThrownBy(
                        () ->
                                new Comparison()
                                        .close(
                                                "x",
                                                new double[] {0},
                                                new double[] {Double.NaN},
                                                1e-6))
                .isInstanceOf(AssertionError.class);
        assertThatThrownBy(
                        () ->
                                new Comparison()
                                        .close(
                                                "x",
                                                new double[] {Double.NaN},
                                                new double[] {1},
                                                1e-6))
                .isInstanceOf(AssertionError.class);
    }
}
