package dev.kiln.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.kiln.catalog.UserError;
import dev.kiln.tensor.Shape;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// What random changes to images must do whatever is drawn.
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class AugmentationsTest {
    private static final Shape IMAGE = Shape.of(6, 5, 3);

    private static List<Layer> all() {
        return List.of(
                new Equalization(),
                new Solarization()
                        .withAdditionFactor(List.of(0.5))
                        .withThresholdFactor(List.of(0.5)),
                new RandomColorDegeneration(0.5),
                new RandomColorJitter()
                        .withBrightnessFactor(List.of(0.2))
                        .withContrastFactor(List.of(0.2))
                        .withSaturationFactor(List.of(0.2, 0.5))
                        .withHueFactor(List.of(0.2)),
                new RandomElasticTransform(),
                new RandomErasing(),
                new RandomGaussianBlur().withKernelSize(List.of(5)),
                new RandomGrayscale(),
                new RandomHue(0.5),
                new RandomInvert(),
                new RandomPerspective(),
                new RandomPosterization(4),
                new RandomSaturation(List.of(0.2, 0.5)),
                new RandomSharpness(1),
                new RandomShear().withXFactor(List.of(0.5)).withYFactor(List.of(0.5)),
                new CutMix(),
                new MixUp(),
                new RandAugment(),
                new AugMix());
    }

    private static double[] images(int count) {
        return IntStream.range(0, count * 90)
                .mapToDouble(i -> Math.floor(127.5 + 127.5 * Math.sin(i * 0.7 + i / 90)))
                .toArray();
    }

    private static double[] image(double[] images, int index) {
        return Arrays.copyOfRange(images, index * 90, (index + 1) * 90);
    }

    @TestFactory
    Stream<DynamicTest> images_stay_as_they_are_in_use() {
        return all().stream()
                .map(
                        layer ->
                                DynamicTest.dynamicTest(
                                        Names.of(layer),
                                        () ->
                                                assertThat(
                                                                Tried.layer(layer, IMAGE)
                                                                        .infer(images(3)))
                                                        .containsExactly(images(3))));
    }

    @TestFactory
    Stream<DynamicTest> values_stay_in_their_range_in_training_and_change() {
        return all().stream()
                .map(
                        layer ->
                                DynamicTest.dynamicTest(
                                        Names.of(layer),
                                        () -> {
                                            double[] out =
                                                    Tried.layer(layer, IMAGE).train(images(12));
                                            assertThat(out).hasSize(12 * 90);
                                            assertThat(Arrays.stream(out))
                                                    .allMatch(x -> x >= -1e-3 && x <= 255.001);
                                            assertThat(out).isNotEqualTo(images(12));
                                        }));
    }

    @TestFactory
    Stream<DynamicTest> one_seed_gives_the_same_images_in_two_layers() {
        return all().stream()
                .map(
                        layer ->
                                DynamicTest.dynamicTest(
                                        Names.of(layer),
                                        () ->
                                                assertThat(
                                                                Tried.layer(layer, IMAGE)
                                                                        .train(images(4)))
                                                        .containsExactly(
                                                                Tried.layer(layer, IMAGE)
                                                                        .train(images(4)))));
    }

    @Test
    void gray_images_have_three_equal_channels_and_about_the_share_that_was_asked_for() {
        double[] out = Tried.layer(new RandomGrayscale(), IMAGE).train(images(200));
        long gray =
                IntStream.range(0, 200)
                        .filter(
                                i ->
                                        out[90 * i] == out[90 * i + 1]
                                                && out[90 * i + 1] == out[90 * i + 2])
                        .count();
        assertThat(gray).isBetween(75L, 125L);
    }

    @Test
    void inverted_images_are_their_negative_and_every_other_one_stays() {
        double[] out =
                Tried.layer(new RandomInvert().withFactor(List.of(0.5, 0.5)), IMAGE)
                        .train(images(100));
        int inverted = 0;
        for (int i = 0; i < 100; i++) {
            double[] before = image(images(100), i);
            double[] negative = Arrays.stream(before).map(x -> 255 - x).toArray();
            double[] after = image(out, i);
            assertThat(Arrays.equals(after, before) || Arrays.equals(after, negative)).isTrue();
            inverted += Arrays.equals(after, negative) ? 1 : 0;
        }
        assertThat(inverted).isBetween(30, 70);
    }

    @Test
    void erased_pixels_form_a_rectangle_of_the_size_that_was_asked_for() {
        var layer =
                new RandomErasing()
                        .withScale(List.of(0.25, 0.25))
                        .withFactor(List.of(1.0, 1.0))
                        .withFillValue(List.of(7.0));
        double[] in = new double[20 * 20];
        Arrays.fill(in, 100);
        double[] out = Tried.layer(layer, Shape.of(20, 20, 1)).train(in);
        var erased = IntStream.range(0, 400).filter(i -> out[i] == 7).boxed().toList();
        var rows = erased.stream().map(i -> i / 20).distinct().toList();
        var columns = erased.stream().map(i -> i % 20).distinct().toList();
        assertThat(erased).hasSize(rows.size() * columns.size());
        assertThat(rows.size()).isBetween(9, 11);
        assertThat(columns.size()).isBetween(9, 11);
    }

    @Test
    void cut_mix_takes_every_pixel_from_the_batch_at_its_own_place() {
        double[] in = images(8);
        double[] out = Tried.layer(new CutMix(), IMAGE).train(in);
        for (int i = 0; i < out.length; i++) {
            int place = i % 90;
            double got = out[i];
            assertThat(IntStream.range(0, 8).anyMatch(image -> in[image * 90 + place] == got))
                    .isTrue();
        }
    }

    @Test
    void mixing_keeps_the_sum_of_shares_at_one() {
        double[] in = new double[3 * 90];
        Arrays.fill(in, 40);
        assertThat(Tried.layer(new MixUp(), IMAGE).train(in))
                .containsOnly(new double[] {40}, within(1e-9));
        assertThat(
                        Tried.layer(
                                        new AugMix()
                                                .withFactor(List.of(0.0, 0.0))
                                                .withAllOps(false),
                                        IMAGE)
                                .train(in))
                .hasSize(3 * 90);
    }

    /// Each image shows its number everywhere; labels are a number for each image.
    private static double[] shown(Layer layer, boolean training, List<double[]> both) {
        int count = 6;
        Shape image = Shape.of(20, 20, 1);
        var images = new double[count * 400];
        var labels = new double[count * count];
        for (int i = 0; i < count; i++) {
            Arrays.fill(images, i * 400, (i + 1) * 400, i);
            labels[i * count + i] = 1;
        }
        both.addAll(Tried.layer(layer, image, Shape.of(count)).run(training, images, labels));
        return images;
    }

    @Test
    void labels_that_come_with_images_are_mixed_like_them() {
        var mixed = new ArrayList<double[]>();
        shown(new MixUp(), true, mixed);
        shown(new CutMix().withFactor(List.of(1.0, 1.0)), true, mixed);
        for (int layer = 0; layer < 2; layer++) {
            double[] images = mixed.get(2 * layer);
            double[] labels = mixed.get(2 * layer + 1);
            for (int i = 0; i < 6; i++) {
                double shown =
                        Arrays.stream(images, i * 400, (i + 1) * 400).average().orElseThrow();
                double said = 0;
                double sum = 0;
                for (int j = 0; j < 6; j++) {
                    said += j * labels[i * 6 + j];
                    sum += labels[i * 6 + j];
                }
                // A rectangle's sides are whole pixels.
                assertThat(said).isCloseTo(shown, within(layer == 0 ? 1e-9 : 0.6));
                assertThat(sum).isCloseTo(1, within(1e-9));
            }
        }
        assertThat(mixed.get(0)).isNotEqualTo(mixed.get(2));
        var still = new ArrayList<double[]>();
        double[] images = shown(new CutMix(), false, still);
        assertThat(still.getFirst()).containsExactly(images);
    }

    @Test
    void labels_without_a_number_for_each_class_cannot_be_mixed() {
        assertThatThrownBy(() -> Tried.layer(new MixUp(), IMAGE, Shape.of()))
                .hasMessage(
                        "E133: mix_up takes images, or images and labels with a number for each class, but gets labels of"
                                + " scalar.\n  Type: layer.applyAll(List.of(images, new CategoryEncoding(10).apply(labels)),"
                                + " Arguments.NONE)");
    }

    @Test
    void shares_of_mixed_images_have_mean_one_half_and_the_variance_of_their_distribution() {
        // One pixel an image; half the images are 0, half are 1, so that outputs tell the shares.
        int count = 3000;
        double alpha = 0.4;
        double[] in = new double[count];
        for (int i = 0; i < count; i++) {
            in[i] = i;
        }
        var tried = Tried.layer(new ShareOnly(alpha), Shape.of(1, 1, 1));
        double[] shares = tried.train(in);
        double mean = Arrays.stream(shares).average().orElseThrow();
        double variance =
                Arrays.stream(shares).map(x -> (x - mean) * (x - mean)).average().orElseThrow();
        assertThat(mean).isCloseTo(0.5, within(0.03));
        assertThat(variance).isCloseTo(1 / (4 * (2 * alpha + 1)), within(0.01));
        assertThat(Arrays.stream(shares)).allMatch(x -> x >= 0 && x <= 1);
    }

    /// The numbers of Beta(alpha, alpha) that [MixUp] draws, one a row.
    private record ShareOnly(double alpha) implements Formula {
        @Override
        public dev.kiln.graph.Tensor call(dev.kiln.graph.Tensor x, Scope scope) {
            Shape rows = Shape.of(x.shape().get(0));
            return Noise.beta(scope, "share", scope.graph().constant(alpha, rows), null)
                    .reshape(x.shape());
        }
    }

    @Test
    void shares_hold_for_distributions_that_give_almost_only_0_and_1() {
        double[] shares =
                Tried.layer(new ShareOnly(1e-6), Shape.of(1, 1, 1)).train(new double[500]);
        assertThat(Arrays.stream(shares)).allMatch(x -> x < 1e-6 || x > 1 - 1e-6);
        assertThat(Arrays.stream(shares).average().orElseThrow()).isCloseTo(0.5, within(0.1));
    }

    @Test
    void the_corner_that_a_perspective_keeps_is_the_upper_left_one() {
        double[] out =
                Tried.layer(new RandomPerspective().withFactor(List.of(1.0, 1.0)), IMAGE)
                        .train(images(10));
        for (int i = 0; i < 10; i++) {
            assertThat(out[i * 90]).isCloseTo(images(10)[i * 90], within(1e-6));
        }
    }

    @Test
    void an_elastic_transform_of_one_value_changes_nothing() {
        double[] in = new double[2 * 90];
        Arrays.fill(in, 40);
        assertThat(Tried.layer(new RandomElasticTransform(), IMAGE).train(in))
                .containsOnly(new double[] {40}, within(1e-9));
    }

    @Test
    void a_blur_keeps_the_inside_of_an_even_area_and_darkens_its_border() {
        double[] in = new double[9 * 9];
        Arrays.fill(in, 40);
        double[] out =
                Tried.layer(
                                new RandomGaussianBlur().withFactor(List.of(1.0, 1.0)),
                                Shape.of(9, 9, 1))
                        .train(in);
        assertThat(out[4 * 9 + 4]).isCloseTo(40, within(1e-6));
        assertThat(out[0]).isLessThanOrEqualTo(40);
    }

    @Test
    void boxes_too_many_are_left_out_and_free_places_are_filled() {
        var two = Tried.layer(new MaxNumBoundingBoxes(2), Shape.of(3, 4), Shape.of(3));
        var cut =
                two.run(
                        false,
                        IntStream.range(0, 12).asDoubleStream().toArray(),
                        new double[] {7, 8, 9});
        assertThat(cut.get(0)).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
        assertThat(cut.get(1)).containsExactly(7, 8);
        var filled =
                Tried.layer(new MaxNumBoundingBoxes(2), Shape.of(1, 4), Shape.of(1))
                        .run(false, new double[] {1, 2, 3, 4}, new double[] {5});
        assertThat(filled.get(0)).containsExactly(1, 2, 3, 4, -1, -1, -1, -1);
        assertThat(filled.get(1)).containsExactly(5, -1);
    }

    private static void refused(Runnable attempt, String message) {
        assertThatCode(attempt::run).isInstanceOf(UserError.class).hasMessage(message);
    }

    @Test
    void hue_of_gray_images_is_refused() {
        refused(
                () ->
                        Tried.layer(new RandomHue(0.1), Shape.of(2, 2, 1))
                                .train(new double[] {1, 2, 3, 4}),
                "E134: random_hue takes images in red, green and blue, but these have 1 channels."
                        + "\n  Leave random_hue out, or read the images in colour.");
    }

    @Test
    void a_share_above_one_is_refused() {
        refused(
                () -> new RandomGrayscale().withFactor(1.5),
                "E132: factor=1.5 of random_grayscale must be from 0 to 1.\n  Type: factor=0.5");
    }

    @Test
    void an_even_blur_is_refused() {
        refused(
                () -> new RandomGaussianBlur().withKernelSize(List.of(4)),
                "E132: kernel_size=[4, 4] of random_gaussian_blur must be odd numbers.\n  Type: kernel_size=3");
    }
}
