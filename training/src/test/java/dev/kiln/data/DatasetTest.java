package dev.kiln.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.catalog.UserError;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.Table;

import java.util.List;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class DatasetTest {
    private static final Dataset FIVE =
            Dataset.of(
                    new double[][] {{0, 1}, {2, 3}, {4, 5}, {6, 7}, {8, 9}},
                    new int[] {0, 1, 2, 3, 4});

    @Test
    void inputs_and_targets_of_different_length_are_refused_with_both_counts() {
        assertThatThrownBy(() -> Dataset.of(new double[150][4], new int[149]))
                .isInstanceOf(UserError.class)
                .hasMessage(
                        "E123: x has 150 rows, y has 149.\n"
                                + "  Give both the same number of rows, one for each sample.");
        assertThatThrownBy(() -> FIVE.withSampleWeights(new double[4]))
                .hasMessageStartingWith("E123: x has 5 rows, sample_weight has 4.");
    }

    @Test
    void rows_are_taken_from_inputs_targets_and_weights_alike() {
        Dataset taken = FIVE.withSampleWeights(new double[] {1, 2, 3, 4, 5}).rows(new int[] {4, 1});
        assertThat(taken.x).isEqualTo(FloatArray.of(new double[][] {{8, 9}, {2, 3}}));
        assertThat(taken.y.toArray()).containsExactly(4, 1);
        assertThat(taken.sampleWeights().orElseThrow().toArray()).containsExactly(5, 2);
    }

    @Test
    void the_last_fraction_of_the_rows_is_parted_off_as_in_keras() {
        Dataset.Parts parts = FIVE.takeLast(0.3);
        assertThat(parts.first().y.toArray()).containsExactly(0, 1, 2);
        assertThat(parts.last().y.toArray()).containsExactly(3, 4);
        assertThatThrownBy(() -> FIVE.takeLast(0.9))
                .hasMessage(
                        "E127: validation_split=0.9 of 5 rows leaves nothing to train on.\n"
                                + "  Type a share between 0 and 1, for example: validation_split=0.2");
        assertThatThrownBy(() -> FIVE.takeLast(0)).hasMessageContaining("no rows to validate with");
        assertThatThrownBy(() -> FIVE.takeLast(Double.NaN)).isInstanceOf(UserError.class);
    }

    @Test
    void a_data_set_without_targets_has_rows_all_the_same() {
        Dataset rows = Dataset.of(new double[3][2]);
        assertThat(rows.rows()).isEqualTo(3);
        assertThat(rows.targets()).isEmpty();
        assertThat(rows.y.rows()).isEqualTo(3);
        assertThat(rows.y.rowSize()).isZero();
    }

    @Test
    void several_inputs_and_targets_keep_their_names_and_order() {
        FloatArray a = FloatArray.of(new int[2][3]);
        FloatArray b = FloatArray.of(new int[2]);
        Dataset two =
                Dataset.of(List.of("img", "meta"), List.of(a, b), List.of("label"), List.of(b));
        assertThat(two.inputNames()).containsExactly("img", "meta");
        assertThat(two.inputs()).containsExactly(a, b);
        assertThat(two.slice(0, 1).inputs()).extracting(FloatArray::rows).containsExactly(1, 1);
    }

    @Test
    void the_table_of_numbers_has_a_column_for_each_number_of_a_row() {
        Table table = FIVE.table();
        assertThat(table.columnNames()).containsExactly("x_0", "x_1", "y");
        assertThat(table.doubleColumn("x_1").asDoubleArray()).containsExactly(1, 3, 5, 7, 9);
    }

    @Test
    void the_table_of_rows_that_were_read_from_a_table_shows_them_as_they_were() {
        Table source = Table.create(IntColumn.create("id", 10, 11, 12, 13, 14, 15));
        Dataset shown = FIVE.withSource(source, new int[] {5, 4, 3, 2, 1});
        assertThat(shown.rows(new int[] {0, 4}).slice(1, 2).table().intColumn("id").asIntArray())
                .containsExactly(11);
        assertThat(shown.rows(new int[] {1, 4, 1}).table().intColumn("id").asIntArray())
                .containsExactly(14, 11, 14);
    }
}
