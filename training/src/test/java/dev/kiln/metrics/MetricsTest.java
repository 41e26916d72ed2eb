package dev.kiln.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.kiln.catalog.Call;
import dev.kiln.catalog.Features;
import dev.kiln.catalog.Names;
import dev.kiln.catalog.UserError;
import dev.kiln.golden.Golden;
import dev.kiln.graph.Graph;
import dev.kiln.graph.Reference;
import dev.kiln.graph.Tensor;
import dev.kiln.tensor.Shape;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class MetricsTest {
    private static final Features KERAS = Features.of("metrics.txt");
    private static final double[] SCORES = {
        0.6, 0.3, 0.1, 0.2, 0.7, 0.1, 0.5, 0.4, 0.1, 0.1, 0.2, 0.7, 0.3, 0.3, 0.4
    };
    private static final double[] CLASSES = {0, 1, 1, 2, 0};

    private static Tensor numbers(Graph graph, int rows, double... values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            floats[i] = (float) values[i];
        }
        return graph.literal(
                floats, rows == 0 ? Shape.of(values.length) : Shape.of(rows, values.length / rows));
    }

    /// The value after one batch.
    private static double[] value(
            Metric metric,
            double[] labels,
            int labelRows,
            double[] scores,
            double @Nullable [] weight) {
        var graph = new Graph();
        var state = new State(graph, "metric");
        Tensor weights = weight == null ? null : numbers(graph, 0, weight);
        metric.update(state, numbers(graph, labelRows, labels), numbers(graph, 5, scores), weights);
        var start = new HashMap<dev.kiln.graph.Variable, double[]>();
        state.initialValues()
                .forEach(
                        (variable, zero) ->
                                start.put(variable, new double[(int) variable.shape().size()]));
        var after = Reference.run(graph, List.of(), Map.of(), start, 0, 0).variables();
        Tensor result = metric.result(state.in(new Graph()));
        return Reference.evaluate(List.of(result), Map.of(), after, 0, 0).values().getFirst();
    }

    private static double ofClasses(Metric metric) {
        return value(metric, CLASSES, 0, SCORES, null)[0];
    }

    private static double[] oneHot() {
        double[] labels = new double[15];
        for (int row = 0; row < 5; row++) {
            labels[3 * row + (int) CLASSES[row]] = 1;
        }
        return labels;
    }

    @TestFactory
    Stream<DynamicTest> every_metric_of_keras_is_known_with_its_arguments_and_their_defaults() {
        return KERAS.signatures().entrySet().stream()
                .map(
                        keras ->
                                DynamicTest.dynamicTest(
                                        keras.getKey(),
                                        () -> {
                                            var entry =
                                                    Metrics.CATALOG
                                                            .find(keras.getKey())
                                                            .orElseThrow();
                                            assertThat(entry.type().getSimpleName())
                                                    .isEqualTo(keras.getKey());
                                            boolean isBeyondKeras =
                                                    Set.of("Precision", "Recall")
                                                            .contains(keras.getKey());
                                            Features.same(
                                                    entry,
                                                    keras.getValue(),
                                                    isBeyondKeras ? List.of("average") : List.of());
                                        }));
    }

    @Test
    void keras_has_every_metric_of_ours() {
        assertThat(Metrics.CATALOG.entries())
                .allSatisfy(
                        entry ->
                                assertThat(KERAS.signatures())
                                        .containsKey(entry.type().getSimpleName()));
    }

    @Test
    void every_alias_of_keras_stands_for_its_metric() {
        assertThat(KERAS.aliases())
                .hasSizeGreaterThan(80)
                .allSatisfy(
                        (alias, stands) ->
                                assertThat(
                                                Metrics.CATALOG
                                                        .find(alias)
                                                        .orElseThrow()
                                                        .type()
                                                        .getSimpleName())
                                        .isEqualTo(stands));
    }

    @TestFactory
    Stream<DynamicTest> every_recorded_string_is_answered_as_in_keras() {
        // The base classes have names in Keras too, but compute nothing.
        var withoutFormula = Set.of("Metric", "metric", "MeanMetricWrapper", "mean_metric_wrapper");
        return Golden.tests(
                "metrics",
                "strings",
                (record, expected, compare) -> {
                    String string = record.get("string").getAsString();
                    if (record.has("error") || withoutFormula.contains(string)) {
                        assertThatThrownBy(() -> Metrics.CATALOG.get(string))
                                .isInstanceOf(UserError.class);
                    } else {
                        assertThat(
                                        Names.normalized(
                                                Metrics.CATALOG
                                                        .get(string)
                                                        .getClass()
                                                        .getSimpleName()))
                                .isEqualTo(
                                        Names.normalized(record.get("resolves_to").getAsString()));
                    }
                });
    }

    // Predicted classes are 0, 1, 0, 2, 2: of class 0 one of two is right, of 1 one of one, of 2
    // one of two.

    @Test
    void precision_of_class_numbers_is_the_mean_over_the_classes() {
        assertThat(ofClasses(new Precision())).isCloseTo((0.5 + 1 + 0.5) / 3, within(1e-12));
    }

    @Test
    void recall_of_class_numbers_is_the_mean_over_the_classes() {
        assertThat(ofClasses(new Recall())).isCloseTo((0.5 + 0.5 + 1) / 3, within(1e-12));
    }

    @Test
    void f1_of_class_numbers_is_the_mean_over_the_classes() {
        assertThat(ofClasses(new F1Score())).isCloseTo((0.5 + 2 / 3.0 + 2 / 3.0) / 3, within(1e-6));
    }

    @Test
    void auc_of_class_numbers_is_the_mean_of_each_class_against_the_rest() {
        // Class 0 has scores 0.6 and 0.3 against 0.2, 0.5, 0.1: five of six pairs in order; 1: 0.7,
        // 0.4 above all; 2: 0.7.
        assertThat(ofClasses(new AUC())).isCloseTo((5 / 6.0 + 1 + 1) / 3, within(1e-9));
    }

    @Test
    void a_class_that_never_occurs_does_not_count() {
        double[] labels = {0, 1, 1, 0, 0};
        double[] scores = {0.6, 0.3, 0.1, 0.2, 0.7, 0.1, 0.5, 0.4, 0.1, 0.8, 0.2, 0, 0.3, 0.6, 0.1};
        assertThat(value(new Recall(), labels, 0, scores, null)[0])
                .isCloseTo((2 / 3.0 + 0.5) / 2, within(1e-12));
        assertThat(value(new AUC(), labels, 0, scores, null)[0])
                .isCloseTo((5 / 6.0 + 4 / 6.0) / 2, within(0.09));
    }

    @Test
    void class_numbers_in_a_column_are_read_alike() {
        assertThat(value(new Precision(), CLASSES, 5, SCORES, null))
                .containsExactly(ofClasses(new Precision()));
    }

    @Test
    void one_hot_labels_are_pooled_as_in_keras_unless_the_macro_average_is_asked_for() {
        // Above 0.5 are 0.6, 0.7 and 0.7, all right, of five labels.
        assertThat(value(new Precision(), oneHot(), 5, SCORES, null)).containsExactly(1);
        assertThat(value(new Recall(), oneHot(), 5, SCORES, null)[0])
                .isCloseTo(3 / 5.0, within(1e-12));
        assertThat(value(new Recall().withAverage(Average.MACRO), oneHot(), 5, SCORES, null)[0])
                .isCloseTo(ofClasses(new Recall()), within(1e-12));
        assertThat(value(new Recall().withAverage(Average.MICRO), CLASSES, 0, SCORES, null)[0])
                .isCloseTo(3 / 5.0, within(1e-12));
    }

    @Test
    void rows_without_weight_do_not_count() {
        double[] weights = {1, 1, 0, 1, 1};
        assertThat(value(new Precision(), CLASSES, 0, SCORES, weights)[0])
                .isCloseTo((1 + 1 + 0.5) / 3, within(1e-12));
        assertThat(value(new SparseCategoricalAccuracy(), CLASSES, 0, SCORES, weights)[0])
                .isCloseTo(0.75, within(1e-12));
    }

    @Test
    void a_loss_serves_as_a_metric() {
        Metric metric = Metric.mean("worst", (yTrue, yPred) -> yPred.max(-1));
        assertThat(value(metric, CLASSES, 0, SCORES, null)[0])
                .isCloseTo((0.6 + 0.7 + 0.5 + 0.7 + 0.4) / 5, within(1e-6));
        assertThat(metric.name()).isEqualTo("worst");
    }

    @Test
    void a_metric_without_arguments_keeps_its_typed_name() {
        Shape labels = Shape.of(Shape.UNKNOWN);
        Shape predictions = Shape.of(Shape.UNKNOWN, 3);
        assertThat(Metrics.named(Call.of("AUC"), labels, predictions).name()).isEqualTo("AUC");
        assertThat(
                        Metrics.named(
                                new Call("AUC", List.of(), Map.of("num_thresholds", 500)),
                                labels,
                                predictions))
                .isEqualTo(new AUC(500));
        assertThat(Metrics.named(new Call("top_k", List.of(2), Map.of()), labels, predictions))
                .isEqualTo(new SparseTopKCategoricalAccuracy(2).withName("top_k"));
    }

    @Test
    void a_state_whose_shape_nobody_knows_yet_has_no_value() {
        assertThatThrownBy(() -> new F1Score().result(new State(new Graph(), "metrics/f1_score")))
                .hasMessage(
                        "f1_score has no value yet: it has seen no data.\n  Train or evaluate first.");
    }

    @Test
    void arguments_out_of_their_range_are_refused() {
        assertThatThrownBy(() -> new AUC(1))
                .hasMessageContaining("num_thresholds=1 must be 2 or more.");
        assertThatThrownBy(() -> new Precision(List.of(1.5)))
                .hasMessageContaining("thresholds=1.5 must be from 0 to 1.");
        assertThatThrownBy(() -> new IoU(2, List.of(2)))
                .hasMessageContaining("target_class_ids holds 2");
        assertThatThrownBy(() -> value(new Precision().withClassId(3), oneHot(), 5, SCORES, null))
                .hasMessageContaining("class_id=3 is not one of the 3 classes, 0 to 2.");
    }
}
