package dev.kiln.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.catalog.UserError;
import dev.kiln.events.History;
import dev.kiln.events.TrainingEvent;
import dev.kiln.graph.CounterRandom;
import dev.kiln.layers.Dense;
import dev.kiln.layers.Dropout;
import dev.kiln.layers.Input;
import dev.kiln.model.Checks;
import dev.kiln.model.FitOptions;
import dev.kiln.model.Sequential;
import dev.kiln.optimizers.Adam;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ModelTrainerTest {
    private static final int ROWS = 150;

    /// Three clouds in four dimensions.
    private static float[][] points() {
        var random = CounterRandom.of(1, "points", 0);
        float[][] points = new float[ROWS][4];
        for (int row = 0; row < ROWS; row++) {
            for (int i = 0; i < 4; i++) {
                points[row][i] =
                        (float) (random.normal(row * 4L + i) * 0.4 + (i == row % 3 ? 2 : 0));
            }
        }
        return points;
    }

    private static int[] classes() {
        int[] classes = new int[ROWS];
        for (int row = 0; row < ROWS; row++) {
            classes[row] = row % 3;
        }
        return classes;
    }

    private static Sequential network() {
        return Sequential.of(
                new Input(4), new Dense(16, "relu"), new Dropout(0.1), new Dense(3, "softmax"));
    }

    private static Sequential compiled() {
        var model = network();
        model.compile(new Adam(0.01), "sparse_categorical_crossentropy", "accuracy");
        return model;
    }

    @Test
    void a_small_network_learns_three_clouds() {
        var model = compiled();
        History history =
                model.fit(
                        points(),
                        classes(),
                        new FitOptions(30).withBatchSize(16).withValidationSplit(0.2));
        assertThat(history.names()).containsExactly("accuracy", "loss", "val_accuracy", "val_loss");
        assertThat(history.epochs()).hasSize(30);
        assertThat(history.last("val_accuracy")).isGreaterThan(0.95);
        assertThat(history.last("loss")).isLessThan(history.get("loss")[0]);
        assertThat(model.evaluate(points(), classes()).get("accuracy")).isGreaterThan(0.95);
        assertThat(model.predict(points()).shape().dimensions()).containsExactly(ROWS, 3);
    }

    @Test
    void compile_changes_no_weight() {
        var model = network();
        var before = model.weights().values();
        model.compile("sgd", "sparse_categorical_crossentropy", "accuracy");
        assertThat(model.weights().values()).usingRecursiveComparison().isEqualTo(before);
    }

    @Test
    void the_same_seed_gives_the_same_bits() {
        var first = compiled();
        var second = compiled();
        first.fit(points(), classes(), new FitOptions(5).withBatchSize(16));
        second.fit(points(), classes(), new FitOptions(5).withBatchSize(16));
        assertThat(second.weights().values())
                .usingRecursiveComparison()
                .isEqualTo(first.weights().values());
    }

    @Test
    void another_seed_shuffles_otherwise() {
        var first = compiled();
        var second = compiled();
        first.fit(points(), classes(), new FitOptions(1));
        second.fit(points(), classes(), new FitOptions(1).withSeed(43));
        assertThat(second.weights().values())
                .usingRecursiveComparison()
                .isNotEqualTo(first.weights().values());
    }

    @Test
    void metrics_do_not_change_what_is_learned() {
        var with = compiled();
        var without = network();
        without.compile(new Adam(0.01), "sparse_categorical_crossentropy");
        with.fit(points(), classes(), new FitOptions(3));
        without.fit(points(), classes(), new FitOptions(3));
        assertThat(without.weights().values())
                .usingRecursiveComparison()
                .isEqualTo(with.weights().values());
    }

    @Test
    void a_stop_keeps_the_weights_of_the_last_whole_step_and_the_history() {
        var model = compiled();
        var asked = new AtomicInteger();
        var events = new ArrayList<TrainingEvent>();
        History history =
                model.fit(
                        points(),
                        classes(),
                        new FitOptions(1000)
                                .withStop(() -> asked.incrementAndGet() > 2000)
                                .withWatcher(events::add));
        assertThat(events.getLast())
                .isInstanceOfSatisfying(
                        TrainingEvent.Stopped.class,
                        stopped ->
                                assertThat(stopped.reason())
                                        .isEqualTo(TrainingEvent.Reason.INTERRUPTED));
        assertThat(history.epochs().size()).isLessThan(1000);
        assertThat(model.evaluate(points(), classes()).loss()).isFinite();
    }

    @Test
    void a_loss_that_is_not_finite_brings_the_last_epoch_back_where_asked() {
        var model = network();
        model.compile("sgd", "mse");
        var events = new ArrayList<TrainingEvent>();
        float[][] x = points();
        float[][] y = new float[ROWS][3];
        y[100][0] = Float.NaN;
        var before = model.weights().values();
        model.fit(
                x,
                y,
                new FitOptions(3)
                        .withChecks(Checks.OFF)
                        .withStopWhenNotFinite(true)
                        .withShuffle(false)
                        .withWatcher(events::add));
        assertThat(events.getLast())
                .isInstanceOfSatisfying(
                        TrainingEvent.Stopped.class,
                        stopped -> {
                            assertThat(stopped.reason())
                                    .isEqualTo(TrainingEvent.Reason.LOSS_NOT_FINITE);
                            assertThat(stopped.message()).contains("epoch 1, step 4");
                        });
        assertThat(model.weights().values()).usingRecursiveComparison().isEqualTo(before);
    }

    @Test
    void a_model_without_input_is_built_by_its_data() {
        var model = Sequential.of(new Dense(3, "softmax"));
        model.compile("adam", "sparse_categorical_crossentropy", "accuracy");
        model.fit(points(), classes());
        assertThat(model.weights().size()).isEqualTo(15);
    }

    @Test
    void one_batch_at_a_time() {
        var model = compiled();
        var scores = model.trainOnBatch(points(), classes());
        assertThat(scores).containsOnlyKeys("loss", "accuracy");
        assertThat(model.trainOnBatch(points(), classes()).get("loss"))
                .isLessThan(scores.get("loss"));
        assertThat(model.testOnBatch(points(), classes()).get("loss")).isFinite();
    }

    @Test
    void the_program_of_a_step_can_be_printed_for_class_numbers_and_for_one_hot_labels() {
        var numbers = compiled();
        numbers.fit(points(), classes(), new FitOptions(1));
        assertThat(numbers.explain()).contains(" kernels, ").contains("variable trainable");
        var oneHot = network();
        oneHot.compile("adam", "categorical_crossentropy", "accuracy");
        assertThat(oneHot.explain()).contains(" kernels, ").contains("variable trainable");
    }

    @Test
    void fit_before_compile_is_answered_with_the_line_to_type() {
        assertThatThrownBy(() -> network().fit(points(), classes()))
                .isInstanceOfSatisfying(
                        UserError.class,
                        error -> {
                            assertThat(error.code()).isEqualTo("E112");
                            assertThat(error.remedy())
                                    .contains(
                                            "%compile adam sparse_categorical_crossentropy accuracy");
                        });
    }

    @Test
    void rows_of_another_shape_are_refused() {
        assertThatThrownBy(() -> compiled().fit(new float[2][5], new int[2]))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("the model takes 4, the data gives 5");
    }

    @Test
    void answers_for_each_place_beside_one_label_a_row_are_flattened() {
        var model = Sequential.of(new Input(2, 2), new Dense(3, "softmax"));
        model.compile("adam", "sparse_categorical_crossentropy");
        assertThatThrownBy(() -> model.fit(new float[6][2][2], new int[] {0, 1, 2, 0, 1, 2}))
                .hasMessage(
                        "E219: the loss sparse_categorical_crossentropy cannot compare labels of 1 with predictions of 2x3"
                                + " in each row.\n  The model answers for each place of its input. For one answer a row,"
                                + " put flatten before its first dense layer.");
    }

    @Test
    void an_unknown_name_is_answered_with_the_nearest_one() {
        assertThatThrownBy(() -> network().compile("adm", "mse"))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("unknown optimizer adm. Did you mean adam");
    }

    @Test
    void several_metrics_by_name_and_as_objects() {
        var model = network();
        model.compile(
                "sgd",
                "sparse_categorical_crossentropy",
                List.of("accuracy", "sparse_categorical_accuracy").toArray());
        assertThat(model.fit(points(), classes()).names())
                .containsExactly("accuracy", "loss", "sparse_categorical_accuracy");
    }
}
