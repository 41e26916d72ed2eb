package dev.kiln.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.catalog.UserError;
import dev.kiln.data.Dataset;
import dev.kiln.data.FloatArray;
import dev.kiln.layers.Dense;
import dev.kiln.layers.Input;
import dev.kiln.losses.Loss;
import dev.kiln.optimizers.Adam;
import dev.kiln.optimizers.SGD;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.factory.Nd4j;

import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.Table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class LibraryTest {
    private static final float[][] X = {{1, 0}, {0, 1}, {1, 1}, {2, 0}, {0, 2}};
    private static final int[] Y = {0, 1, 1, 0, 1};

    private static Model model() {
        Model model =
                Sequential.of(
                        "net",
                        List.of(
                                new Input(2),
                                new Dense(3, "relu").withName("first"),
                                new Dense(2, "softmax").withName("last")));
        return model.compile(new Adam(0.01), "sparse_categorical_crossentropy", "accuracy");
    }

    private static List<Dataset> batches() {
        var batches = new ArrayList<Dataset>();
        for (int from = 0; from < X.length; from += 2) {
            int to = Math.min(from + 2, X.length);
            batches.add(
                    Dataset.of(Arrays.copyOfRange(X, from, to), Arrays.copyOfRange(Y, from, to)));
        }
        return batches;
    }

    private static float[] numbers(FloatArray array) {
        float[] numbers = new float[Math.toIntExact(array.size())];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = array.get(i);
        }
        return numbers;
    }

    private static List<List<Float>> state(Model model) {
        return model.training().state().values().stream()
                .map(values -> IntStream.range(0, values.length).mapToObj(i -> values[i]).toList())
                .toList();
    }

    @Test
    void weights_are_given_and_taken_in_keras_order_with_their_shapes() {
        Model one = model();
        one.fit(X, Y);
        Model other = model();
        other.setWeights(one.getWeights());
        assertThat(one.getWeights().stream().map(array -> array.shape().toString()))
                .containsExactly("2x3", "3", "3x2", "2");
        assertThat(numbers(other.predict(X))).containsExactly(numbers(one.predict(X)));
    }

    @Test
    void weights_that_do_not_fit_are_refused_and_none_is_taken() {
        Model model = model();
        var before = model.weights().values();
        assertThatThrownBy(() -> model.setWeights(List.of(new float[3], new float[2])))
                .hasMessage(
                        "E193: the model has 4 weights, but 2 arrays were given.\n  Give one array for each of:"
                                + " net/first/kernel, net/first/bias, net/last/kernel, net/last/bias.");
        assertThatThrownBy(
                        () ->
                                model.setWeights(
                                        List.of(
                                                new float[2][3],
                                                new float[3],
                                                new float[2][3],
                                                new float[2])))
                .hasMessage(
                        "E133: net/last/kernel is 3x2, but array 3 is 2x3.\n  Give the arrays in the order of"
                                + " getWeights(), each of its weight's shape.");
        assertThat(model.weights().values()).usingRecursiveComparison().isEqualTo(before);
    }

    @Test
    void batches_that_are_made_one_by_one_are_judged_and_answered_as_rows_that_are_all_there() {
        Model model = model();
        var whole = model.evaluate(X, Y, new PassOptions(2));
        assertThat(model.evaluate(batches())).isEqualTo(whole);
        Iterator<Dataset> given = batches().iterator();
        assertThat(model.evaluate(() -> given.hasNext() ? given.next() : null, new PassOptions()))
                .isEqualTo(whole);
        float[] answers = numbers(model.predict(X));
        assertThat(numbers(model.predict(batches()))).containsExactly(answers);
        Iterator<Dataset> first = batches().iterator();
        assertThat(numbers(model.predict(() -> first.next(), new PassOptions().withSteps(2))))
                .containsExactly(Arrays.copyOf(answers, 8));
        assertThatThrownBy(() -> model.predict(List.<Dataset>of()))
                .isInstanceOf(UserError.class)
                .hasMessageStartingWith("E123: the data gave no batch.");
    }

    @Test
    void arrays_of_nd4j_and_tables_are_rows_as_well() {
        Model model = model();
        float[] answers = numbers(model.predict(X));
        assertThat(numbers(model.predict(Nd4j.create(X)))).containsExactly(answers);
        var table =
                Table.create(
                        DoubleColumn.create("a", 1, 0, 1, 2, 0),
                        DoubleColumn.create("b", 0, 1, 1, 0, 2));
        assertThat(numbers(model.predict(table))).containsExactly(answers);
        var labels = DoubleColumn.create("y", 0, 1, 1, 0, 1);
        assertThat(model.evaluate(table, labels)).isEqualTo(model.evaluate(X, Y));
        Model other = model();
        model.fit(table, labels);
        other.fit(Nd4j.create(X), Y);
        assertThat(numbers(model.predict(X))).containsExactly(numbers(other.predict(X)));
    }

    @Test
    void one_batch_counts_its_rows_weights() {
        Model weighted = model();
        Model plain = model();
        var none = Dataset.of(X, Y).withSampleWeights(new float[] {0, 0, 0, 0, 0});
        assertThat(weighted.testOnBatch(none).get("loss")).isZero();
        weighted.trainOnBatch(Dataset.of(X, Y).withSampleWeights(new float[] {1, 1, 1, 1, 1}));
        plain.trainOnBatch(X, Y);
        assertThat(numbers(weighted.predictOnBatch(X)))
                .containsExactly(numbers(plain.predictOnBatch(X)));
    }

    /// A mistake is told whole, and model, optimizer and count of steps are those of the step before.
    private static void refused(Model model, Runnable mistake, String message) {
        var state = state(model);
        long steps = model.training().steps();
        assertThatThrownBy(mistake::run).isInstanceOf(UserError.class).hasMessage(message);
        assertThat(state(model)).isEqualTo(state);
        assertThat(model.training().steps()).isEqualTo(steps);
    }

    @Test
    void a_learning_rate_below_0_or_nan_leaves_the_model_compiled_as_it_was() {
        Model model = model();
        model.fit(X, Y);
        for (double rate : new double[] {-0.5, Double.NaN}) {
            var state = state(model);
            assertThatThrownBy(() -> model.compile(new SGD(rate), "mse"))
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining("learning_rate")
                    .hasMessageContaining("" + rate);
            assertThat(state(model)).isEqualTo(state);
            assertThat(model.training().steps()).isEqualTo(1);
        }
    }

    @Test
    void an_empty_batch_and_labels_of_another_length() {
        Model model = model();
        model.fit(X, Y);
        refused(
                model,
                () -> model.trainOnBatch(new float[0][2], new int[0]),
                "E123: the data has 0 rows, so there is nothing to work on.\n  Give at least one row.");
        assertThatThrownBy(() -> model.fit(X, new int[] {0, 1}))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("5")
                .hasMessageContaining("2");
        assertThat(model.training().steps()).isEqualTo(1);
    }

    @Test
    void an_empty_model() {
        assertThatThrownBy(
                        () -> {
                            Model empty = Sequential.of();
                            empty.compile("adam", "mse");
                            empty.fit(X, Y);
                        })
                .isInstanceOf(UserError.class);
    }

    @Test
    void a_loss_of_ones_own_that_throws_or_gives_another_shape_trains_nothing() {
        Model model = model();
        model.compile(
                "sgd",
                (Loss)
                        (truth, prediction) -> {
                            throw new IllegalStateException("not written yet");
                        });
        var before = model.weights().values();
        assertThatThrownBy(() -> model.fit(X, Y))
                .hasMessage(
                        "E148: the loss loss threw IllegalStateException: not written yet. Nothing was trained.\n"
                                + "  Mend the loss: (yTrue, yPred) -> yTrue.minus(yPred).square()");
        model.compile(
                "sgd",
                (Loss)
                        (truth, prediction) ->
                                prediction
                                        .reshape(prediction.shape().dimensions().getFirst(), 2, 1)
                                        .minus(
                                                prediction
                                                        .minus(1)
                                                        .reshape(
                                                                2,
                                                                prediction
                                                                        .shape()
                                                                        .dimensions()
                                                                        .getFirst(),
                                                                1)));
        assertThatThrownBy(() -> model.fit(X, Y))
                .isInstanceOf(UserError.class)
                .hasMessageStartingWith(
                        "E219: the loss loss cannot compare labels of 1 with predictions of 2 in each row.");
        assertThat(model.weights().values()).usingRecursiveComparison().isEqualTo(before);
        assertThat(model.training().steps()).isZero();
    }
}
