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

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.LongFunction;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class DirectConvolutionTest {
    private final Random random = new Random(7);
    private final Scratch scratch = new Scratch();

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
            int columns = vectors * TileProducts.LANES;
            int[] starts = random.ints(rows + 3, 0, 200).toArray();
            int[] list = random.ints(37, 0, 100).toArray();
            float[] in = numbers(300 + columns, true);
            float[] right = numbers(37 * (columns + 5), true);
            float[] expected = numbers((rows + 2) * (columns + 9), true);
            float[] actual = expected.clone();
            var loops = new TileProducts.Loops(rows, columns, byChannel);
            loops.add(
                    isFirst,
                    in,
                    starts,
                    3,
                    list,
                    2,
                    35,
                    right,
                    4,
                    columns + 5,
                    expected,
                    7,
                    columns + 9);
            (byChannel ? TileProducts.ofChannels(vectors) : TileProducts.of(vectors))
                    .add(
                            isFirst,
                            in,
                            starts,
                            3,
                            list,
                            2,
                            35,
                            right,
                            4,
                            columns + 5,
                            actual,
                            7,
                            columns + 9);
            assertThat(actual).as("%s vectors", vectors).containsExactly(expected);
        }
    }

    @Test
    void convolutions_give_what_columns_give_whatever_the_window_the_rank_and_the_channels() {
        int direct = 0;
        for (int i = 0; i < 150; i++) {
            WindowPlaces window = window();
            if (PaddedImage.suits(window)) {
                compare(window, i);
                direct++;
            }
        }
        assertThat(direct).isGreaterThan(100);
    }

    @Test
    void compiled_transforms_have_the_bits_of_the_loops_that_say_what_they_mean() {
        for (VectorTransforms transform : VectorTransforms.values()) {
            int channels = 3 * TileProducts.LANES;
            float[] in = numbers(4000, true);
            float[] expected = numbers(4000, false);
            float[] actual = expected.clone();
            int[] starts = random.ints(5, 0, 900).toArray();
            int[] places = random.ints(16, 0, 3000).toArray();
            int[] to = {0, 100, 200, 300, 400};
            int[] toPlaces = new int[16];
            Arrays.setAll(toPlaces, i -> i * 170);
            // As many numbers come out as the map has rows, squared.
            int squared = transform.results();
            int[] out = Arrays.copyOf(toPlaces, squared);
            transform.loops().apply(in, starts, places, expected, to, out, 1, 4, channels);
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
                compare(places, i);
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
        Memory x = memory(whole.x().size());
        Memory kernel = memory(9L * channels * 40);
        Memory all = new Memory(whole.y().size());
        DirectConvolution.forward(
                        whole, x.address(), kernel.address(), false, all.address(), scratch)
                .run(new Moment());
        Memory one = new Memory(single.y().size());
        for (int row = 0; row < 6; row++) {
            long from = x.address() + row * single.x().size() * Float.BYTES;
            DirectConvolution.forward(single, from, kernel.address(), false, one.address(), scratch)
                    .run(new Moment());
            assertThat(floats(one))
                    .containsExactly(
                            Arrays.copyOfRange(
                                    floats(all),
                                    row * (int) one.size(),
                                    (row + 1) * (int) one.size()));
        }
    }

    @Test
    void kernels_gradients_of_halves_are_joined_to_that_of_the_whole() {
        var window = Window.same(Shape.of(20, 15), List.of(3, 3), List.of(1, 1), List.of(1, 1));
        for (int channels : new int[] {24, 32}) {
            compare(
                    new WindowPlaces(
                            window, Shape.of(7, 20, 15, channels), Shape.of(7, 20, 15, 100)),
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

    private void compare(WindowPlaces window, int i) {
        Memory x = memory(window.x().size());
        Memory d = memory(window.y().size());
        Memory kernel = memory((long) window.size() * window.channels() * window.y().last());
        var rows = new Elements(0, window.batch());
        same(
                i + " forward " + window,
                window.y().size(),
                to ->
                        new ConvolutionKernel.Forward(
                                window, 1, x.address(), kernel.address(), to, rows, scratch),
                to ->
                        DirectConvolution.forward(
                                window, x.address(), kernel.address(), false, to, scratch));
        same(
                i + " to kernel " + window,
                kernel.size(),
                to ->
                        new ConvolutionKernel.ToKernel(
                                window, 1, x.address(), d.address(), to, rows, scratch),
                to -> DirectConvolution.toKernel(window, x.address(), d.address(), to, scratch));
        if (window.canBeTurned() && PaddedImage.suits(window.turned())) {
            same(
                    i + " to input " + window,
                    x.size(),
                    to ->
                            new ConvolutionKernel.ToInput(
                                    window, 1, kernel.address(), d.address(), to, rows, scratch),
                    to ->
                            DirectConvolution.forward(
                                    window.turned(),
                                    d.address(),
                                    kernel.address(),
                                    true,
                                    to,
                                    scratch));
        }
    }

    private static void same(
            String what, long size, LongFunction<Kernel> columns, LongFunction<Kernel> direct) {
        Memory expected = new Memory(size);
        Memory actual = new Memory(size);
        columns.apply(expected.address()).run(new Moment());
        direct.apply(actual.address()).run(new Moment());
        close(actual, expected, what);
    }

    private static void close(Memory actual, Memory expected, String what) {
        float[] found = floats(actual);
        float[] wanted = floats(expected);
        for (int i = 0; i < wanted.length; i++) {
            assertThat((double) found[i])
                    .as("%s, number %s", what, i)
                    .isCloseTo(wanted[i], org.assertj.core.data.Offset.offset(1e-3));
        }
    }

    /// A random window over one to three axes, with any steps, gaps, padding and channels.
    private WindowPlaces window() {
        int axes = 1 + random.nextInt(3);
        var size = new ArrayList<Integer>();
        var strides = new ArrayList<Integer>();
        var dilation = new ArrayList<Integer>();
        var low = new ArrayList<Integer>();
        var high = new ArrayList<Integer>();
        var x = new ArrayList<Integer>(List.of(1 + random.nextInt(5)));
        var y = new ArrayList<Integer>(x);
        for (int axis = 0; axis < axes; axis++) {
            int extent = 1 + random.nextInt(4);
            int gap = 1 + random.nextInt(2);
            int step = 1 + (random.nextBoolean() ? 0 : random.nextInt(3));
            int reach = (extent - 1) * gap + 1;
            int space = reach + random.nextInt(9);
            size.add(extent);
            dilation.add(gap);
            strides.add(step);
            low.add(random.nextInt(3));
            high.add(random.nextInt(3));
            x.add(space);
            y.add((low.getLast() + space + high.getLast() - reach) / step + 1);
        }
        x.add(1 + random.nextInt(40));
        y.add(1 + random.nextInt(100));
        return new WindowPlaces(
                new Window(size, strides, dilation, low, high), new Shape(x), new Shape(y));
    }

    private Memory memory(long size) {
        var memory = new Memory(size);
        Tile.store(numbers((int) size, false), 0, memory.address(), (int) size);
        return memory;
    }

    private float[] numbers(int count, boolean awkward) {
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] =
                    awkward && random.nextInt(40) == 0
                            ? ChainTest.AWKWARD[random.nextInt(ChainTest.AWKWARD.length)]
                            : (float) random.nextGaussian();
        }
        return numbers;
    }

    private static float[] floats(Memory memory) {
        float[] floats = new float[(int) memory.size()];
        Tile.load(memory.address(), floats, 0, floats.length);
        return floats;
    }
}
