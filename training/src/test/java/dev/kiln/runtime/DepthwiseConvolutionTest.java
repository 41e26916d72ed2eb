package dev.kiln.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.kiln.graph.Window;
import dev.kiln.tensor.Shape;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class DepthwiseConvolutionTest {
    private final Random random = new Random(11);
    private final Scratch scratch = new Scratch();
    private final BesideColumns columns = new BesideColumns(random);

    @BeforeEach
    void needs_a_processor_that_has_tile_products() {
        assumeTrue(TileProducts.LANES > 0);
    }

    @Test
    void they_give_what_columns_give_whatever_the_window_the_rank_and_the_channels() {
        for (int i = 0; i < 100; i++) {
            int channels = 2 + random.nextInt(90);
            columns.compare(columns.window(channels, channels), channels, i);
        }
    }

    @Test
    void halves_of_a_batch_give_what_columns_give() {
        var window = Window.same(Shape.of(40, 30), List.of(3, 3), List.of(1, 1), List.of(1, 1));
        for (int channels : new int[] {37, 64}) {
            var shape = Shape.of(7, 40, 30, channels);
            columns.compare(new WindowPlaces(window, shape, shape), channels, channels);
        }
    }

    @Test
    void each_row_has_the_same_bits_in_every_batch_and_in_halves_of_it() {
        var window = Window.same(Shape.of(40, 30), List.of(3, 3), List.of(1, 1), List.of(1, 1));
        var many = Shape.of(6, 40, 30, 40);
        var one = many.with(0, 1);
        Memory x = columns.memory(many.size());
        Memory kernel = columns.memory(9L * 40);
        Memory all = new Memory(many.size());
        Memory single = new Memory(one.size());
        DirectConvolution.forward(
                        new WindowPlaces(window, many, many),
                        40,
                        x.address(),
                        kernel.address(),
                        false,
                        all.address(),
                        scratch)
                .run(new Moment());
        int size = Math.toIntExact(one.size());
        for (int row = 0; row < 6; row++) {
            DirectConvolution.forward(
                            new WindowPlaces(window, one, one),
                            40,
                            x.address() + (long) row * size * Float.BYTES,
                            kernel.address(),
                            false,
                            single.address(),
                            scratch)
                    .run(new Moment());
            assertThat(BesideColumns.floats(single))
                    .containsExactly(
                            Arrays.copyOfRange(
                                    BesideColumns.floats(all), row * size, (row + 1) * size));
        }
    }

    @Test
    void numbers_that_are_not_finite_stay_in_their_channel() {
        var window = new Window(List.of(3), List.of(1), List.of(1), List.of(0), List.of(0));
        var places = new WindowPlaces(window, Shape.of(1, 50, 21), Shape.of(1, 48, 21));
        float[] numbers = columns.numbers(50 * 21, false);
        for (int place = 0; place < 50; place++) {
            numbers[place * 21] = Float.NaN;
        }
        Memory x = new Memory(numbers.length);
        Tile.store(numbers, 0, x.address(), numbers.length);
        Memory kernel = columns.memory(3 * 21);
        Memory to = new Memory(48 * 21);
        DirectConvolution.forward(
                        places, 21, x.address(), kernel.address(), false, to.address(), scratch)
                .run(new Moment());
        float[] found = BesideColumns.floats(to);
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
        return DirectConvolution.suits(
                new WindowPlaces(window, x, x.with(x.rank() - 1, out)), groups);
    }
}
