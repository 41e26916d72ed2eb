package dev.kiln.checks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.data.FloatArray;
import dev.kiln.tensor.Shape;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

import java.util.List;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class InputsTest {
    private static List<String> findings(Inputs inputs, float[] values, Shape input) {
        return inputs.findings(FloatArray.of(inputs.shape(), values), input).stream()
                .map(finding -> finding.code() + ": " + finding.text())
                .toList();
    }

    private static Inputs table(boolean isScaled) {
        return new Inputs(
                Dialect.MAGIC, "people", List.of("age", "height"), Shape.of(3, 2), isScaled);
    }

    @Test
    void W212_a_feature_with_large_numbers() {
        float[] values = {20, 1.7f, 40, 1.8f, 60, 1.6f};
        assertThat(findings(table(false), values, Shape.of(2)))
                .containsExactly(
                        "W212: inputs are not scaled: 20..60 (mean 40, sd 16). Training will be slow or unstable."
                                + " Type: %data people normalize=auto");
        assertThat(findings(table(true), values, Shape.of(2))).isEmpty();
    }

    @Test
    void the_line_to_type_keeps_the_other_options_of_the_data() {
        assertThat(
                        Dialect.MAGIC.data(
                                "\"m.csv\" target=y normalize=none drop=[a, b]", "normalize=auto"))
                .isEqualTo("%data \"m.csv\" target=y drop=[a, b] normalize=auto");
    }

    @Test
    void W212_pictures_in_bytes() {
        var pictures = new Inputs(Dialect.JAVA, "mnist", List.of(), Shape.of(2, 2, 2), false);
        assertThat(findings(pictures, new float[] {0, 1, 2, 3, 0, 0, 255, 1}, Shape.of(2, 2)))
                .containsExactly(
                        "W212: inputs are not scaled: 0..255 (mean 33, sd 84). Training will be slow or unstable."
                                + " Begin the model with a Normalization or Rescaling layer.");
        assertThat(findings(pictures, new float[] {0, 0.1f, 1, 0.5f, 0, 0, 1, 1}, Shape.of(2, 2)))
                .isEmpty();
    }

    @Test
    void E213_features_that_are_no_numbers() {
        float[] values = {0, 1, 0, Float.NaN, Float.POSITIVE_INFINITY, 1};
        assertThat(findings(table(false), values, Shape.of(2)))
                .containsExactly(
                        "E213: 2 values are NaN, first in column height, row 2. Type: %data people missing=mean");
    }

    @Test
    void E219_rows_of_another_shape() {
        var pictures = new Inputs(Dialect.MAGIC, "mnist", List.of(), Shape.of(1, 2, 2, 1), true);
        float[] values = new float[4];
        assertThat(findings(pictures, values, Shape.of(4)))
                .containsExactly(
                        "E219: the model takes 4, the data gives 2x2x1. Start the model with: input 2x2x1, then "
                                + "flatten");
        assertThat(findings(pictures, values, Shape.of(3, 3, 1)))
                .containsExactly(
                        "E219: the model takes 3x3x1, the data gives 2x2x1. Start the model with: input 2x2x1");
        assertThat(findings(pictures, values, Shape.of(Shape.UNKNOWN, 2, 1))).isEmpty();
    }
}
