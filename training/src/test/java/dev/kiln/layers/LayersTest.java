package dev.kiln.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.within;

import dev.kiln.catalog.UserError;
import dev.kiln.graph.Tensor;
import dev.kiln.model.Model;
import dev.kiln.model.Sequential;
import dev.kiln.tensor.Shape;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class LayersTest {
    private static double[] ones(int count) {
        return DoubleStream.generate(() -> 1).limit(count).toArray();
    }

    private static double[] ramp(int count) {
        return IntStream.range(0, count).asDoubleStream().toArray();
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElseThrow();
    }

    // ---- noise

    @Test
    void dropout_keeps_the_mean_and_draws_anew_at_every_step() {
        var dropout = Tried.layer(new Dropout(0.25), Shape.of(10_000));
        double[] first = dropout.train(ones(10_000));
        assertThat(first).containsOnly(0, 1 / 0.75);
        assertThat(mean(first)).isCloseTo(1, within(0.03));
        assertThat(dropout.train(ones(10_000))).isNotEqualTo(first);
        assertThat(dropout.infer(ones(10_000))).containsOnly(1);
    }

    @Test
    void a_layers_own_seed_makes_two_layers_drop_alike() {
        double[] one = Tried.layer(new Dropout(0.5).withSeed(7L), Shape.of(50)).train(ones(50));
        double[] other = Tried.layer(new Dropout(0.5).withSeed(7L), Shape.of(50)).train(ones(50));
        assertThat(one).isEqualTo(other);
    }

    @Test
    void spatial_dropout_drops_whole_channels() {
        double[] out = Tried.layer(new SpatialDropout1D(0.5), Shape.of(4, 64)).train(ones(4 * 64));
        for (int channel = 0; channel < 64; channel++) {
            for (int step = 1; step < 4; step++) {
                assertThat(out[step * 64 + channel]).isEqualTo(out[channel]);
            }
        }
        assertThat(out).contains(0, 2);
    }

    @Test
    void gaussian_noise_has_its_deviation() {
        double[] out =
                Tried.layer(new GaussianNoise(0.5), Shape.of(20_000)).train(new double[20_000]);
        assertThat(mean(out)).isCloseTo(0, within(0.02));
        double squares = Arrays.stream(out).map(x -> x * x).average().orElseThrow();
        assertThat(Math.sqrt(squares)).isCloseTo(0.5, within(0.01));
    }

    @Test
    void alpha_dropout_keeps_mean_and_variance() {
        double[] in = Tried.layer(new GaussianNoise(1), Shape.of(20_000)).train(new double[20_000]);
        double[] out = Tried.layer(new AlphaDropout(0.3), Shape.of(20_000)).train(in);
        assertThat(mean(out)).isCloseTo(0, within(0.03));
        assertThat(Arrays.stream(out).map(x -> x * x).average().orElseThrow())
                .isCloseTo(1, within(0.05));
    }

    // ---- images

    @Test
    void a_random_flip_gives_an_image_or_its_mirror_image() {
        var flip =
                Tried.layer(
                        new RandomFlip().withMode(RandomFlip.Mode.HORIZONTAL), Shape.of(1, 3, 1));
        double[] out = flip.train(ramp(3 * 40));
        boolean[] seen = new boolean[2];
        for (int row = 0; row < 40; row++) {
            double[] got = Arrays.copyOfRange(out, 3 * row, 3 * row + 3);
            double[] image = {3 * row, 3 * row + 1, 3 * row + 2};
            double[] mirrored = {image[2], image[1], image[0]};
            assertThat(Arrays.equals(got, image) || Arrays.equals(got, mirrored)).isTrue();
            seen[Arrays.equals(got, image) ? 0 : 1] = true;
        }
        assertThat(seen).containsExactly(true, true);
    }

    @Test
    void a_translation_by_a_whole_pixel_moves_the_image_and_mirrors_the_border() {
        var move = new RandomTranslation(List.of(0.0), List.of(0.25, 0.25));
        double[] out = Tried.layer(move, Shape.of(1, 4, 1)).train(new double[] {1, 2, 3, 4});
        assertThat(out).containsExactly(new double[] {1, 1, 2, 3}, within(1e-6));
    }

    @Test
    void half_a_turn_turns_an_image_upside_down() {
        var turn = new RandomRotation(List.of(0.5, 0.5));
        double[] out = Tried.layer(turn, Shape.of(2, 2, 1)).train(new double[] {1, 2, 3, 4});
        assertThat(out).containsExactly(new double[] {4, 3, 2, 1}, within(1e-6));
    }

    @Test
    void a_crop_is_a_part_of_the_image() {
        double[] out =
                Tried.layer(new RandomCrop(1, 2), Shape.of(1, 5, 1).with(0, 2)).train(ramp(10));
        assertThat(out).hasSize(2);
        assertThat(out[1]).isEqualTo(out[0] + 1);
    }

    @Test
    void resizing_by_whole_factors_keeps_the_mean() {
        double[] out =
                Tried.layer(new Resizing(2, 2).withAntialias(true), Shape.of(4, 4, 1))
                        .infer(ramp(16));
        assertThat(mean(out)).isCloseTo(7.5, within(1e-6));
        double[] near =
                Tried.layer(
                                new Resizing(1, 2).withInterpolation(Interpolation.NEAREST),
                                Shape.of(2, 4, 1))
                        .infer(ramp(8));
        assertThat(near).containsExactly(5, 7);
    }

    // ---- states and masks

    @Test
    void batch_normalization_learns_what_it_normalizes_with() {
        var norm =
                Tried.layer(
                        new BatchNormalization().withMomentum(0).withEpsilon(1e-9), Shape.of(1));
        double[] batch = {1, 2, 3, 6};
        double[] trained = norm.train(batch);
        assertThat(mean(trained)).isCloseTo(0, within(1e-9));
        assertThat(norm.infer(batch)).containsExactly(trained, within(1e-6));
    }

    @Test
    void a_stateful_layer_goes_on_where_the_batch_before_ended() {
        var input = new Input(2, 1).withBatchSize(1).symbol();
        var whole = new Input(4, 1).withBatchSize(1).symbol();
        var model = Model.of(input, new LSTM(2).withStateful(true).apply(input));
        var atOnce = Model.of(whole, new LSTM(2).apply(whole));
        for (var weight : atOnce.weights().all()) {
            model.weights().get(weight.path()).set(weight.get());
        }
        var parts = Tried.model(model);
        parts.infer(new double[] {0.1, 0.2});
        assertThat(parts.infer(new double[] {0.3, 0.4}))
                .containsExactly(
                        Tried.model(atOnce).infer(new double[] {0.1, 0.2, 0.3, 0.4}),
                        within(1e-12));
    }

    @Test
    void padding_does_not_count_from_the_embedding_to_the_loss() {
        var model =
                Sequential.of(
                        new Input(3),
                        new Embedding(5, 2).withMaskZero(true),
                        new LSTM(2).withReturnSequences(true),
                        new Dense(1));
        var results = Tried.model(model).run(false, new double[] {1, 2, 0, 3, 0, 0});
        assertThat(results.get(1)).containsExactly(1, 1, 0, 1, 0, 0);
    }

    @Test
    void a_masked_last_step_gives_the_output_before_it_or_zeros() {
        var embedding = new Embedding(3, 1).withMaskZero(true).withEmbeddingsInitializer("ones");
        var last = new SimpleRNN(1).withActivation("linear").withKernelInitializer("ones");
        var carried = Sequential.of(new Input(2), embedding, last);
        assertThat(Tried.model(carried).infer(new double[] {1, 0})).containsExactly(1);
        var zeroed = Sequential.of(new Input(2), embedding, last.withZeroOutputForMask(true));
        assertThat(Tried.model(zeroed).infer(new double[] {1, 0})).containsExactly(0);
    }

    @Test
    void a_cell_of_ones_own_runs_over_time() {
        Cell sum =
                new Cell() {
                    @Override
                    public List<Shape> stateShapes(Shape row) {
                        return List.of(row);
                    }

                    @Override
                    public List<Tensor> step(Tensor x, List<Tensor> states, Scope scope) {
                        Tensor total =
                                states.getFirst()
                                        .plus(
                                                x.times(
                                                        scope.weight(
                                                                "factor",
                                                                Shape.of(),
                                                                (v, s, r) -> v[0] = 2)));
                        return List.of(total, total);
                    }
                };
        assertThat(
                        Tried.layer(new RNN(sum).withReturnSequences(true), Shape.of(3, 1))
                                .infer(new double[] {1, 2, 3}))
                .containsExactly(2, 6, 12);
    }

    @Test
    void an_einsum_of_an_outer_kind_sums_what_the_result_does_not_name() {
        var dense = Tried.layer(new EinsumDense("...x,xy->...y", List.of(2)), Shape.of(2, 3));
        dense.set("kernel", 1, 0, 0, 1, 1, 1);
        assertThat(dense.infer(ramp(6))).containsExactly(2, 3, 8, 9);
    }

    @Test
    void integers_are_looked_up_both_ways() {
        var lookup = new IntegerLookup().withVocabulary(List.of(10, 20, 30));
        assertThat(Tried.layer(lookup, Shape.of(4)).infer(new double[] {20, 10, 7, 30}))
                .containsExactly(2, 1, 0, 3);
        assertThat(
                        Tried.layer(lookup.withInvert(true), Shape.of(4))
                                .infer(new double[] {2, 1, 0, 3}))
                .containsExactly(20, 10, -1, 30);
        assertThat(new IntegerLookup().adapted(new int[] {5, 9, 9, 1, 1, 1}).vocabulary())
                .containsExactly(1, 9, 5);
    }

    @Test
    void normalization_learns_mean_and_variance_from_rows() {
        var norm = new Normalization().adapted(new float[][] {{1, 10}, {3, 30}});
        assertThat(Tried.layer(norm, Shape.of(2)).infer(new double[] {1, 10, 3, 30}))
                .containsExactly(-1, -1, 1, 1);
    }

    @Test
    void spectral_normalization_divides_by_the_largest_singular_value_while_it_trains() {
        var layer =
                new SpectralNormalization(new Dense(2).withUseBias(false)).withPowerIterations(50);
        var tried = Tried.layer(layer, Shape.of(2)).set("kernel", 4, 0, 0, 2);
        assertThat(tried.train(new double[] {1, 0, 0, 1}))
                .containsExactly(new double[] {1, 0, 0, 0.5}, within(1e-6));
        assertThat(
                        Tried.layer(layer, Shape.of(2))
                                .set("kernel", 4, 0, 0, 2)
                                .infer(new double[] {1, 0, 0, 1}))
                .containsExactly(4, 0, 0, 2);
    }

    @Test
    void spectral_normalization_leaves_a_kernel_of_zeros_alone() {
        var layer = new SpectralNormalization(new Dense(2).withUseBias(false));
        var tried = Tried.layer(layer, Shape.of(2)).set("kernel", 0, 0, 0, 0);
        assertThat(tried.train(new double[] {1, 2})).containsExactly(0, 0);
    }

    @Test
    void spectral_normalization_of_a_layer_without_a_kernel_is_refused() {
        refused(
                () -> new SpectralNormalization(new Flatten()).apply(Symbol.input(2, 2)),
                "E132: spectral_normalization divides a kernel or a table of embeddings, but flatten has neither."
                        + "\n  Put it around a layer that has one, for example: new SpectralNormalization(new Dense(8))");
    }

    @Test
    void a_lambda_is_a_java_function() {
        assertThat(
                        Tried.layer(new Lambda(x -> x.square().plus(1)), Shape.of(2))
                                .infer(new double[] {2, 3}))
                .containsExactly(5, 10);
    }

    @Test
    void an_activity_penalty_is_divided_by_the_batch() {
        var layer = new Identity().withActivityRegularizer("l1");
        assertThat(Tried.layer(layer, Shape.of(2)).run(true, new double[] {1, -2, 3, -4}).get(1))
                .containsExactly(new double[] {0.01 * 10 / 2}, within(1e-8));
    }

    @Test
    void category_encoding_of_single_numbers_makes_one_row_of_the_batch_as_in_keras() {
        for (OutputMode mode : List.of(OutputMode.MULTI_HOT, OutputMode.COUNT)) {
            var encoded =
                    Tried.layer(new CategoryEncoding(4).withOutputMode(mode), Shape.of())
                            .infer(new double[] {0, 3, 3});
            assertThat(encoded).containsExactly(1, 0, 0, mode == OutputMode.COUNT ? 2 : 1);
        }
        Symbol number = new Input(Shape.of()).symbol();
        var model = Model.of(number, new CategoryEncoding(4).apply(number));
        refused(
                () -> model.predict(new float[] {0, 3, 3}),
                "E133: category_encoding makes 4 of the whole batch, and nothing for each row: the rows it is given are"
                        + " single numbers.\n  Give each row an axis: new Input(1)");
    }

    @Test
    void none_in_a_noise_shape_keeps_the_size_of_the_input() {
        var settings = new Dropout(0.5).withNoiseShape(Arrays.asList(null, 1));
        assertThat(settings).isEqualTo(new Dropout(0.5).withNoiseShape(List.of(-1, 1)));
        double[] rows = Tried.layer(settings, Shape.of(2)).train(ones(2 * 50));
        for (int row = 0; row < 50; row++) {
            assertThat(rows[2 * row]).isEqualTo(rows[2 * row + 1]);
        }
        assertThat(rows).containsOnly(0, 2).contains(0, 2);
    }

    @Test
    void normalization_learns_a_mean_and_variance_for_each_place_along_its_axes() {
        float[] images = {1, 2, 3, 4, 5, 6, 7, 8, 3, 2, 1, 0, 5, 6, 9, 8};
        var blank = new Normalization();
        var rows = blank.withAxis(List.of(1, -1)).adapted(images, 2, 2, 2, 2);
        assertThat(rows.mean()).containsExactly(2.0, 2.0, 6.5, 7.0);
        assertThat(rows.variance()).containsExactly(1.0, 2.0, 2.75, 1.0);
        var columns = blank.withAxis(List.of(2)).adapted(images, 2, 2, 2, 2);
        assertThat(columns.mean()).containsExactly(3.75, 5.0);
        assertThat(columns.variance()).containsExactly(3.4375, 10.5);
        var all = blank.withAxis(List.of()).adapted(images, 2, 2, 2, 2);
        assertThat(all.mean()).containsExactly(4.375);
        assertThat(all.variance()).containsExactly(7.359375);
        refused(
                () -> blank.adapted(images, 2, 3),
                "E132: normalization was given 16 numbers for data of 2x3, which are 6."
                        + "\n  Give the sizes of the data, batch first: adapted(numbers, rows, columns)");
    }

    // ---- mistakes

    private static void refused(Runnable attempt, String message) {
        assertThatCode(attempt::run).isInstanceOf(UserError.class).hasMessage(message);
    }

    @Test
    void zero_units_are_refused() {
        refused(() -> new Dense(0), "E132: units=0 of dense must be 1 or more.\n  Type: units=64");
    }

    @Test
    void a_window_larger_than_its_image_is_refused_with_both_sizes() {
        refused(
                () -> new MaxPooling2D(2).withName("pool").apply(Symbol.input(1, 1, 64)),
                "E133: pool needs an image of at least 2x2, but gets 1x1 (1x1x64 with its channels)."
                        + "\n  Add padding=same to pool, make its window smaller, or leave it out.");
    }

    @Test
    void groups_that_do_not_divide_the_channels_are_refused() {
        refused(
                () -> new Conv2D(4, 1).withGroups(3).apply(Symbol.input(5, 5, 4)),
                "E133: conv2d cannot cut 4 channels into 3 equal groups.\n  Type: groups=1");
    }

    @Test
    void an_image_layer_says_what_it_takes() {
        refused(
                () -> new Conv2D(4, 3).apply(Symbol.input(28, 28)),
                "E134: conv2d takes images (rows x columns x channels), but gets 28x28."
                        + "\n  Bring each row to 3 axes first, for example with reshape.");
    }

    @Test
    void shapes_that_cannot_be_joined_are_named() {
        refused(
                () -> new Concatenate().apply(Symbol.input(3, 2), Symbol.input(4, 2)),
                "E133: concatenate cannot put 4x2 behind 3x2 along axis -1: the other sizes differ."
                        + "\n  Bring both to one shape first: new Reshape(…), or choose another axis.");
    }

    @Test
    void shapes_that_cannot_be_added_are_named() {
        refused(
                () -> new Add().apply(Symbol.input(3), Symbol.input(4)),
                "E133: add cannot join 3 and 4: along each axis the sizes must be equal, or one of them 1."
                        + "\n  Bring both to one shape first, for example with new Dense(3).");
    }

    @Test
    void a_reshape_to_another_size_is_refused() {
        refused(
                () -> new Reshape(4, 4).apply(Symbol.input(15)),
                "E133: reshape cannot bring 15 (15 numbers) to 4x4 (16 numbers).\n  Type: reshape [15]");
    }

    @Test
    void initial_states_of_another_shape_are_refused() {
        refused(
                () -> new GRU(3).apply(Symbol.input(5, 2), Symbol.input(4)),
                "E133: gru keeps states of shape [3], but was given [4].\n  Give one initial state for each, or none.");
    }

    @Test
    void a_stateful_layer_needs_to_know_the_batch() {
        assertThatCode(() -> new LSTM(2).withStateful(true).apply(Symbol.input(4, 1)))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("lstm");
    }

    @Test
    void an_unknown_layer_is_answered_with_the_nearest_ones() {
        assertThatCode(() -> Layers.CATALOG.get("conv2"))
                .isInstanceOf(UserError.class)
                .hasMessageStartingWith("E131: unknown layer conv2. Did you mean conv2d");
    }

    @Test
    void a_rate_of_one_is_refused() {
        refused(
                () -> new Dropout(1),
                "E132: rate=1.0 of dropout must be from 0 to below 1: the share that becomes 0.\n  Type: dropout 0.2");
    }

    @Test
    void an_output_of_a_dense_layer_can_have_any_number_of_axes_before_it() {
        assertThat(new Dense(2).apply(Symbol.input(5, 6, 7)).shape())
                .isEqualTo(Shape.of(-1, 5, 6, 2));
    }
}
