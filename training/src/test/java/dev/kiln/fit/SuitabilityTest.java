package dev.kiln.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.catalog.UserError;
import dev.kiln.checks.Dialect;
import dev.kiln.checks.Finding;
import dev.kiln.checks.FirstLayer;
import dev.kiln.data.Dataset;
import dev.kiln.events.TrainingEvent;
import dev.kiln.layers.Dense;
import dev.kiln.layers.Flatten;
import dev.kiln.layers.Formula;
import dev.kiln.layers.Input;
import dev.kiln.layers.Rescaling;
import dev.kiln.model.Checks;
import dev.kiln.model.CompileOptions;
import dev.kiln.model.FitOptions;
import dev.kiln.model.Sequential;
import dev.kiln.optimizers.Adam;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class SuitabilityTest {
    private static final int ROWS = 60;

    private static float[][] rows(int columns) {
        float[][] rows = new float[ROWS][columns];
        for (int row = 0; row < ROWS; row++) {
            for (int column = 0; column < columns; column++) {
                rows[row][column] = (row * 7 + column * 3) % 11 / 10f;
            }
        }
        return rows;
    }

    private static int[] classes(int count) {
        int[] classes = new int[ROWS];
        for (int row = 0; row < ROWS; row++) {
            classes[row] = row % count;
        }
        return classes;
    }

    private static float[][] oneHot(int count) {
        float[][] rows = new float[ROWS][count];
        for (int row = 0; row < ROWS; row++) {
            rows[row][row % count] = 1;
        }
        return rows;
    }

    private static Sequential ending(int units, String activation) {
        return Sequential.of(new Input(4), new Dense(8, "relu"), new Dense(units, activation));
    }

    @Test
    void a_loss_that_does_not_read_the_labels_is_refused_before_the_first_step() {
        var model = ending(3, "softmax");
        model.compile(new Adam(0.01), "categorical_crossentropy", "accuracy");
        var before = model.weights().values();
        assertThatThrownBy(() -> model.fit(rows(4), classes(3)))
                .isInstanceOf(UserError.class)
                .hasMessage(
                        "E201: categorical_crossentropy wants one-hot labels (3 numbers a row), but y holds class "
                                + "numbers 0..2.\n  Write: model.compile(new Adam().withLearningRate(0.01), "
                                + "\"sparse_categorical_crossentropy\", \"accuracy\")");
        assertThat(model.weights().values()).usingRecursiveComparison().isEqualTo(before);
    }

    @Test
    void a_loss_that_does_not_fit_the_last_layer_is_refused_by_compile() {
        assertThatThrownBy(
                        () ->
                                ending(3, "linear")
                                        .compile(
                                                "adam",
                                                "sparse_categorical_crossentropy",
                                                "accuracy"))
                .isInstanceOf(UserError.class)
                .hasMessageStartingWith("E205: the last layer has no softmax");
        assertThatThrownBy(() -> ending(1, "softmax").compile("adam", "binary_crossentropy"))
                .hasMessageStartingWith("E207: softmax over 1 unit is always 1.0");
    }

    @Test
    void checks_can_be_told_to_warn_or_to_be_silent() {
        var model = ending(3, "linear");
        var options = CompileOptions.of("adam", "sparse_categorical_crossentropy");
        model.compile(options.withChecks(Checks.OFF)).fit(rows(4), classes(3));
        model.compile(options.withChecks(Checks.WARN));
        var events = new ArrayList<TrainingEvent>();
        model.fit(
                rows(4),
                classes(3),
                new FitOptions(1).withChecks(Checks.WARN).withWatcher(events::add));
        assertThat(events)
                .filteredOn(
                        event ->
                                event instanceof TrainingEvent.Warned(String code, _, _)
                                        && code.equals("E205"))
                .hasSize(1);
    }

    @Test
    void a_doubtful_loss_trains_and_is_told_with_its_value_before_training() {
        var model = ending(3, "softmax");
        model.compile("adam", "mse", "accuracy");
        var events = new ArrayList<TrainingEvent>();
        model.fit(rows(4), oneHot(3), new FitOptions(1).withWatcher(events::add));
        assertThat(events)
                .filteredOn(TrainingEvent.Warned.class::isInstance)
                .singleElement()
                .isInstanceOfSatisfying(
                        TrainingEvent.Warned.class,
                        warned -> {
                            assertThat(warned.code()).isEqualTo("W204");
                            assertThat(warned.problem())
                                    .containsPattern("small \\(0\\.\\d+ before any training\\)");
                        });
    }

    @Test
    void a_layer_of_ones_own_is_judged_by_what_it_gives() {
        Formula probabilities = (x, scope) -> x.softmax(-1);
        Formula doubled = (x, scope) -> x.times(2);
        assertThat(findings(probabilities)).isEmpty();
        assertThat(findings(doubled)).extracting(Finding::code).containsExactly("E205");
    }

    private static List<Finding> findings(Formula last) {
        var model = Sequential.of(new Input(4), new Dense(3), last);
        model.compile("adam", "sparse_categorical_crossentropy");
        return new Suitability().ofData(model, Dataset.of(rows(4), classes(3)));
    }

    @Test
    void an_autoencoder_is_known_by_its_labels() {
        var model = Sequential.of(new Input(3), new Dense(2, "relu"), new Dense(3, "sigmoid"));
        model.compile("adam", "mse");
        assertThat(new Suitability().ofData(model, Dataset.of(oneHot(3), oneHot(3)))).isEmpty();
    }

    @Test
    void a_magic_gets_a_line_of_magic() {
        var model = ending(3, "softmax");
        model.compile(new Adam(0.01), "categorical_crossentropy", "accuracy");
        var suitability = new Suitability(Dialect.MAGIC, "iris", Map.of());
        assertThat(suitability.ofData(model, Dataset.of(rows(4), classes(3))))
                .singleElement()
                .extracting(Finding::remedy)
                .isEqualTo(
                        "Type: %compile adam(learning_rate=0.01) sparse_categorical_crossentropy accuracy");
    }

    @Test
    void class_names_count_as_classes() {
        var model = ending(1, "sigmoid");
        model.compile("adam", "binary_crossentropy", "accuracy");
        var suitability =
                new Suitability(
                        Dialect.MAGIC,
                        "iris",
                        Map.of("y", List.of("setosa", "versicolor", "virginica")));
        assertThat(suitability.ofData(model, Dataset.of(rows(4), classes(3))))
                .extracting(Finding::code)
                .contains("E211");
    }

    @Test
    void a_missing_number_among_the_inputs_stops() {
        var model = ending(3, "softmax");
        model.compile("adam", "sparse_categorical_crossentropy");
        float[][] x = rows(4);
        x[22][1] = Float.NaN;
        assertThatThrownBy(() -> model.fit(x, classes(3)))
                .hasMessage(
                        "E213: 1 value is NaN, first in row 23.\n  Replace them, or leave those rows out.");
    }

    @Test
    void a_model_that_begins_with_a_scaling_layer_brings_its_inputs_to_size() {
        assertThat(
                        FirstLayer.scales(
                                Sequential.of(new Input(4), new Rescaling(0.1), new Dense(1)), 0))
                .isTrue();
        assertThat(
                        FirstLayer.scales(
                                Sequential.of(new Input(2, 2), new Flatten(), new Rescaling(0.1)),
                                0))
                .isTrue();
        assertThat(
                        FirstLayer.scales(
                                Sequential.of(
                                        new Input(4),
                                        Sequential.of(new Input(4), new Rescaling(0.1)),
                                        new Dense(1)),
                                0))
                .isTrue();
        assertThat(FirstLayer.scales(ending(3, "softmax"), 0)).isFalse();
    }
}
