package dev.kiln.checks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.data.FloatArray;
import dev.kiln.layers.Embedding;
import dev.kiln.layers.Flatten;
import dev.kiln.layers.Input;
import dev.kiln.model.Model;
import dev.kiln.model.Sequential;
import dev.kiln.tensor.Shape;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Optional;

/// Numbers that an Embedding of ten rows does not have, wherever they are in the data.
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class IndexRangeTest {
    private static final int ROWS = 5_000;
    private static final Model MODEL =
            Sequential.of(new Input(2), new Embedding(10, 3), new Flatten());

    private static Optional<Finding> outside(int place, float value) {
        float[] numbers = new float[ROWS * 2];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = i % 10;
        }
        numbers[place] = value;
        return IndexRange.outside(MODEL, 0, FloatArray.of(Shape.of(ROWS, 2), numbers));
    }

    @ParameterizedTest
    @ValueSource(floats = {0, -0f, 9, 9.5f, Float.MIN_VALUE})
    void what_is_in_the_table_is_not_named(float value) {
        assertThat(outside(ROWS * 2 - 1, value)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(floats = {10, -1, -0.5f, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
    void what_is_not_is_named_with_its_row(float value) {
        for (int place : new int[] {0, 4_095, 4_096, ROWS * 2 - 1}) {
            assertThat(outside(place, value).orElseThrow().toString())
                    .contains("1 number in 10,000 is not in the embedding")
                    .contains("row " + Figures.of(place / 2 + 1));
        }
    }

    @Test
    void no_rows_have_no_number_outside() {
        assertThat(IndexRange.outside(MODEL, 0, FloatArray.of(Shape.of(0, 2), new float[0])))
                .isEmpty();
    }
}
