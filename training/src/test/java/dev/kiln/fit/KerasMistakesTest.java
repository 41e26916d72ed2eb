package dev.kiln.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.catalog.UserError;
import dev.kiln.events.TrainingEvent;
import dev.kiln.layers.Dense;
import dev.kiln.layers.Input;
import dev.kiln.losses.Losses;
import dev.kiln.losses.Reduction;
import dev.kiln.losses.SparseCategoricalCrossentropy;
import dev.kiln.model.FitOptions;
import dev.kiln.model.Sequential;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Mistakes about losses, metrics and labels that Keras answers with its internals, or not at all.
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class KerasMistakesTest {
    private static final int ROWS = 12;

    private record Mistake(
            String what, int units, String last, Object loss, Object y, String answer) {}

    private static final List<Mistake> MISTAKES =
            List.of(
                    new Mistake(
                            "a label too large",
                            3,
                            "softmax",
                            "sparse_categorical_crossentropy",
                            column(row -> row == 5 ? 3 : row % 3),
                            "E210: 1 label in 12 is out of range: found 3 (row 6), allowed 0..2.\n"
                                    + "  End the model with: new Dense(4, \"softmax\")   or correct row 6"),
                    new Mistake(
                            "a negative label",
                            3,
                            "softmax",
                            "sparse_categorical_crossentropy",
                            column(row -> row == 5 ? -1 : row % 3),
                            "E210: 1 label in 12 is out of range: found -1 (row 6), allowed 0..2.\n"
                                    + "  To leave out such rows write: model.compile(\"adam\", "
                                    + "new SparseCategoricalCrossentropy().withIgnoreClass(-1), \"accuracy\")   or correct row 6"),
                    new Mistake(
                            "labels from 1",
                            3,
                            "softmax",
                            "sparse_categorical_crossentropy",
                            column(row -> row % 3 + 1),
                            "E210: 4 labels in 12 are out of range: found 3 (row 3), allowed 0..2.\n"
                                    + "  Labels start at 1; write: subtract 1 from each label"),
                    new Mistake(
                            "fractional labels",
                            3,
                            "softmax",
                            "sparse_categorical_crossentropy",
                            column(row -> 0.7 + row % 2 * 0.5),
                            "E214: y is a number with 2 different values, so this is a regression.\n"
                                    + "  End the model with: new Dense(1)   and write: "
                                    + "model.compile(\"adam\", \"mean_squared_error\", \"mean_absolute_error\")"),
                    new Mistake(
                            "one-hot labels",
                            3,
                            "softmax",
                            "sparse_categorical_crossentropy",
                            oneHot(3),
                            "E202: sparse_categorical_crossentropy wants class numbers, but the labels are one-hot (3 columns).\n"
                                    + "  Write: model.compile(\"adam\", \"categorical_crossentropy\", \"accuracy\")"),
                    new Mistake(
                            "class numbers",
                            3,
                            "softmax",
                            "categorical_crossentropy",
                            column(row -> row % 3),
                            "E201: categorical_crossentropy wants one-hot labels (3 numbers a row), but y holds class numbers 0..2.\n"
                                    + "  Write: model.compile(\"adam\", \"sparse_categorical_crossentropy\", \"accuracy\")"),
                    new Mistake(
                            "a column of class numbers",
                            3,
                            "softmax",
                            "categorical_crossentropy",
                            columns(1, row -> row % 3),
                            "E201: categorical_crossentropy wants one-hot labels (3 numbers a row), but y holds class numbers 0..2.\n"
                                    + "  Write: model.compile(\"adam\", \"sparse_categorical_crossentropy\", \"accuracy\")"),
                    new Mistake(
                            "one-hot labels of another width",
                            3,
                            "softmax",
                            "categorical_crossentropy",
                            oneHot(4),
                            "E209: the data has 4 classes, the last layer 3 units.\n"
                                    + "  End the model with: new Dense(4, \"softmax\")"),
                    new Mistake(
                            "class numbers on one unit",
                            1,
                            "sigmoid",
                            "sparse_categorical_crossentropy",
                            column(row -> row % 2),
                            "E209: the data has 2 classes, the last layer 1 unit.\n"
                                    + "  End the model with: new Dense(2, \"softmax\")"),
                    new Mistake(
                            "yes/no questions on class numbers",
                            3,
                            "sigmoid",
                            "binary_crossentropy",
                            column(row -> row % 3),
                            "E203: binary_crossentropy is for yes/no answers, but y holds one class number a row and the last layer "
                                    + "has 3 units.\n  End the model with: new Dense(3, \"softmax\")   and write: "
                                    + "model.compile(\"adam\", \"sparse_categorical_crossentropy\", \"accuracy\")"),
                    new Mistake(
                            "labels 1 and 2",
                            1,
                            "sigmoid",
                            "binary_crossentropy",
                            column(row -> row % 2 + 1),
                            "E214: binary_crossentropy wants labels 0 and 1, but y holds 1 and 2.\n"
                                    + "  Write: labels 0 and 1 in their place"),
                    new Mistake(
                            "labels -1 and 1",
                            1,
                            "sigmoid",
                            "binary_crossentropy",
                            column(row -> row % 2 * 2 - 1),
                            "E214: binary_crossentropy wants labels 0 and 1, but y holds -1 and 1.\n"
                                    + "  Write: labels 0 and 1 in their place"),
                    new Mistake(
                            "a softmax of one unit",
                            1,
                            "softmax",
                            "binary_crossentropy",
                            column(row -> row % 2),
                            "E207: softmax over 1 unit is always 1.0, so nothing can be learned.\n"
                                    + "  For yes/no end the model with: new Dense(1, \"sigmoid\")"),
                    new Mistake(
                            "no sigmoid",
                            1,
                            "linear",
                            "binary_crossentropy",
                            column(row -> row % 2),
                            "E205: the last layer has no sigmoid, so its outputs are not probabilities and binary_crossentropy "
                                    + "cannot read them.\n  End the model with: new Dense(1, \"sigmoid\")   or keep it and write: "
                                    + "model.compile(\"adam\", new BinaryCrossentropy().withFromLogits(true), \"accuracy\")"),
                    new Mistake(
                            "no softmax",
                            3,
                            "linear",
                            "sparse_categorical_crossentropy",
                            column(row -> row % 3),
                            "E205: the last layer has no softmax, so its outputs are not probabilities and "
                                    + "sparse_categorical_crossentropy cannot read them.\n  End the model with: "
                                    + "new Dense(3, \"softmax\")   or keep it and write: model.compile(\"adam\", "
                                    + "new SparseCategoricalCrossentropy().withFromLogits(true), \"accuracy\")"),
                    new Mistake(
                            "softmax twice",
                            3,
                            "softmax",
                            new SparseCategoricalCrossentropy(true),
                            column(row -> row % 3),
                            "E206: softmax would be applied twice: the last layer has it and from_logits=true applies it again.\n"
                                    + "  Write: model.compile(\"adam\", \"sparse_categorical_crossentropy\", \"accuracy\")"),
                    new Mistake(
                            "one number against three",
                            3,
                            "linear",
                            "mse",
                            column(row -> row * 0.5),
                            "E220: the model gives 3 numbers a row, but y is 1.\n  End the model with: new Dense(1)"),
                    new Mistake(
                            "a column against three",
                            3,
                            "linear",
                            "mse",
                            columns(1, row -> row * 0.5),
                            "E220: the model gives 3 numbers a row, but y is 1.\n  End the model with: new Dense(1)"),
                    new Mistake(
                            "two numbers against one",
                            1,
                            "linear",
                            "mse",
                            columns(2, row -> row * 0.5),
                            "E220: the model gives 1 number a row, but y is 2.\n  End the model with: new Dense(2)"),
                    new Mistake(
                            "a label that is no number",
                            1,
                            "linear",
                            "mse",
                            column(row -> row == 3 ? Double.NaN : row),
                            "E213: 1 value is NaN, first in column y, row 4.\n  Replace them, or leave those rows out."),
                    new Mistake(
                            "a class number that is no number",
                            3,
                            "softmax",
                            "sparse_categorical_crossentropy",
                            column(row -> row == 3 ? Double.NaN : row % 3),
                            "E213: 1 value is NaN, first in column y, row 4.\n  Replace them, or leave those rows out."));

    private static float[] column(java.util.function.IntToDoubleFunction value) {
        float[] values = new float[ROWS];
        for (int row = 0; row < ROWS; row++) {
            values[row] = (float) value.applyAsDouble(row);
        }
        return values;
    }

    private static float[][] columns(int count, java.util.function.IntToDoubleFunction value) {
        float[][] rows = new float[ROWS][count];
        for (int row = 0; row < ROWS; row++) {
            for (int i = 0; i < count; i++) {
                rows[row][i] = (float) value.applyAsDouble(row + i);
            }
        }
        return rows;
    }

    private static float[][] oneHot(int count) {
        float[][] rows = new float[ROWS][count];
        for (int row = 0; row < ROWS; row++) {
            rows[row][row % count] = 1;
        }
        return rows;
    }

    private static Sequential model(int units, String last) {
        return Sequential.of(new Input(4), new Dense(units, last));
    }

    @TestFactory
    Stream<DynamicTest> each_is_answered_in_the_users_words_before_training() {
        return MISTAKES.stream()
                .map(
                        mistake ->
                                DynamicTest.dynamicTest(
                                        mistake.what(),
                                        () -> {
                                            var model = model(mistake.units(), mistake.last());
                                            var before = model.weights().values();
                                            assertThatThrownBy(
                                                            () ->
                                                                    model.compile(
                                                                                    "adam",
                                                                                    mistake.loss(),
                                                                                    "accuracy")
                                                                            .fit(
                                                                                    columns(
                                                                                            4,
                                                                                            row ->
                                                                                                    row
                                                                                                            % 5
                                                                                                            * 0.2),
                                                                                    mistake.y()))
                                                    .isInstanceOf(UserError.class)
                                                    .hasMessage(mistake.answer());
                                            assertThat(model.weights().values())
                                                    .usingRecursiveComparison()
                                                    .isEqualTo(before);
                                        }));
    }

    @Test
    void a_misspelt_metric_is_answered_by_compile() {
        assertThatThrownBy(() -> model(1, "linear").compile("adam", "mse", "acuracy"))
                .isInstanceOf(UserError.class)
                .hasMessageStartingWith(
                        "E145: unknown metric acuracy. Did you mean accuracy?\n  Known: accuracy, ");
        assertThatThrownBy(() -> model(1, "linear").compile("adam", "mse", "f1"))
                .hasMessageStartingWith("E145: unknown metric f1. Did you mean f1_score?");
    }

    @Test
    void a_misspelt_loss_is_answered_by_compile() {
        assertThatThrownBy(() -> model(1, "linear").compile("adam", "mean squared error"))
                .hasMessageStartingWith(
                        "E101: unknown loss mean squared error. Did you mean mean_squared_error?");
        assertThatThrownBy(() -> model(1, "linear").compile("adam", "crossentropi"))
                .hasMessageStartingWith("E101: unknown loss crossentropi.");
    }

    @Test
    void the_case_of_a_name_does_not_matter() {
        assertThat(List.of("MSE", "Mse", "mse", "MeanSquaredError", "mean-squared-error"))
                .allSatisfy(
                        name ->
                                assertThat(Losses.CATALOG.get(name))
                                        .isEqualTo(Losses.CATALOG.get("mse")));
    }

    @Test
    void a_wrong_reduction_is_answered_with_the_right_ones() {
        assertThatThrownBy(() -> Losses.CATALOG.get("mse", Map.of("reduction", "avg")))
                .hasMessage(
                        "E103: reduction takes sum_over_batch_size, sum, mean, mean_with_sample_weight, none, not "
                                + "\"avg\".\n  Type: reduction=sum_over_batch_size");
    }

    @Test
    void no_reduction_is_one_of_the_reductions() {
        var none = new HashMap<String, Object>();
        none.put("reduction", null);
        assertThat(Losses.CATALOG.get("mse", none))
                .isEqualTo(new dev.kiln.losses.MeanSquaredError(Reduction.NONE));
    }

    @Test
    void precision_and_auc_of_class_numbers_have_values_where_keras_has_none() {
        var model = model(3, "softmax");
        model.compile(
                "adam",
                "sparse_categorical_crossentropy",
                "precision",
                "recall",
                "f1_score",
                "AUC");
        var history = model.fit(columns(4, row -> row % 5 * 0.2), column(row -> row % 3));
        assertThat(history.names())
                .containsExactly("AUC", "f1_score", "loss", "precision", "recall");
        assertThat(history.last("AUC")).isBetween(0.0, 1.0);
    }

    @Test
    void accuracy_of_numbers_is_told() {
        var model = model(1, "linear");
        var events = new ArrayList<TrainingEvent>();
        model.compile("adam", "mse", "accuracy");
        model.fit(
                columns(4, row -> row % 5 * 0.2),
                column(row -> row * 0.5),
                new FitOptions(1).withWatcher(events::add));
        assertThat(events)
                .filteredOn(TrainingEvent.Warned.class::isInstance)
                .containsExactly(
                        new TrainingEvent.Warned(
                                "W215",
                                "accuracy counts exact hits, which numbers never make.",
                                "Write: model.compile(\"adam\", \"mean_squared_error\", \"mean_absolute_error\")"));
    }
}
