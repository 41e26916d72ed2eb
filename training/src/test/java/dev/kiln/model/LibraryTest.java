package dev.kiln.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.catalog.UserError;
import dev.kiln.data.Dataset;
import dev.kiln.data.FloatArray;
import dev.kiln.events.History;
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
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
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
        refused(
                model,
                () -> model.compile(new SGD(-0.5), "mse"),
                "E143: learning_rate=-0.5 must be above 0.\n  Type: learning_rate=0.001");
        refused(
                model,
                () -> model.compile(new SGD(Double.NaN), "mse"),
                "E143: learning_rate=NaN must be above 0.\n  Type: learning_rate=0.001");
        refused(
                model,
                () -> model.compile("adam(learning_rate=-1)", "mse"),
                "E143: learning_rate=-1 must be above 0.\n  Type: learning_rate=0.001");
        model.fit(X, Y);
        assertThat(model.training().steps()).isEqualTo(2);
    }

    @Test
    void an_empty_batch_and_labels_of_another_length() {
        Model model = model();
        model.fit(X, Y);
        refused(
                model,
                () -> model.trainOnBatch(new float[0][2], new int[0]),
                "E123: the data has 0 rows, so there is nothing to work on.\n  Give at least one row.");
        refused(
                model,
                () -> model.fit(X, new int[] {0, 1}),
                "E123: x has 5 rows, y has 2.\n  Give both the same number of rows, one for each sample.");
        refused(
                model,
                () -> model.trainOnBatch(X, new int[] {0, 1}),
                "E123: x has 5 rows, y has 2.\n  Give both the same number of rows, one for each sample.");
    }

    /// A batch that cannot be counted needs no memory to be refused.
    @Test
    void a_batch_that_does_not_fit_memory() {
        Model model = Sequential.of(new Input(1), new Dense(100_000), new Dense(2, "softmax"));
        model.compile("sgd", "sparse_categorical_crossentropy");
        model.trainOnBatch(new float[][] {{1}}, new int[] {0});
        var state = state(model);
        assertThatThrownBy(
                        () ->
                                model.fit(
                                        new float[800_000][1],
                                        new int[800_000],
                                        new FitOptions(1).withBatchSize(800_000)))
                .isInstanceOf(UserError.class)
                .hasMessageMatching(
                        "E151: out of memory at batch_size=800000 \\(needs about \\S+ GB, \\S+ GB free\\)\\.\n"
                                + " {2}Type: %fit batch=(\\d+)   or in Java: withBatchSize\\(\\1\\)");
        assertThat(state(model)).isEqualTo(state);
        assertThat(model.training().steps()).isOne();
    }

    @Test
    void an_empty_model() {
        assertThatThrownBy(
                        () -> {
                            Model empty = Sequential.of();
                            empty.compile("adam", "mse");
                            empty.fit(X, Y);
                        })
                .isInstanceOf(UserError.class)
                .hasMessage(
                        "E136: a model needs a layer, but this one has none.\n  Type: Sequential.of(new Input(4), new Dense(3, \"softmax\"))");
    }

    @Test
    void a_loss_of_ones_own_that_throws_or_gives_another_shape_trains_nothing() {
        Loss throwing =
                (truth, prediction) -> {
                    throw new IllegalStateException("not written yet");
                };
        Loss crooked =
                (truth, prediction) ->
                        prediction.reshape(-1, 1, 1).minus(prediction.reshape(1, -1));
        Model model = model();
        model.compile("sgd", throwing);
        refused(
                model,
                () -> model.fit(X, Y),
                "E148: the loss loss threw IllegalStateException: not written yet. Nothing was trained.\n"
                        + "  Mend the loss: (yTrue, yPred) -> yTrue.minus(yPred).square()");
        model.compile("sgd", (Loss) (truth, prediction) -> prediction.reshape(3, 7));
        refused(
                model,
                () -> model.fit(X, Y),
                "E219: the shapes in the loss do not fit: Reshape wants the same number of numbers, not 5x2.\n  In a batch the labels are 5, the predictions 5x2.");
        model.compile("sgd", crooked);
        Dataset weighted = Dataset.of(X, Y).withSampleWeights(new float[] {1, 1, 1, 1, 1});
        refused(
                model,
                () -> model.fit(weighted, new FitOptions()),
                "E219: sample weights of 5 do not fit losses of 10x1x10.\n  Give one weight a loss 10x1x10, or one a row with axes of size 1 behind.");
    }

    /// The optimizer's numbers are among those that are compared.
    @Test
    void
            a_supplier_that_throws_halfway_leaves_model_optimizer_and_history_as_after_the_last_step() {
        Model broken = model().compile("adam", "sparse_categorical_crossentropy", "accuracy");
        Model whole = model().compile("adam", "sparse_categorical_crossentropy", "accuracy");
        Dataset batch = Dataset.of(X, Y);
        var asked = new int[1];
        Supplier<Dataset> failing =
                () -> {
                    if (asked[0]++ == 3) {
                        throw new IllegalStateException("the disk is gone");
                    }
                    return batch;
                };
        var history = new History();
        refusedAfter(
                () ->
                        broken.training()
                                .fit(
                                        Supplied.by(failing),
                                        new FitOptions(2).withStepsPerEpoch(2),
                                        history),
                "E124: the data failed after 3 batches: IllegalStateException: the disk is gone. The model is as after"
                        + " the last finished step.\n"
                        + "  Mend what makes the batches, then fit again: training goes on where it stopped.");
        var all = new History();
        whole.training()
                .fit(
                        Supplied.by(() -> batch),
                        new FitOptions(2).withStepsPerEpoch(2).withStop(stopAfter(3, whole)),
                        all);
        assertThat(state(broken)).isEqualTo(state(whole));
        assertThat(broken.training().steps()).isEqualTo(3);
        assertThat(history.at(0)).isEqualTo(all.at(0));
        assertThat(history.epochs()).hasSize(1);
    }

    private static BooleanSupplier stopAfter(int steps, Model model) {
        return () -> model.training().steps() == steps;
    }

    private static void refusedAfter(Runnable mistake, String message) {
        assertThatThrownBy(mistake::run).isInstanceOf(UserError.class).hasMessage(message);
    }
}
