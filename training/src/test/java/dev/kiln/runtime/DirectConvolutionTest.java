package dev.kiln.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.kiln.graph.Window;
import dev.kiln.tensor.Shape;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class DirectConvolutionTest {
    private final Random random = new Random(7);
    private final Scratch scratch = new Scratch();
    private final BesideColumns columns = new BesideColumns(random);

    @BeforeEach
    void needs_a_processor_that_has_tile_products() {
        assumeTrue(TileProducts.LANES > 0);
    }

    @Test
    void a_compiled_tile_product_has_the_bits_of_the_loops_that_say_what_it_means() {
        for (int trial = 0; trial < 4 * TileProducts.MOST; trial++) {
            int vectors = trial / 4 + 1;
            boolean byChannel = trial % 4 >= 2;
            boolean isFirst = trial % 2 == 0;
            int rows = TileProducts.rows(vectors);
            int wide = vectors * TileProducts.LANES;
            int[] starts = random.ints(rows + 3, 0, 200).toArray();
            int[] list = random.ints(37, 0, 100).toArray();
            float[] in = columns.numbers(300 + wide, true);
            float[] right = columns.numbers(37 * (wide + 5), true);
            float[] expected = columns.numbers((rows + 2) * (wide + 9), true);
            float[] actual = expected.clone();
            var loops = new Loops(rows, wide, byChannel);
            loops.add(
                    isFirst, in, starts, 3, list, 2, 35, right, 4, wide + 5, expected, 7, wide + 9);
            TileProducts.of(vectors, byChannel)
                    .add(
                            isFirst, in, starts, 3, list, 2, 35, right, 4, wide + 5, actual, 7,
                            wide + 9);
            assertThat(actual).as("%s vectors", vectors).containsExactly(expected);
        }
    }

    @Test
    void convolutions_give_what_columns_give_whatever_the_window_the_rank_and_the_channels() {
        int direct = 0;
        for (int i = 0; i < 150; i++) {
            WindowPlaces window = columns.window(1 + random.nextInt(40), 1 + random.nextInt(100));
            if (PaddedImage.suits(window)) {
                columns.compare(window, 1, i);
                direct++;
            }
        }
        assertThat(direct).isGreaterThan(100);
    }

    @Test
    void compiled_transforms_have_the_bits_of_the_loops_that_say_what_they_mean() {
        for (VectorTransforms transform : VectorTransforms.values()) {
            int channels = 3 * TileProducts.LANES;
            float[] in = columns.numbers(4000, true);
            float[] expected = columns.numbers(4000, false);
            float[] actual = expected.clone();
            int[] starts = random.ints(5, 0, 900).toArray();
            int[] places = random.ints(16, 0, 3000).toArray();
            int[] to = {0, 100, 200, 300, 400};
            int[] toPlaces = new int[16];
            Arrays.setAll(toPlaces, i -> i * 170);
            // As many numbers come out as the map has rows, squared.
            int squared = transform.results();
            int[] out = Arrays.copyOf(toPlaces, squared);
            loops(transform).apply(in, starts, places, expected, to, out, 1, 4, channels);
            transform.compiled().apply(in, starts, places, actual, to, out, 1, 4, channels);
            assertThat(actual).as("%s", transform).containsExactly(expected);
        }
    }

    @Test
    void convolutions_in_blocks_of_two_by_two_give_what_columns_give() {
        int blocks = 0;
        for (int i = 0; i < 60; i++) {
            int high = 4 + random.nextInt(12);
            int wide = 4 + random.nextInt(12);
            int low = random.nextInt(3);
            int right = random.nextInt(3);
            var window =
                    new Window(
                            List.of(3, 3),
                            List.of(1, 1),
                            List.of(1, 1),
                            List.of(low, right),
                            List.of(right, low));
            int batch = 1 + random.nextInt(7);
            int in = TileProducts.LANES * (1 + random.nextInt(3));
            int out = TileProducts.LANES + random.nextInt(60);
            var places =
                    new WindowPlaces(
                            window,
                            Shape.of(batch, high, wide, in),
                            Shape.of(batch, high + low + right - 2, wide + low + right - 2, out));
            if (WinogradBlocks.suits(places)) {
                columns.compare(places, 1, i);
                blocks++;
            }
        }
        assertThat(blocks).isGreaterThan(40);
    }

    @ParameterizedTest
    @ValueSource(ints = {24, 32})
    void each_row_has_the_same_bits_in_every_batch_and_in_halves_of_it(int channels) {
        var window = Window.same(Shape.of(20, 15), List.of(3, 3), List.of(1, 1), List.of(1, 1));
        var whole =
                new WindowPlaces(window, Shape.of(6, 20, 15, channels), Shape.of(6, 20, 15, 40));
        var single =
                new WindowPlaces(window, Shape.of(1, 20, 15, channels), Shape.of(1, 20, 15, 40));
        Memory x = columns.memory(whole.x().size());
        Memory kernel = columns.memory(9L * channels * 40);
        Memory all = new Memory(whole.y().size());
        DirectConvolution.forward(
                        whole, 1, x.address(), kernel.address(), false, all.address(), scratch)
                .run(new Moment());
        Memory one = new Memory(single.y().size());
        for (int row = 0; row < 6; row++) {
            long from = x.address() + row * single.x().size() * Float.BYTES;
            DirectConvolution.forward(
                            single, 1, from, kernel.address(), false, one.address(), scratch)
                    .run(new Moment());
            assertThat(BesideColumns.floats(one))
                    .containsExactly(
                            Arrays.copyOfRange(
                                    BesideColumns.floats(all),
                                    row * (int) one.size(),
                                    (row + 1) * (int) one.size()));
        }
    }

    @Test
    void kernels_gradients_of_halves_are_joined_to_that_of_the_whole() {
        var window = Window.same(Shape.of(20, 15), List.of(3, 3), List.of(1, 1), List.of(1, 1));
        for (int channels : new int[] {24, 32}) {
            columns.compare(
                    new WindowPlaces(
                            window, Shape.of(7, 20, 15, channels), Shape.of(7, 20, 15, 100)),
                    1,
                    channels);
        }
    }

    @Test
    void small_huge_grouped_and_empty_convolutions_stay_with_the_library() {
        var window = Window.same(Shape.of(8, 8), List.of(3, 3), List.of(1, 1), List.of(1, 1));
        var small = new WindowPlaces(window, Shape.of(1, 8, 8, 1), Shape.of(1, 8, 8, 16));
        var large = new WindowPlaces(window, Shape.of(1, 8, 8, 64), Shape.of(1, 8, 8, 64));
        var narrow = new WindowPlaces(window, Shape.of(1, 8, 8, 64), Shape.of(1, 8, 8, 3));
        var huge = new WindowPlaces(window, Shape.of(1, 8, 8, 1024), Shape.of(1, 8, 8, 1024));
        var none = new WindowPlaces(window, Shape.of(0, 8, 8, 64), Shape.of(0, 8, 8, 64));
        assertThat(DirectConvolution.suits(none, 1)).isFalse();
        assertThat(DirectConvolution.suits(huge, 1)).isFalse();
        assertThat(DirectConvolution.suits(small, 1)).isFalse();
        assertThat(DirectConvolution.suits(large, 1)).isTrue();
        assertThat(DirectConvolution.suits(large, 2)).isFalse();
        assertThat(DirectConvolution.suits(narrow, 1)).isFalse();
    }

    /// The same by plain loops, with the same bits.
    private record Loops(int rows, int columns, boolean byChannel) implements TileProduct {
        @Override
        public void add(
                boolean isFirst,
                float[] in,
                int[] starts,
                int firstRow,
                int[] list,
                int from,
                int count,
                float[] m,
                int mBase,
                int mStride,
                float[] out,
                int outBase,
                int outStride) {
            for (int row = 0; row < rows; row++) {
                int start = starts[firstRow + row];
                int to = outBase + row * outStride;
                if (isFirst) {
                    Arrays.fill(out, to, to + columns, 0);
                }
                for (int i = 0; i < count; i++) {
                    int left = start + list[from + i];
                    int right = mBase + i * mStride;
                    for (int c = 0; c < columns; c++) {
                        out[to + c] =
                                Math.fma(
                                        in[byChannel ? left + c : left], m[right + c], out[to + c]);
                    }
                }
            }
        }
    }

    /// The same by plain loops, with the same bits.
    private static VectorTransform loops(VectorTransforms transform) {
        float[][] matrix = transform.matrix;
        return (in, inStarts, inPlaces, out, outStarts, outPlaces, from, count, channels) -> {
            int columns = matrix[0].length;
            float[] block = new float[columns * columns];
            float[] between = new float[matrix.length * columns];
            for (int b = from; b < from + count; b++) {
                for (int channel = 0; channel < channels; channel++) {
                    for (int i = 0; i < block.length; i++) {
                        block[i] = in[inStarts[b] + inPlaces[i] + channel];
                    }
                    for (int i = 0; i < between.length; i++) {
                        between[i] = combine(matrix[i / columns], block, i % columns, columns);
                    }
                    for (int i = 0; i < outPlaces.length; i++) {
                        int row = i / matrix.length;
                        out[outStarts[b] + outPlaces[i] + channel] =
                                combine(matrix[i % matrix.length], between, row * columns, 1);
                    }
                }
            }
        };
    }

    private static float combine(float[] row, float[] numbers, int first, int step) {
        float sum = 0;
        boolean isFirst = true;
        for (int i = 0; i < row.length; i++) {
            float coefficient = row[i];
            if (coefficient != 0) {
                float number = numbers[first + i * step] * Math.abs(coefficient);
                float signed = coefficient < 0 ? -number : number;
                sum = isFirst ? signed : sum + signed;
                isFirst = false;
            }
        }
        return sum;
    }
}
