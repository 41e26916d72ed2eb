package dev.kiln.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.kiln.graph.Window;
import dev.kiln.tensor.Shape;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.LongFunction;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class DepthwiseConvolutionTest {
    private final Random random = new Random(11);
    private final Scratch scratch = new Scratch();

    @BeforeEach
    void needs_a_processor_that_has_tile_products() {
        assumeTrue(TileProducts.LANES > 0);
    }

    @Test
    void they_give_what_columns_give_whatever_the_window_the_rank_and_the_channels() {
        for (int i = 0; i < 100; i++) {
            compare(window(), i);
        }
    }

    @Test
    void halves_of_a_batch_give_what_columns_give() {
        var window = Window.same(Shape.of(40, 30), List.of(3, 3), List.of(1, 1), List.of(1, 1));
        for (int channels : new int[] {37, 64}) {
            var shape = Shape.of(7, 40, 30, channels);
            compare(new WindowPlaces(window, shape, shape), channels);
        }
    }

    @Test
    void each_row_has_the_same_bits_in_every_batch_and_in_halves_of_it() {
        var window = Window.same(Shape.of(40, 30), List.of(3, 3), List.of(1, 1), List.of(1, 1));
        var many = Shape.of(6, 40, 30, 40);
        var one = many.with(0, 1);
        Memory x = memory(many.size());
        Memory kernel = memory(9L * 40);
        Memory all = new Memory(many.size());
        Memory single = new Memory(one.size());
        DepthwiseConvolution.forward(
                        new WindowPlaces(window, many, many),
                        x.address(),
                        kernel.address(),
                        false,
                        all.address(),
                        scratch)
                .run(new Moment());
        int size = Math.toIntExact(one.size());
        for (int row = 0; row < 6; row++) {
            DepthwiseConvolution.forward(
                            new WindowPlaces(window, one, one),
                            x.address() + (long) row * size * Float.BYTES,
                            kernel.address(),
                            false,
                            single.address(),
                            scratch)
                    .run(new Moment());
            assertThat(floats(single))
                    .containsExactly(Arrays.copyOfRange(floats(all), row * size, (row + 1) * size));
        }
    }

    @Test
    void numbers_that_are_not_finite_stay_in_their_channel() {
        var window = new Window(List.of(3), List.of(1), List.of(1), List.of(0), List.of(0));
        var places = new WindowPlaces(window, Shape.of(1, 50, 21), Shape.of(1, 48, 21));
        float[] numbers = numbers(50 * 21);
        for (int place = 0; place < 50; place++) {
            numbers[place * 21] = Float.NaN;
        }
        Memory x = new Memory(numbers.length);
        Tile.store(numbers, 0, x.address(), numbers.length);
        Memory kernel = memory(3 * 21);
        Memory to = new Memory(48 * 21);
        DepthwiseConvolution.forward(
                        places, x.address(), kernel.address(), false, to.address(), scratch)
                .run(new Moment());
        float[] found = floats(to);
        for (int i = 0; i < found.length; i++) {
            assertThat(Float.isNaN(found[i])).as("number %s", i).isEqualTo(i % 21 == 0);
        }
    }

    @Test
    void small_narrow_and_empty_ones_and_other_groups_stay_with_columns() {
        var window = Window.same(Shape.of(16, 16), List.of(3, 3), List.of(1, 1), List.of(1, 1));
        assertThat(suits(window, Shape.of(1, 16, 16, 32), 32, 32)).isTrue();
        assertThat(suits(window, Shape.of(0, 16, 16, 32), 32, 32)).isFalse();
        assertThat(suits(window, Shape.of(1, 16, 16, 32), 64, 32)).isFalse();
        assertThat(suits(window, Shape.of(1, 16, 16, 32), 32, 16)).isFalse();
        assertThat(suits(window, Shape.of(1, 16, 16, 1), 1, 1)).isFalse();
        assertThat(suits(window, Shape.of(1, 16, 16, 3), 3, 3)).isFalse();
        var small = Window.same(Shape.of(4, 4), List.of(3, 3), List.of(1, 1), List.of(1, 1));
        assertThat(suits(small, Shape.of(1, 4, 4, 32), 32, 32)).isFalse();
    }

    private static boolean suits(Window window, Shape x, int out, int groups) {
        return DepthwiseConvolution.suits(
                new WindowPlaces(window, x, x.with(x.rank() - 1, out)), groups);
    }

    private void compare(WindowPlaces window, int trial) {
        int groups = window.channels();
        Memory x = memory(window.x().size());
        Memory d = memory(window.y().size());
        Memory kernel = memory((long) window.size() * groups);
        var rows = new Elements(0, window.batch());
        same(
                trial + " forward " + window,
                window.y().size(),
                to ->
                        new ConvolutionKernel.Forward(
                                window, groups, x.address(), kernel.address(), to, rows, scratch),
                to ->
                        DepthwiseConvolution.forward(
                                window, x.address(), kernel.address(), false, to, scratch));
        same(
                trial + " to kernel " + window,
                kernel.size(),
                to ->
                        new ConvolutionKernel.ToKernel(
                                window, groups, x.address(), d.address(), to, rows, scratch),
                to -> DepthwiseConvolution.toKernel(window, x.address(), d.address(), to, scratch));
        if (window.canBeTurned() && PaddedImage.suits(window.turned())) {
            same(
                    trial + " to input " + window,
                    x.size(),
                    to ->
                            new ConvolutionKernel.ToInput(
                                    window,
                                    groups,
                                    kernel.address(),
                                    d.address(),
                                    to,
                                    rows,
                                    scratch),
                    to ->
                            DepthwiseConvolution.forward(
                                    window.turned(),
                                    d.address(),
                                    kernel.address(),
                                    true,
                                    to,
                                    scratch));
        }
    }

    private static void same(
            String what, long size, LongFunction<Kernel> columns, LongFunction<Kernel> depthwise) {
        Memory expected = new Memory(size);
        Memory actual = new Memory(size);
        columns.apply(expected.address()).run(new Moment());
        depthwise.apply(actual.address()).run(new Moment());
        float[] found = floats(actual);
        float[] wanted = floats(expected);
        for (int i = 0; i < wanted.length; i++) {
            assertThat((double) found[i])
                    .as("%s, number %s", what, i)
                    .isCloseTo(wanted[i], Offset.offset(1e-3));
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
        var x = new ArrayList<Integer>(List.of(1 + random.nextInt(4)));
        var y = new ArrayList<Integer>(x);
        for (int axis = 0; axis < axes; axis++) {
            int gap = 1 + random.nextInt(2);
            int step = random.nextBoolean() ? 1 : 1 + random.nextInt(3);
            int reach = random.nextInt(4) * gap + 1;
            int space = reach + random.nextInt(9);
            size.add((reach - 1) / gap + 1);
            dilation.add(gap);
            strides.add(step);
            low.add(random.nextInt(3));
            high.add(random.nextInt(3));
            x.add(space);
            y.add((low.getLast() + space + high.getLast() - reach) / step + 1);
        }
        int channels = 2 + random.nextInt(90);
        x.add(channels);
        y.add(channels);
        return new WindowPlaces(
                new Window(size, strides, dilation, low, high), new Shape(x), new Shape(y));
    }

    private Memory memory(long size) {
        var memory = new Memory(size);
        Tile.store(numbers((int) size), 0, memory.address(), (int) size);
        return memory;
    }

    private float[] numbers(int count) {
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = (float) random.nextGaussian();
        }
        return numbers;
    }

    private static float[] floats(Memory memory) {
        float[] floats = new float[(int) memory.size()];
        Tile.load(memory.address(), floats, 0, floats.length);
        return floats;
    }
}
