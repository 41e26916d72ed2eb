package dev.kiln.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.catalog.UserError;
import dev.kiln.events.TrainingEvent;
import dev.kiln.layers.Dense;
import dev.kiln.layers.Input;
import dev.kiln.losses.Losses;
import dev.kiln.losses.Reduction;
import dev.kiln.model.FitOptions;
import dev.kiln.model.Sequential;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Mistakes about losses, metrics and labels that Keras answers with its internals, or not at all.
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class KerasMistakesTest {
    private static final int ROWS = 12;

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
