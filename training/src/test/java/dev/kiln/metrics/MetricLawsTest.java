package dev.kiln.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.kiln.graph.Graph;
import dev.kiln.graph.Reference;
import dev.kiln.graph.Tensor;
import dev.kiln.graph.Variable;
import dev.kiln.tensor.Shape;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// What holds for every metric of the list.
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class MetricLawsTest {
    private static final int ROWS = 14;
    private static final int CLASSES = 3;
    private static final double ROUNDING = 1e-9;

    /// Rows of labels and predictions that a metric takes.
    private record Rows(int rows, double[] labels, double[] predictions) {
        static Rows of(Metric metric) {
            var random = new Random(7);
            double[] scores = random.doubles(ROWS * CLASSES, 0.05, 0.95).toArray();
            double[] classes =
                    IntStream.range(0, ROWS).mapToDouble(row -> row * 5 % CLASSES).toArray();
            return switch (metric) {
                case SparseCategoricalAccuracy _,
                        SparseCategoricalCrossentropy _,
                        SparseTopKCategoricalAccuracy _ ->
                        new Rows(ROWS, classes, scores);
                case IoU _, MeanIoU _ -> new Rows(ROWS, binary(classes), binary(shuffled(classes)));
                case BinaryIoU _ -> new Rows(ROWS, binary(classes), random.doubles(ROWS).toArray());
                case Mean _, Sum _ ->
                        new Rows(ROWS, random.doubles(ROWS).toArray(), new double[ROWS]);
                case OneHotIoU _, OneHotMeanIoU _ ->
                        new Rows(ROWS, hot(binary(classes), 2), random.doubles(ROWS * 2).toArray());
                default -> new Rows(ROWS, hot(classes, CLASSES), scores);
            };
        }

        private static double[] binary(double[] classes) {
            return Arrays.stream(classes).map(number -> Math.min(number, 1)).toArray();
        }

        private static double[] shuffled(double[] classes) {
            return IntStream.range(0, classes.length)
                    .mapToDouble(row -> classes[row * 3 % classes.length])
                    .toArray();
        }

        private static double[] hot(double[] classes, int count) {
            double[] labels = new double[classes.length * count];
            for (int row = 0; row < classes.length; row++) {
                labels[row * count + (int) classes[row]] = 1;
            }
            return labels;
        }

        Rows part(int from, int to) {
            return new Rows(to - from, part(labels, from, to), part(predictions, from, to));
        }

        private double[] part(double[] values, int from, int to) {
            int perRow = values.length / rows;
            return Arrays.copyOfRange(values, from * perRow, to * perRow);
        }
    }

    /// A metric that sees batches.
    private static final class Seen {
        private final Metric metric;
        private final Map<Variable, double[]> values = new HashMap<>();
        private @Nullable State state;

        Seen(Metric metric) {
            this.metric = metric;
        }

        Seen batch(Rows rows, double @Nullable [] weights) {
            var graph = new Graph();
            state = state == null ? new State(graph, "metric") : state.in(graph);
            Tensor weight = weights == null ? null : graph.input("weights", Shape.of(rows.rows()));
            metric.update(
                    state,
                    input(graph, "labels", rows.labels(), rows),
                    input(graph, "predictions", rows.predictions(), rows),
                    weight);
            state.initialValues()
                    .forEach(
                            (variable, initial) ->
                                    values.computeIfAbsent(
                                            variable,
                                            v -> {
                                                double[] filled =
                                                        new double[(int) v.shape().size()];
                                                Arrays.fill(filled, initial);
                                                return filled;
                                            }));
            var inputs =
                    new HashMap<>(
                            Map.of("labels", rows.labels(), "predictions", rows.predictions()));
            if (weights != null) {
                inputs.put("weights", weights);
            }
            values.putAll(
                    Reference.run(graph, List.of(), inputs, Map.copyOf(values), 0, 0).variables());
            return this;
        }

        private static Tensor input(Graph graph, String name, double[] values, Rows rows) {
            int perRow = values.length / rows.rows();
            return graph.input(
                    name, perRow == 1 ? Shape.of(rows.rows()) : Shape.of(rows.rows(), perRow));
        }

        double[] value() {
            Tensor result = metric.result(state.in(new Graph()));
            return Reference.evaluate(List.of(result), Map.of(), values, 0, 0).values().getFirst();
        }
    }

    private static Stream<DynamicTest> each(Consumer<Metric> law) {
        return Metrics.CATALOG.entries().stream()
                .map(
                        entry ->
                                DynamicTest.dynamicTest(
                                        entry.name(), () -> law.accept(entry.prototype())));
    }

    private static void same(double[] got, double[] wanted) {
        double largest = Arrays.stream(wanted).map(Math::abs).max().orElse(0);
        assertThat(got).containsExactly(wanted, within(ROUNDING * Math.max(largest, 1)));
    }

    @TestFactory
    Stream<DynamicTest> two_batches_give_the_value_of_all_rows_together() {
        return each(
                metric -> {
                    var rows = Rows.of(metric);
                    same(
                            new Seen(metric)
                                    .batch(rows.part(0, 9), null)
                                    .batch(rows.part(9, ROWS), null)
                                    .value(),
                            new Seen(metric).batch(rows, null).value());
                });
    }

    @TestFactory
    Stream<DynamicTest> weights_of_one_change_nothing() {
        return each(
                metric -> {
                    var rows = Rows.of(metric);
                    double[] ones = new double[ROWS];
                    Arrays.fill(ones, 1);
                    same(
                            new Seen(metric).batch(rows, ones).value(),
                            new Seen(metric).batch(rows, null).value());
                });
    }

    @TestFactory
    Stream<DynamicTest> rows_of_weight_0_are_as_if_they_were_not_there() {
        return each(
                metric -> {
                    var rows = Rows.of(metric);
                    double[] weights = new double[ROWS];
                    Arrays.fill(weights, 0, 8, 1);
                    same(
                            new Seen(metric).batch(rows, weights).value(),
                            new Seen(metric).batch(rows.part(0, 8), null).value());
                });
    }

    @TestFactory
    Stream<DynamicTest> whole_weights_count_rows_several_times() {
        return each(
                metric -> {
                    var rows = Rows.of(metric);
                    double[] weights = new double[ROWS];
                    Arrays.fill(weights, 0, 5, 2);
                    Arrays.fill(weights, 5, ROWS, 1);
                    same(
                            new Seen(metric).batch(rows, weights).value(),
                            new Seen(metric)
                                    .batch(rows, null)
                                    .batch(rows.part(0, 5), null)
                                    .value());
                });
    }
}
