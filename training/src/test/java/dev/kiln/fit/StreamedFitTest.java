package dev.kiln.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.catalog.UserError;
import dev.kiln.data.Categories;
import dev.kiln.data.Dataset;
import dev.kiln.layers.Dense;
import dev.kiln.layers.Input;
import dev.kiln.model.FitOptions;
import dev.kiln.model.Model;
import dev.kiln.model.Sequential;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class StreamedFitTest {
    private static final float[][] X = {
        {1, 0}, {0, 1}, {1, 1}, {2, 0}, {0, 2}, {2, 1}, {1, 2}, {2, 2}
    };
    private static final int[] Y = {0, 1, 1, 0, 1, 0, 1, 1};

    private static Model model() {
        Model model = Sequential.of(new Input(2), new Dense(4, "relu"), new Dense(2, "softmax"));
        return model.compile("adam", "sparse_categorical_crossentropy", "accuracy");
    }

    private static List<Dataset> batches(int size) {
        var batches = new ArrayList<Dataset>();
        for (int from = 0; from < X.length; from += size) {
            int to = Math.min(from + size, X.length);
            batches.add(
                    Dataset.of(Arrays.copyOfRange(X, from, to), Arrays.copyOfRange(Y, from, to)));
        }
        return batches;
    }

    private static List<float[]> weights(Model model) {
        return model.weights().values();
    }

    private static void same(Model one, Model other) {
        for (int i = 0; i < weights(one).size(); i++) {
            assertThat(weights(one).get(i)).containsExactly(weights(other).get(i));
        }
    }

    @Test
    void batches_made_one_by_one_train_as_rows_that_are_all_there() {
        Model whole = model();
        var history = whole.fit(X, Y, new FitOptions(3).withBatchSize(3).withShuffle(false));
        Model streamed = model();
        var streamedHistory = streamed.fit(batches(3), new FitOptions(3));
        same(streamed, whole);
        assertThat(streamedHistory.get("loss")).containsExactly(history.get("loss"));
    }

    @Test
    void a_supplier_without_end_gives_as_many_steps_as_an_epoch_is_said_to_have() {
        var made = new AtomicInteger();
        Model model = model();
        var history =
                model.fit(
                        () -> batches(2).get(made.getAndIncrement() % 4),
                        new FitOptions(2).withStepsPerEpoch(6));
        assertThat(history.epochs()).containsExactly(0, 1);
        assertThat(model.training().steps()).isEqualTo(12);
    }

    @Test
    void a_supplier_that_throws_halfway_leaves_the_last_finished_step() {
        Model model = model();
        var made = new AtomicInteger();
        assertThatThrownBy(
                        () ->
                                model.fit(
                                        () -> {
                                            if (made.get() == 3) {
                                                throw new IllegalStateException("the disk is gone");
                                            }
                                            return batches(2).get(made.getAndIncrement());
                                        },
                                        new FitOptions(1).withStepsPerEpoch(10)))
                .isInstanceOf(UserError.class)
                .hasMessage(
                        "E124: the data failed after 3 batches: IllegalStateException: the disk is gone. The model is as"
                                + " after the last finished step.\n"
                                + "  Mend what makes the batches, then fit again: training goes on where it stopped.");
        Model same = model();
        same.fit(batches(2).subList(0, 3), new FitOptions(1));
        same(model, same);
        assertThat(model.training().steps()).isEqualTo(3);
    }

    @Test
    void no_batch_at_all_is_said() {
        assertThatThrownBy(() -> model().fit(List.<Dataset>of(), new FitOptions(1)))
                .isInstanceOf(UserError.class)
                .hasMessageStartingWith("E123: the data gave no batch.");
    }

    @Test
    void class_numbers_become_ones_among_zeros() {
        var ones = Categories.toCategorical(new int[] {0, 2, 1});
        assertThat(ones.shape().dimensions()).containsExactly(3, 3);
        assertThat(new float[] {ones.get(0, 0), ones.get(1, 2), ones.get(2, 1)}).containsOnly(1);
        assertThatThrownBy(() -> Categories.toCategorical(new int[] {0, 3}, 3))
                .hasMessage(
                        "E123: label 3.0 in row 2 is no class number from 0 to 2.\n  Number the classes from 0, or give"
                                + " more classes: toCategorical(labels, 4)");
    }
}
