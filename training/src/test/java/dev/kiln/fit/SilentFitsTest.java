package dev.kiln.fit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.events.TrainingEvent;
import dev.kiln.layers.Activation;
import dev.kiln.layers.Dense;
import dev.kiln.layers.Formula;
import dev.kiln.layers.Input;
import dev.kiln.layers.LSTM;
import dev.kiln.layers.Reshape;
import dev.kiln.layers.Symbol;
import dev.kiln.layers.TimeDistributed;
import dev.kiln.losses.Loss;
import dev.kiln.model.FitOptions;
import dev.kiln.model.Model;
import dev.kiln.model.Sequential;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/// Right models that only a program can describe: their fits say nothing.
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class SilentFitsTest {
    private static final int ROWS = 40;
    private static final int[] KINDS = IntStream.range(0, ROWS).map(i -> i % 3).toArray();
    private static final float[][] X = numbers(4);

    private static float[][] numbers(int columns) {
        var random = new Random(1);
        float[][] rows = new float[ROWS][columns];
        for (float[] row : rows) {
            for (int k = 0; k < columns; k++) {
                row[k] = (float) random.nextGaussian();
            }
        }
        return rows;
    }

    private static void isSilent(Model model, Object y) {
        isSilent(model, X, y, new FitOptions(2));
    }

    private static void isSilent(Model model, Object x, Object y, FitOptions options) {
        var said = new ArrayList<String>();
        model.fit(
                x,
                y,
                options.withWatcher(
                        event -> {
                            if (event instanceof TrainingEvent.Warned warned) {
                                said.add(warned.code() + ": " + warned.problem());
                            }
                        }));
        assertThat(said).isEmpty();
    }

    @Test
    void several_outputs_each_with_a_loss_of_its_own() {
        Symbol in = Symbol.input(4);
        Symbol hidden = new Dense(8, "relu").apply(in);
        var model =
                Model.of(
                        List.of(in),
                        List.of(
                                new Dense(3, "softmax").withName("label").apply(hidden),
                                new Dense(1).withName("score").apply(hidden),
                                new Dense(1, "sigmoid").withName("sure").apply(hidden)));
        model.compile(
                "adam",
                Map.of(
                        "label", "sparse_categorical_crossentropy",
                        "score", "mse",
                        "sure", "binary_crossentropy"));
        float[] sure = new float[ROWS];
        for (int row = 0; row < ROWS; row++) {
            sure[row] = row % 2;
        }
        isSilent(model, List.of(KINDS, numbers(1), sure));
    }

    @Test
    void a_nested_model_that_ends_in_softmax() {
        var inner = Sequential.of(new Input(8), new Dense(3, "softmax"));
        isSilent(
                Sequential.of(new Input(4), new Dense(8, "relu"), inner)
                        .compile("adam", "sparse_categorical_crossentropy", "accuracy"),
                KINDS);
    }

    @Test
    void softmax_that_is_moved_about_afterwards() {
        isSilent(
                Sequential.of(new Input(4), new Dense(3), new Activation("softmax"), new Reshape(3))
                        .compile("adam", "sparse_categorical_crossentropy", "accuracy"),
                KINDS);
    }

    @Test
    void an_answer_for_each_step() {
        float[][][] x = new float[ROWS][5][2];
        int[][] y = new int[ROWS][5];
        for (int row = 0; row < ROWS; row++) {
            for (int step = 0; step < 5; step++) {
                x[row][step][0] = row % 4 - 2;
                x[row][step][1] = step - 2;
                y[row][step] = (row + step) % 3;
            }
        }
        isSilent(
                Sequential.of(
                                new Input(5, 2),
                                new LSTM(4).withReturnSequences(true),
                                new TimeDistributed(new Dense(3, "softmax")))
                        .compile("adam", "sparse_categorical_crossentropy", "accuracy"),
                x,
                y,
                new FitOptions(2));
    }

    @Test
    void a_layer_of_ones_own_that_gives_probabilities() {
        Formula shares =
                (x, scope) -> x.square().plus(0.1).dividedBy(x.square().plus(0.1).sumKept(-1));
        isSilent(
                Sequential.of(new Input(4), new Dense(3), shares)
                        .compile("adam", "sparse_categorical_crossentropy", "accuracy"),
                KINDS);
    }

    @Test
    void a_loss_of_ones_own() {
        isSilent(
                Sequential.of(new Input(4), new Dense(1, "tanh"))
                        .compile("adam", (Loss) (yTrue, yPred) -> yTrue.minus(yPred).square()),
                numbers(1));
    }

    @Test
    void a_student_of_another_model() {
        var teacher = Sequential.of(new Input(4), new Dense(3, "softmax"));
        isSilent(
                Sequential.of(new Input(4), new Dense(3, "softmax"))
                        .compile("adam", "kl_divergence"),
                teacher.predict(X));
    }

    @Test
    void few_whole_numbers_of_which_validation_has_its_own() {
        float[] grown = new float[ROWS];
        for (int row = 0; row < ROWS; row++) {
            grown[row] = row / 4;
        }
        isSilent(
                Sequential.of(new Input(4), new Dense(8, "relu"), new Dense(1))
                        .compile("adam", "mse", "mae"),
                X,
                grown,
                new FitOptions(2).withValidationSplit(0.2));
    }

    @Test
    void uneven_classes_that_are_weighed() {
        int[] rare = IntStream.range(0, ROWS).map(i -> i % 10 == 0 ? 1 : 0).toArray();
        isSilent(
                Sequential.of(new Input(4), new Dense(1, "sigmoid"))
                        .compile("adam", "binary_crossentropy", "accuracy"),
                X,
                rare,
                new FitOptions(2).withClassWeight(Map.of(0, 1.0, 1, 9.0)));
    }
}
