package dev.kiln.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.kiln.graph.Window;
import dev.kiln.tensor.Shape;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ScatterKernelTest {
    /// Few different ones, so that windows hold the largest more than once.
    private static final float[] NUMBERS = {
        0f, -0f, 1f, -1f, 2f, Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY, Float.MIN_VALUE
    };

    private final Random random = new Random(11);

    @BeforeEach
    void needs_a_processor_with_vectors() {
        assumeTrue(TileProducts.LANES > 0);
    }

    @Test
    void what_windows_send_back_has_the_bits_of_the_kernel_that_it_replaces() {
        int direct = 0;
        for (int i = 0; i < 80; i++) {
            WindowPlaces window = window();
            if (!ScatterKernel.suits(window)) {
                continue;
            }
            direct++;
            Memory x = memory(window.x().size());
            Memory values = memory(window.y().size());
            Memory expected = new Memory(x.size());
            Memory actual = new Memory(x.size());
            var all = new Elements(0, window.batch());
            new PoolKernel.MaxScatter(
                            window, all, x.address(), values.address(), expected.address())
                    .run(new Moment());
            ScatterKernel.of(window, x.address(), values.address(), actual.address(), new Scratch())
                    .run(new Moment());
            assertThat(floats(actual)).as("%s", window).containsExactly(floats(expected));
        }
        assertThat(direct).isGreaterThan(40);
    }

    private WindowPlaces window() {
        int axes = 1 + random.nextInt(3);
        var size = new ArrayList<Integer>();
        var strides = new ArrayList<Integer>();
        var gaps = new ArrayList<Integer>();
        var low = new ArrayList<Integer>();
        var high = new ArrayList<Integer>();
        var x = new ArrayList<Integer>(List.of(1 + random.nextInt(4)));
        var y = new ArrayList<Integer>(x);
        for (int axis = 0; axis < axes; axis++) {
            int extent = 1 + random.nextInt(3);
            int step = 1 + random.nextInt(3);
            int space = extent + random.nextInt(8);
            int count = (space - extent) / step + 1;
            size.add(extent);
            strides.add(step);
            gaps.add(1);
            low.add(0);
            high.add((count - 1) * step + extent - space);
            x.add(space);
            y.add(count);
        }
        int channels = TileProducts.LANES * (1 + random.nextInt(3));
        x.add(channels);
        y.add(channels);
        return new WindowPlaces(
                new Window(size, strides, gaps, low, high), new Shape(x), new Shape(y));
    }

    private Memory memory(long size) {
        float[] numbers = new float[(int) size];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] =
                    random.nextInt(3) == 0
                            ? NUMBERS[random.nextInt(NUMBERS.length)]
                            : (float) random.nextGaussian();
        }
        var memory = new Memory(size);
        Tile.store(numbers, 0, memory.address(), numbers.length);
        return memory;
    }

    private static float[] floats(Memory memory) {
        float[] floats = new float[(int) memory.size()];
        Tile.load(memory.address(), floats, 0, floats.length);
        return floats;
    }

    @Test
    void a_compiled_scatter_has_the_bits_of_the_loops_that_say_what_it_means() {
        for (int size = 1; size <= LargestScatters.MOST; size++) {
            int channels = 2 * TileProducts.LANES;
            int[] positions = random.ints(7, 0, 6).map(place -> place * channels).toArray();
            int[] places =
                    random.ints(0, 12)
                            .distinct()
                            .limit(size)
                            .map(place -> place * channels)
                            .toArray();
            float[] in = new float[20 * channels];
            for (int i = 0; i < in.length; i++) {
                in[i] = i % 50 == 0 ? Float.NaN : NUMBERS[random.nextInt(NUMBERS.length)];
            }
            float[] values = new float[4 * channels];
            float[] expected = new float[in.length];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) random.nextGaussian();
            }
            float[] actual = expected.clone();
            loops().add(in, positions, 2, 4, places, values, expected, channels);
            LargestScatters.of(size).add(in, positions, 2, 4, places, values, actual, channels);
            assertThat(actual).as("windows of %s", size).containsExactly(expected);
        }
    }

    /// The same by plain loops, with the same bits.
    private static LargestScatter loops() {
        return (in, positions, from, count, places, values, to, channels) -> {
            for (int i = 0; i < count * channels; i++) {
                int first = positions[from + i / channels] + i % channels;
                float largest = largest(in, first, places);
                float left = values[i];
                for (int place : places) {
                    float number = in[first + place];
                    boolean isFound = number == largest || Float.isNaN(number);
                    to[first + place] += isFound ? left : 0;
                    left = isFound ? 0 : left;
                }
            }
        };
    }

    private static float largest(float[] in, int first, int[] places) {
        float largest = in[first + places[0]];
        for (int place : places) {
            largest = Math.max(largest, in[first + place]);
        }
        return largest;
    }
}
