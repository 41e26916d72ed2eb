package dev.kiln.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.catalog.UserError;
import dev.kiln.tensor.Shape;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.factory.Nd4j;

import tech.tablesaw.api.BooleanColumn;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class FloatArrayTest {
    private static final FloatArray SIX = FloatArray.of(Shape.of(3, 2), 1, 2, 3, 4, 5, 6);

    @Test
    void java_arrays_of_every_number_type_are_read() {
        FloatArray expected = FloatArray.of(Shape.of(3), 1, 2, 3);
        List<Object> all =
                List.of(
                        new float[] {1, 2, 3},
                        new double[] {1, 2, 3},
                        new int[] {1, 2, 3},
                        new long[] {1, 2, 3},
                        new short[] {1, 2, 3},
                        new byte[] {1, 2, 3},
                        new Integer[] {1, 2, 3},
                        new Double[] {1.0, 2.0, 3.0},
                        List.of(1, 2.0, 3f));
        assertThat(all).allSatisfy(array -> assertThat(FloatArray.of(array)).isEqualTo(expected));
        assertThat(FloatArray.of(new boolean[] {true, false}))
                .isEqualTo(FloatArray.of(Shape.of(2), 1, 0));
    }

    @Test
    void nested_arrays_keep_their_shape_row_major() {
        assertThat(FloatArray.of(new double[][] {{1, 2}, {3, 4}, {5, 6}})).isEqualTo(SIX);
        assertThat(FloatArray.of(new float[2][3][4][1]).shape()).isEqualTo(Shape.of(2, 3, 4, 1));
        assertThat(FloatArray.of(List.of(List.of(1, 2), List.of(3, 4), List.of(5, 6))))
                .isEqualTo(SIX);
        assertThat(
                        FloatArray.of(
                                new Object[] {new int[] {1, 2}, List.of(3, 4), new float[] {5, 6}}))
                .isEqualTo(SIX);
        assertThat(FloatArray.of(new double[0][]).shape()).isEqualTo(Shape.of(0));
    }

    @Test
    void a_float_array_of_the_user_is_copied() {
        float[] own = {1, 2};
        FloatArray array = FloatArray.of((Object) own);
        own[0] = 9;
        assertThat(array.get(0)).isEqualTo(1);
    }

    @Test
    void rows_of_different_length_are_refused_with_both_lengths() {
        assertThatThrownBy(() -> FloatArray.of(new double[][] {{1, 2}, {3}}))
                .isInstanceOf(UserError.class)
                .hasMessage(
                        "E123: the rows of the array differ in length: one row has 1 numbers, the first one 2.\n"
                                + "  Give every row the same number of values.");
        assertThatThrownBy(() -> FloatArray.of(new Object[] {1.0, new double[] {1}}))
                .isInstanceOf(UserError.class);
        assertThatThrownBy(() -> FloatArray.of(new Object[] {new double[] {1}, 1.0}))
                .isInstanceOf(UserError.class);
        assertThatThrownBy(
                        () -> FloatArray.of(new Object[] {new double[] {1}, new double[][] {{1}}}))
                .isInstanceOf(UserError.class);
        assertThatThrownBy(() -> FloatArray.of(new double[][] {{1}, null}))
                .isInstanceOf(UserError.class);
    }

    @Test
    void what_holds_no_numbers_is_named() {
        assertThatThrownBy(() -> FloatArray.of("iris"))
                .hasMessageStartingWith("E128: numbers are needed, not a String.");
        assertThatThrownBy(() -> FloatArray.of(new String[] {"a"})).hasMessageStartingWith("E128");
        assertThatThrownBy(() -> FloatArray.of(StringColumn.create("kind", "a")))
                .hasMessageStartingWith("E128: column kind holds string, not numbers.");
    }

    @Test
    void tablesaw_columns_and_tables_are_read_and_missing_cells_are_nan() {
        DoubleColumn a = DoubleColumn.create("a", 1, 3, 5);
        IntColumn b = IntColumn.create("b", 2, 4, 6);
        assertThat(FloatArray.of(Table.create(a, b))).isEqualTo(SIX);
        IntColumn gap = IntColumn.create("gap", 1, 2);
        gap.setMissing(1);
        assertThat(FloatArray.of(gap)).isEqualTo(FloatArray.of(Shape.of(2), 1, Float.NaN));
        BooleanColumn yes = BooleanColumn.create("yes", true, false);
        assertThat(FloatArray.of(yes)).isEqualTo(FloatArray.of(Shape.of(2), 1, 0));
    }

    @Test
    void an_nd4j_array_is_read_row_major_whatever_its_order_and_type() {
        var array = Nd4j.create(new double[][] {{1, 3, 5}, {2, 4, 6}});
        assertThat(FloatArray.of(array.transpose())).isEqualTo(SIX);
        assertThat(FloatArray.of(array.transpose().castTo(org.nd4j.linalg.api.buffer.DataType.INT)))
                .isEqualTo(SIX);
        assertThat(FloatArray.of(Nd4j.scalar(3.0f))).isEqualTo(FloatArray.of(Shape.of(1), 3));
        assertThat(FloatArray.of(array.getRow(1)).toArray()).containsExactly(2, 4, 6);
    }

    @Test
    void a_slice_shares_and_take_gathers() {
        assertThat(SIX.slice(1, 3)).isEqualTo(FloatArray.of(Shape.of(2, 2), 3, 4, 5, 6));
        assertThat(SIX.take(new int[] {2, 0, 2}))
                .isEqualTo(FloatArray.of(Shape.of(3, 2), 5, 6, 1, 2, 5, 6));
        assertThat(SIX.slice(1, 3).take(new int[] {1}))
                .isEqualTo(FloatArray.of(Shape.of(1, 2), 5, 6));
        assertThat(SIX.slice(3, 3).rows()).isZero();
        assertThatThrownBy(() -> SIX.slice(1, 4)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> SIX.take(new int[] {3}))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> SIX.get(0, 2)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void batches_are_gathered_into_memory_outside_the_heap_for_short_and_long_rows() {
        for (int width : new int[] {1, 15, 16, 100}) {
            float[] values = new float[7 * width];
            for (int i = 0; i < values.length; i++) {
                values[i] = i;
            }
            FloatArray array = FloatArray.of(Shape.of(7, width), values);
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment batch = arena.allocate(2L * width * Float.BYTES, Float.BYTES);
                array.gather(new int[] {6, 5, 1, 0}, 1, 3, batch);
                float[] expected = new float[2 * width];
                System.arraycopy(values, 5 * width, expected, 0, width);
                System.arraycopy(values, width, expected, width, width);
                assertThat(batch.toArray(ValueLayout.JAVA_FLOAT)).containsExactly(expected);
            }
        }
    }

    @Test
    void arrays_are_equal_by_shape_and_bits() {
        assertThat(SIX).hasSameHashCodeAs(FloatArray.of(new double[][] {{1, 2}, {3, 4}, {5, 6}}));
        assertThat(SIX.reshape(Shape.of(6))).isNotEqualTo(SIX);
        assertThat(SIX.reshape(Shape.of(6)).rowSize()).isEqualTo(1);
        assertThat(SIX).hasToString("FloatArray 3x2 [1.0, 2.0, 3.0, 4.0, 5.0, 6.0]");
        assertThat(FloatArray.of(new int[9]))
                .hasToString("FloatArray 9 [0.0, 0.0, 0.0, 0.0, 0.0, 0.0, ...]");
        assertThat(SIX.memory().isReadOnly()).isTrue();
        assertThat(Arrays.equals(SIX.toArray(), new float[] {1, 2, 3, 4, 5, 6})).isTrue();
    }

    @Test
    void a_shape_that_does_not_hold_the_numbers_is_refused() {
        assertThatThrownBy(() -> FloatArray.of(Shape.of(2, 2), 1, 2, 3))
                .hasMessage("shape 2x2 holds 4 numbers, the memory 3");
    }

    @Test
    void more_numbers_than_the_machine_has_room_for_are_refused() {
        assertThatThrownBy(() -> FloatArray.allocate(Shape.of(2_000_000, 1_000_000)))
                .hasMessage(
                        "E129: the data needs 8000000 MB for 2000000x1000000 numbers, more than is free.\n"
                                + "  Take fewer rows with limit=10000, or give Java more memory: -Xmx in the kernel's settings.");
    }

    @Test
    void numbers_are_finite_where_none_is_infinite_or_no_number_wherever_it_stands() {
        float[] numbers = new float[10_000];
        Arrays.fill(numbers, -Float.MAX_VALUE);
        assertThat(FloatArray.of(Shape.of(10_000), numbers).isFinite()).isTrue();
        assertThat(FloatArray.of(Shape.of(0), new float[0]).isFinite()).isTrue();
        float[] wrong = {
            Float.NaN, Float.intBitsToFloat(-1), Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY
        };
        for (float number : wrong) {
            for (int place : new int[] {0, 4095, 4096, 9999}) {
                float[] other = numbers.clone();
                other[place] = number;
                assertThat(FloatArray.of(Shape.of(100, 100), other).isFinite())
                        .as("%s at %s", number, place)
                        .isFalse();
            }
        }
    }
}
