package dev.kiln.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.kiln.callbacks.Callback;
import dev.kiln.callbacks.Trainee;
import dev.kiln.data.Dataset;
import dev.kiln.events.History;
import dev.kiln.graph.CounterRandom;
import dev.kiln.graph.Variable;
import dev.kiln.layers.BatchNormalization;
import dev.kiln.layers.Dense;
import dev.kiln.layers.Dropout;
import dev.kiln.layers.Input;
import dev.kiln.layers.LSTM;
import dev.kiln.model.Checks;
import dev.kiln.model.CompileOptions;
import dev.kiln.model.FitOptions;
import dev.kiln.model.Model;
import dev.kiln.model.Sequential;
import dev.kiln.optimizers.Adam;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class InterruptedStepTest {
    private static final int STEPS = 3;
    private static final int BATCH = 4;

    /// A loop, statistics of the batch, random numbers, a norm over all gradients, two metrics.
    private static Model model() {
        Model model =
                Sequential.of(
                        new Input(5, 3),
                        new LSTM(4),
                        new Dense(6, "relu"),
                        new BatchNormalization(),
                        new Dropout(0.3),
                        new Dense(2, "softmax"));
        return model.compile(
                CompileOptions.of(
                                new Adam(0.01).withGlobalClipnorm(1.0),
                                "sparse_categorical_crossentropy",
                                "accuracy",
                                "sparse_categorical_crossentropy")
                        .withChecks(Checks.OFF));
    }

    private static float[][][] x() {
        var random = CounterRandom.of(7, "x", 0);
        var x = new float[STEPS * BATCH][5][3];
        long next = 0;
        for (float[][] row : x) {
            for (float[] time : row) {
                for (int i = 0; i < time.length; i++) {
                    time[i] = (float) random.normal(next++);
                }
            }
        }
        return x;
    }

    private static int[] y() {
        var y = new int[STEPS * BATCH];
        for (int row = 0; row < y.length; row++) {
            y[row] = row % 2;
        }
        return y;
    }

    private static Map<String, List<Float>> stateOf(Model model) {
        var state = new HashMap<String, List<Float>>();
        model.training()
                .state()
                .forEach(
                        (variable, numbers) -> {
                            var list = new ArrayList<Float>();
                            for (float number : numbers) {
                                list.add(number);
                            }
                            state.put(variable.name(), list);
                        });
        return state;
    }

    private static History fit(Model model, BooleanSupplier stop, Callback... callbacks) {
        return model.fit(
                x(),
                y(),
                new FitOptions(1)
                        .withBatchSize(BATCH)
                        .withShuffle(false)
                        .withChecks(Checks.OFF)
                        .withCallbacks(List.of(callbacks))
                        .withStop(stop));
    }

    @Test
    void
            a_stop_at_any_kernel_leaves_weights_optimizer_seeds_metrics_and_history_as_before_its_step() {
        Model model = model();
        fit(model, () -> false);
        Map<Variable, float[]> start = model.training().state();
        long steps = model.training().steps();
        long epochs = model.training().epochs();

        var states = new ArrayList<>(List.of(stateOf(model)));
        var scores = new ArrayList<Map<String, Double>>();
        fit(
                model,
                () -> false,
                new Callback() {
                    @Override
                    public void onTrainBatchEnd(
                            int batch, Map<String, Double> logs, Trainee trainee) {
                        states.add(stateOf(model));
                        scores.add(Map.copyOf(logs));
                    }
                });

        var stopsByStep = new int[STEPS];
        for (int at = 0; ; at++) {
            model.training().restore(start, steps, epochs);
            int last = at;
            var polls = new int[1];
            History history = fit(model, () -> polls[0]++ == last);
            int done = (int) (model.training().steps() - steps);
            assertThat(stateOf(model)).as("stopped at poll %d", at).isEqualTo(states.get(done));
            if (done == 0) {
                assertThat(history.epochs()).isEmpty();
            } else {
                assertThat(history.at(0)).isEqualTo(scores.get(done - 1));
            }
            if (done == STEPS) {
                break;
            }
            assertThat(model.training().epochs()).isEqualTo(epochs);
            stopsByStep[done]++;
        }
        // One before each kernel, inside loops as well, and one before the commit.
        int kernels = model.training().explain(BATCH).split("\n").length;
        assertThat(stopsByStep).containsOnly(stopsByStep[0]);
        assertThat(stopsByStep[0]).isGreaterThan(kernels / 2);
    }

    @Test
    void a_fit_that_goes_on_after_a_stop_draws_the_numbers_of_one_that_was_never_stopped() {
        Model whole = model();
        fit(whole, () -> false);
        fit(whole, () -> false);
        Model stopped = model();
        fit(stopped, () -> false);
        var polls = new int[1];
        fit(stopped, () -> polls[0]++ == 5);
        fit(stopped, () -> false);
        assertThat(stateOf(stopped)).isEqualTo(stateOf(whole));
    }

    static List<Kind> kinds() {
        return Kind.all(4);
    }

    /// Two steps of four rows, which are stopped at each poll in turn.
    @ParameterizedTest
    @MethodSource("kinds")
    void a_stop_at_any_kernel_of_any_kind_of_model_leaves_all_as_before_its_step(Kind kind) {
        Model model = kind.model().get();
        model.compile("adam", "sparse_categorical_crossentropy", "accuracy");
        Dataset rows = kind.rows(model, 8);
        var options = new FitOptions(1).withBatchSize(4).withShuffle(false).withChecks(Checks.OFF);
        model.fit(rows, options);
        Map<Variable, float[]> start = model.training().state();
        long steps = model.training().steps();
        long epochs = model.training().epochs();
        var states = new ArrayList<>(List.of(stateOf(model)));
        var noting =
                new Callback() {
                    @Override
                    public void onTrainBatchEnd(
                            int batch, Map<String, Double> logs, Trainee trainee) {
                        states.add(stateOf(model));
                    }
                };
        model.fit(rows, options.withCallbacks(List.of(noting)));
        int done = 0;
        int at = 0;
        for (; done < 2; at++) {
            model.training().restore(start, steps, epochs);
            int last = at;
            var polls = new int[1];
            model.fit(rows, options.withStop(() -> polls[0]++ == last));
            done = (int) (model.training().steps() - steps);
            assertThat(stateOf(model)).as("stopped at poll %d", at).isEqualTo(states.get(done));
        }
        // As many in each of the two steps: before each kernel, inside loops as well, and before
        // the commit.
        int kernels = kernels(model.training().explain(4));
        assertThat(at - 1).isGreaterThanOrEqualTo(2 * kernels);
    }

    static Stream<Arguments> kindsInShares() {
        return Kind.all(4).stream()
                .flatMap(kind -> IntStream.of(2, 3).mapToObj(n -> arguments(kind, n)));
    }

    /// The thread that began the step asks, in the shares that it works on itself; which these are is left to chance.
    @ParameterizedTest
    @MethodSource("kindsInShares")
    void a_stop_between_kernels_of_shares_of_the_batch_leaves_all_as_before_its_step(
            Kind kind, int shares) {
        Model model = kind.model().get();
        model.compile("adam", "sparse_categorical_crossentropy", "accuracy");
        Dataset rows = kind.rows(model, 12);
        var options = new FitOptions(1).withBatchSize(6).withShuffle(false).withChecks(Checks.OFF);
        model.fit(rows, options);
        var run = ((ModelTrainer) model.training()).run();
        var wanted = new HashMap<>(run.shares());
        wanted.replaceAll((_, _) -> shares);
        run.keepShares(wanted);
        model.fit(rows, options);
        assertThat(run.shares()).isEqualTo(wanted);

        Map<Variable, float[]> start = model.training().state();
        long steps = model.training().steps();
        long epochs = model.training().epochs();
        var states = new ArrayList<>(List.of(stateOf(model)));
        model.fit(
                rows,
                options.withCallbacks(
                        List.of(
                                new Callback() {
                                    @Override
                                    public void onTrainBatchEnd(
                                            int batch, Map<String, Double> logs, Trainee trainee) {
                                        states.add(stateOf(model));
                                    }
                                })));
        var asked = new AtomicInteger();
        model.fit(rows, options.withStop(() -> asked.getAndIncrement() < 0));
        int stopped = 0;
        for (int at = 0; at < asked.get(); at++) {
            model.training().restore(start, steps, epochs);
            int last = at;
            var polls = new AtomicInteger();
            model.fit(rows, options.withStop(() -> polls.getAndIncrement() == last));
            int done = (int) (model.training().steps() - steps);
            assertThat(stateOf(model)).as("stopped at poll %d", at).isEqualTo(states.get(done));
            stopped += done < 2 ? 1 : 0;
        }
        assertThat(stopped).isGreaterThan(4);
    }

    /// The number at the beginning of what the program says of itself.
    private static int kernels(String explained) {
        return Integer.parseInt(explained.substring(0, explained.indexOf(' ')));
    }
}
