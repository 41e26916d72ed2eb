package dev.kiln.losses;

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

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class LossesTest {
    private static final Features KERAS = Features.of("losses.txt");
    private final Graph graph = new Graph();

    private Tensor numbers(int rows, double... values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            floats[i] = (float) values[i];
        }
        return graph.literal(
                floats, rows == 0 ? Shape.of(values.length) : Shape.of(rows, values.length / rows));
    }

    private static double[] value(Tensor tensor) {
        return Reference.evaluate(tensor, Map.of());
    }

    @TestFactory
    Stream<DynamicTest> every_loss_of_keras_is_known_with_its_arguments_and_their_defaults() {
        return KERAS.signatures().entrySet().stream()
                .map(
                        keras ->
                                DynamicTest.dynamicTest(
                                        keras.getKey(),
                                        () -> {
                                            var entry =
                                                    Losses.CATALOG
                                                            .find(keras.getKey())
                                                            .orElseThrow();
                                            assertThat(entry.type().getSimpleName())
                                                    .isEqualTo(keras.getKey());
                                            Features.same(entry, keras.getValue(), List.of());
                                        }));
    }

    @Test
    void keras_has_every_loss_of_ours() {
        assertThat(Losses.CATALOG.entries())
                .allSatisfy(
                        entry ->
                                assertThat(KERAS.signatures())
                                        .containsKey(entry.type().getSimpleName()));
    }

    @Test
    void every_alias_of_keras_stands_for_its_loss() {
        assertThat(KERAS.aliases())
                .hasSizeGreaterThan(40)
                .allSatisfy(
                        (alias, stands) ->
                                assertThat(
                                                Names.normalized(
                                                        Losses.CATALOG
                                                                .find(alias)
                                                                .orElseThrow()
                                                                .type()
                                                                .getSimpleName()))
                                        .isEqualTo(Names.normalized(stands)));
    }

    @TestFactory
    Stream<DynamicTest> every_recorded_string_is_answered_as_in_keras() {
        // The base classes have names in Keras too, but compute nothing.
        var withoutFormula = Set.of("Loss", "LossFunctionWrapper");
        return Golden.tests(
                "losses",
                "strings",
                (record, expected, compare) -> {
                    String string = record.get("string").getAsString();
                    if (record.has("error") || withoutFormula.contains(string)) {
                        assertThatThrownBy(() -> Losses.CATALOG.get(string))
                                .isInstanceOf(UserError.class);
                    } else {
                        assertThat(
                                        Names.normalized(
                                                Losses.CATALOG
                                                        .get(string)
                                                        .getClass()
                                                        .getSimpleName()))
                                .isEqualTo(
                                        Names.normalized(record.get("resolves_to").getAsString()));
                    }
                });
    }

    @Test
    void a_lambda_is_a_loss() {
        Loss own = (yTrue, yPred) -> yTrue.minus(yPred).abs().max(-1);
        assertThat(value(own.call(numbers(2, 1, 2, 3, 4), numbers(2, 1, 5, 3, 3))))
                .containsExactly(2);
    }

    @Test
    void class_numbers_and_one_hot_labels_give_the_same_number() {
        Tensor predictions = numbers(3, 0.2, 0.5, 0.3, 0.7, 0.2, 0.1, 0.1, 0.1, 0.8);
        double sparse =
                value(new SparseCategoricalCrossentropy().call(numbers(0, 1, 0, 1), predictions))[
                        0];
        Tensor oneHot = numbers(3, 0, 1, 0, 1, 0, 0, 0, 1, 0);
        assertThat(value(new CategoricalCrossentropy().call(oneHot, predictions))[0])
                .isCloseTo(sparse, within(1e-7));
    }

    @Test
    void weights_do_not_change_the_divisor() {
        Tensor yTrue = numbers(4, 0, 0, 0, 0);
        Tensor yPred = numbers(4, 1, 2, 3, 4);
        Tensor weights = numbers(0, 1, 0, 0, 2);
        var loss = new MeanAbsoluteError();
        assertThat(value(loss.call(yTrue, yPred, weights, null))).containsExactly(9 / 4.0);
        assertThat(
                        value(
                                loss.withReduction(Reduction.MEAN_WITH_SAMPLE_WEIGHT)
                                        .call(yTrue, yPred, weights, null)))
                .containsExactly(3);
    }

    @Test
    void a_mask_changes_the_divisor() {
        Tensor yTrue = numbers(4, 0, 0, 0, 0);
        Tensor yPred = numbers(4, 1, 2, 3, 4);
        Tensor mask = numbers(0, 1, 0, 0, 1);
        assertThat(value(new MeanAbsoluteError().call(yTrue, yPred, null, mask))[0])
                .isCloseTo(2.5, within(1e-12));
        assertThat(
                        value(
                                new MeanAbsoluteError()
                                        .call(yTrue, yPred, numbers(0, 1, 1, 1, 3), mask))[0])
                .isCloseTo(13 / 2.0, within(1e-12));
        assertThat(value(new MeanAbsoluteError().call(yTrue, yPred, null, numbers(0, 0, 0, 0, 0))))
                .containsExactly(0);
    }

    @Test
    void weights_of_rows_reach_every_step_of_a_sequence() {
        Tensor yTrue = numbers(0, 0, 0, 0, 0, 0, 0, 0, 0).reshape(2, 2, 2);
        Tensor yPred = numbers(0, 1, 1, 2, 2, 3, 3, 4, 4).reshape(2, 2, 2);
        var loss = new MeanAbsoluteError(Reduction.NONE);
        assertThat(value(loss.call(yTrue, yPred, numbers(0, 1, 10).reshape(2, 1), null)))
                .containsExactly(1, 2, 30, 40);
    }

    @Test
    void a_vector_of_weights_meets_the_last_axis_as_in_keras() {
        Tensor yTrue = numbers(0, 0, 0, 0, 0, 0, 0, 0, 0).reshape(2, 2, 2);
        Tensor yPred = numbers(0, 1, 1, 2, 2, 3, 3, 4, 4).reshape(2, 2, 2);
        var loss = new MeanAbsoluteError(Reduction.NONE);
        assertThat(value(loss.call(yTrue, yPred, numbers(0, 1, 10), null)))
                .containsExactly(1, 20, 3, 40);
    }

    @Test
    void ignored_classes_leave_the_divisor() {
        Tensor predictions = numbers(2, 0.5, 0.5, 0.25, 0.75);
        var loss = new SparseCategoricalCrossentropy().withIgnoreClass(-1);
        assertThat(value(loss.call(numbers(0, -1, 0), predictions))[0])
                .isCloseTo(-Math.log(0.25), within(1e-6));
    }

    @Test
    void crossentropy_keeps_its_typed_name() {
        var loss = Losses.named(Call.of("ce"), Shape.of(Shape.UNKNOWN), Shape.of(Shape.UNKNOWN, 3));
        assertThat(loss).isEqualTo(new SparseCategoricalCrossentropy().withName("ce"));
    }

    @Test
    void labels_of_another_shape_are_answered_with_both_shapes() {
        assertThatThrownBy(
                        () ->
                                new CategoricalCrossentropy()
                                        .call(numbers(2, 1, 0, 0, 1), numbers(2, 1, 0, 0, 0, 1, 0)))
                .hasMessage(
                        "categorical_crossentropy wants labels of the predictions' shape, but the labels are 2x2 and "
                                + "the predictions 2x3.\n  Give the last layer as many units as a row has labels.");
    }

    @Test
    void an_argument_out_of_its_range_is_refused() {
        assertThatThrownBy(() -> new CategoricalGeneralizedCrossEntropy(1))
                .hasMessage("E143: q=1.0 must be above 0 and below 1.\n  Type q=0.5");
        assertThatThrownBy(() -> new BinaryCrossentropy().withLabelSmoothing(1.5))
                .hasMessage(
                        "E143: label_smoothing=1.5 must be from 0 to 1.\n  Type label_smoothing=0.1");
    }

    @Test
    void an_alignment_that_does_not_fit_into_the_time_is_infinitely_unlikely() {
        Tensor logits = numbers(0, 0, 0, 0, 0, 0, 0).reshape(1, 2, 3);
        assertThat(value(new CTC().call(numbers(1, 1, 2), logits))[0])
                .isCloseTo(Math.log(9), within(1e-9));
        assertThat(value(new CTC().call(numbers(1, 1, 1), logits)))
                .containsExactly(Double.POSITIVE_INFINITY);
    }
}
