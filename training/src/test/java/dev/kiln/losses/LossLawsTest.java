package dev.kiln.losses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.kiln.autodiff.Gradients;
import dev.kiln.catalog.Entry;
import dev.kiln.graph.Graph;
import dev.kiln.graph.Reference;
import dev.kiln.graph.Tensor;
import dev.kiln.tensor.Shape;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

/// What holds for every loss of the list.
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class LossLawsTest {
    private static final int ROWS = 5;
    private static final int CLASSES = 4;
    private static final long SEED = 20261123;

    /// Labels and predictions that a loss takes; away from ties, where derivatives are one-sided.
    private record Sample(Shape labels, double[] yTrue, Shape predictions, double[] yPred) {
        static Sample of(Loss loss) {
            var random = new Random(SEED);
            double[] shares = random.doubles(ROWS * CLASSES, 0.05, 0.95).toArray();
            Shape rows = Shape.of(ROWS, CLASSES);
            return switch (loss) {
                case SparseCategoricalCrossentropy _,
                        CategoricalGeneralizedCrossEntropy _,
                        Circle _ ->
                        new Sample(Shape.of(ROWS), new double[] {0, 2, 0, 3, 2}, rows, shares);
                case CTC _ ->
                        new Sample(
                                Shape.of(2, 3),
                                new double[] {1, 2, 2, 3, 1, 0},
                                Shape.of(2, 6, CLASSES),
                                random.doubles(48, -2, 2).toArray());
                case CategoricalHinge _,
                        CategoricalCrossentropy _,
                        CategoricalFocalCrossentropy _ ->
                        new Sample(rows, oneHot(), rows, shares);
                case Hinge _, SquaredHinge _ ->
                        new Sample(
                                rows,
                                random.doubles(20).map(x -> x < 0.5 ? -1 : 1).toArray(),
                                rows,
                                shares);
                default ->
                        new Sample(
                                rows,
                                random.doubles(ROWS * CLASSES, 0.05, 0.95).toArray(),
                                rows,
                                shares);
            };
        }

        private static double[] oneHot() {
            double[] labels = new double[ROWS * CLASSES];
            for (int row = 0; row < ROWS; row++) {
                labels[row * CLASSES + row % CLASSES] = 1;
            }
            return labels;
        }

        Map<String, double[]> inputs(double[] predicted) {
            return Map.of("labels", yTrue, "predictions", predicted);
        }
    }

    private static Stream<DynamicTest> each(java.util.function.Consumer<Loss> law) {
        return Losses.CATALOG.entries().stream()
                .map(
                        entry ->
                                DynamicTest.dynamicTest(
                                        entry.name(), () -> law.accept(entry.prototype())));
    }

    private static Tensor value(Graph graph, Loss loss, Sample sample, @Nullable Tensor weight) {
        return loss.call(
                graph.input("labels", sample.labels()),
                graph.input("predictions", sample.predictions()),
                weight,
                null);
    }

    @TestFactory
    Stream<DynamicTest> the_gradient_is_that_of_differences() {
        return each(
                loss -> {
                    var sample = Sample.of(loss);
                    var graph = new Graph();
                    Tensor value = value(graph, loss, sample, null);
                    Tensor yPred = graph.tensor(1);
                    Tensor gradient = Gradients.of(value, List.of(yPred)).getFirst();
                    double[] got = Reference.evaluate(gradient, sample.inputs(sample.yPred()));
                    double step = 1e-6;
                    for (int i = 0; i < got.length; i++) {
                        double[] moved = sample.yPred().clone();
                        moved[i] += step;
                        double above = Reference.evaluate(value, sample.inputs(moved))[0];
                        moved[i] -= 2 * step;
                        double below = Reference.evaluate(value, sample.inputs(moved))[0];
                        double wanted = (above - below) / (2 * step);
                        assertThat(got[i])
                                .as("element %d", i)
                                .isCloseTo(wanted, within(1e-6 * Math.max(1, Math.abs(wanted))));
                    }
                });
    }

    @TestFactory
    Stream<DynamicTest> weights_of_one_change_nothing() {
        return each(
                loss -> {
                    var sample = Sample.of(loss);
                    var graph = new Graph();
                    Tensor plain = value(graph, loss, sample, null);
                    var weighed = new Graph();
                    Tensor ones = weighed.constant(1, Shape.of(sample.labels().get(0)));
                    Tensor with = value(weighed, loss, sample, ones).mean();
                    assertThat(Reference.evaluate(with, sample.inputs(sample.yPred()))[0])
                            .isCloseTo(
                                    Reference.evaluate(plain, sample.inputs(sample.yPred()))[0],
                                    within(1e-12));
                });
    }

    @TestFactory
    Stream<DynamicTest> a_sum_is_the_mean_times_what_was_counted() {
        return Losses.CATALOG.entries().stream()
                .filter(entry -> !(entry.prototype() instanceof Circle))
                .map(
                        entry ->
                                DynamicTest.dynamicTest(
                                        entry.name(),
                                        () -> {
                                            double mean = reduced(entry, Reduction.MEAN)[0];
                                            double[] values = reduced(entry, Reduction.NONE);
                                            assertThat(reduced(entry, Reduction.SUM)[0])
                                                    .isCloseTo(mean * values.length, within(1e-9));
                                        }));
    }

    private static double[] reduced(Entry<Loss> entry, Reduction reduction) {
        Loss loss = Losses.CATALOG.get(entry.name(), Map.of("reduction", reduction));
        var sample = Sample.of(loss);
        return Reference.evaluate(
                value(new Graph(), loss, sample, null), sample.inputs(sample.yPred()));
    }
}
