package dev.kiln.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.kiln.catalog.UserError;
import dev.kiln.data.Dataset;
import dev.kiln.data.FloatArray;
import dev.kiln.events.History;
import dev.kiln.graph.Graph;
import dev.kiln.graph.Tensor;
import dev.kiln.layers.BatchNormalization;
import dev.kiln.layers.Dense;
import dev.kiln.layers.Dropout;
import dev.kiln.layers.Embedding;
import dev.kiln.layers.Input;
import dev.kiln.layers.LSTM;
import dev.kiln.layers.Symbol;
import dev.kiln.model.Checks;
import dev.kiln.model.CompileOptions;
import dev.kiln.model.FitOptions;
import dev.kiln.model.Model;
import dev.kiln.model.Sequential;
import dev.kiln.model.StepScope;
import dev.kiln.model.TrainingStep;
import dev.kiln.optimizers.SGD;
import dev.kiln.regularizers.L2;
import dev.kiln.tensor.Shape;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// A training step that a user writes on tensors teaches as its formula says.
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class OwnStepTest {
    private static final float[][] X = {{1, 0}, {0, 1}, {1, 1}, {-1, 2}, {0.5f, -1}};
    private static final float[][] Y = {{1}, {2}, {3}, {0}, {-1}};
    private static final TrainingStep PLAIN = step -> step.compiledLoss(step.call(step.x()));

    private static Model regression() {
        return Sequential.of(
                new Input(2),
                new Dense(6, "tanh").withKernelRegularizer(new L2(0.01)),
                new BatchNormalization(),
                new Dropout(0.3),
                new Dense(1));
    }

    private static CompileOptions compiled() {
        return CompileOptions.of("adam", "mse", "mae");
    }

    private static History fit(Model model) {
        return model.fit(
                X, Y, new FitOptions(4).withBatchSize(2).withValidationSplit(0.2).withSeed(3));
    }

    private static Model started(Model model) {
        float next = -0.4f;
        for (var weight : model.weights().all()) {
            float[] numbers = weight.get();
            for (int i = 0; weight.isTrainable() && i < numbers.length; i++) {
                numbers[i] = next;
                next = next > 0.5f ? -0.45f : next + 0.13f;
            }
            weight.set(numbers);
        }
        return model;
    }

    private static void sameBits(Model got, Model wanted) {
        assertThat(got.weights().values())
                .usingRecursiveComparison()
                .isEqualTo(wanted.weights().values());
    }

    @Test
    void the_plain_step_written_out_has_the_bits_of_the_built_in_one() {
        Model own = started(regression()).compile(compiled().withStep(PLAIN));
        Model builtIn = started(regression()).compile(compiled());
        History history = fit(own);
        assertThat(history.scores()).isEqualTo(fit(builtIn).scores());
        sameBits(own, builtIn);
        assertThat(own.evaluate(X, Y).scores()).isEqualTo(builtIn.evaluate(X, Y).scores());
        assertThat(own.trainOnBatch(X, Y)).isEqualTo(builtIn.trainOnBatch(X, Y));
        sameBits(own, builtIn);
    }

    @Test
    void masks_and_sample_weights_reach_the_compiled_loss() {
        float[][] words = {{1, 2, 0}, {3, 0, 0}, {2, 2, 1}};
        float[][][] tags = {{{1}, {0}, {1}}, {{0}, {0}, {0}}, {{1}, {1}, {0}}};
        Dataset rows =
                Dataset.of(FloatArray.of(words), FloatArray.of(tags))
                        .withSampleWeights(FloatArray.of(new float[] {1, 0.5f, 2}));
        Model own = tagger().compile(compiled().withStep(PLAIN));
        Model builtIn = tagger().compile(compiled());
        assertThat(own.trainOnBatch(rows)).isEqualTo(builtIn.trainOnBatch(rows));
        sameBits(own, builtIn);
    }

    private static Model tagger() {
        return started(
                Sequential.of(
                        new Input(3),
                        new Embedding(4, 3).withMaskZero(true),
                        new LSTM(3).withReturnSequences(true),
                        new Dense(1)));
    }

    @Test
    void a_step_from_nothing_but_formulas_teaches_like_the_loss_that_it_writes() {
        Model own = started(regression());
        own.compile("sgd", step -> step.y().minus(step.call(step.x())).square().mean());
        Model builtIn = started(regression()).compile("sgd", "mse");
        fit(own);
        fit(builtIn);
        sameBits(own, builtIn);
    }

    @Test
    void two_passes_drop_different_numbers_and_both_teach() {
        Model model = Sequential.of(new Input(40), new Dropout(0.5), new Dense(1));
        TrainingStep apart =
                step -> {
                    Tensor distance =
                            step.call(step.x()).minus(step.call(step.x())).square().mean();
                    step.score("distance", distance);
                    return step.compiledLoss(step.call(step.x())).plus(distance);
                };
        model.compile(CompileOptions.of("adam", "mse").withStep(apart));
        float[][] ones = new float[4][40];
        for (float[] row : ones) {
            java.util.Arrays.fill(row, 1);
        }
        Map<String, Double> scores = model.trainOnBatch(ones, new float[4][1]);
        assertThat(scores.get("distance")).isPositive();
        assertThat(scores.get("loss")).isGreaterThan(scores.get("distance"));
        // Nothing is dropped while judging, so the passes agree.
        assertThat(model.testOnBatch(ones, new float[4][1]).get("distance")).isZero();
    }

    @Test
    void a_penalty_on_gradients_is_differentiated_once_more() {
        Model model = Sequential.of(new Input(1), new Dense(1, "tanh").withUseBias(false));
        TrainingStep smooth =
                step -> {
                    Tensor slope = step.gradient(step.call(step.x()), step.x());
                    return slope.square().sum();
                };
        model.compile(new SGD(1), smooth);
        double w = 0.7;
        double x = 0.9;
        model.weights().all().getFirst().set(new float[] {(float) w});
        model.trainOnBatch(new float[][] {{(float) x}}, new float[][] {{0}});
        // The slope is w (1 - t²); its square falls along 2 slope (1 - t² - 2 w t x (1 - t²)).
        double t = Math.tanh(w * x);
        double slope = w * (1 - t * t);
        double by = 2 * slope * (1 - t * t) * (1 - 2 * w * t * x);
        assertThat((double) model.weights().values().getFirst()[0]).isCloseTo(w - by, within(1e-5));
    }

    /// A number `g` that makes answers, and a critic that weighs them by `c`.
    private static Model rivals() {
        Model maker =
                Sequential.of("maker", List.of(new Input(1), new Dense(1).withUseBias(false)));
        Model critic =
                Sequential.of("critic", List.of(new Input(1), new Dense(1).withUseBias(false)));
        Symbol noise = Symbol.input(1);
        Model both = Model.of(noise, critic.apply(maker.apply(noise)));
        both.layer("maker").weights().all().getFirst().set(new float[] {2});
        both.layer("critic").weights().all().getFirst().set(new float[] {3});
        return both;
    }

    @Test
    void a_maker_learns_from_a_critic_that_stays_and_the_critic_from_made_rows_that_stay() {
        TrainingStep contest =
                step -> {
                    Tensor made = step.callLayer("maker", step.x());
                    Tensor seen = step.callLayer("critic", made.stopGradient());
                    Tensor real = step.callLayer("critic", step.y());
                    Tensor fooled = step.frozen().callLayer("critic", made);
                    return seen.minus(real).mean().minus(fooled.mean());
                };
        Model both = rivals();
        both.compile(new SGD(0.1), contest);
        both.trainOnBatch(new float[][] {{1}, {3}}, new float[][] {{5}, {7}});
        // With mean noise 2 and mean truth 6: the maker's gradient is -c·2, the critic's g·2 - 6.
        assertThat(both.layer("maker").weights().all().getFirst().get()[0])
                .isCloseTo(2 + 0.1f * 3 * 2, within(1e-5f));
        assertThat(both.layer("critic").weights().all().getFirst().get()[0])
                .isCloseTo(3 - 0.1f * (2 * 2 - 6), within(1e-5f));
    }

    @Test
    void a_weight_may_stand_in_the_loss_and_random_numbers_too() {
        Model model = Sequential.of(new Input(2), new Dense(1).withUseBias(false));
        TrainingStep shrinking =
                step ->
                        step.weight(model.weights().all().getFirst().path())
                                .square()
                                .sum()
                                .plus(step.uniform(Shape.of(3)).mean());
        model.compile(new SGD(0.25), shrinking);
        model.weights().all().getFirst().set(new float[] {1, -2});
        double first = model.trainOnBatch(X, Y).get("loss");
        assertThat(model.weights().values().getFirst()).containsExactly(0.5f, -1);
        double second = model.trainOnBatch(X, Y).get("loss");
        assertThat(first).isBetween(5.0, 6.0);
        assertThat(second - 1.25).isBetween(0.0, 1.0).isNotEqualTo(first - 5);
    }

    @Test
    void a_step_may_do_without_labels_and_metrics_may_look_at_what_it_names() {
        Model coder = Sequential.of(new Input(2), new Dense(1), new Dense(2));
        coder.compile("adam", step -> step.x().minus(step.call(step.x())).square().mean());
        History history = coder.fit(Dataset.of(FloatArray.of(X)), new FitOptions(30));
        assertThat(history.last("loss")).isLessThan(history.at(0).get("loss"));

        Model model = Sequential.of(new Input(2), new Dense(1).withName("only"));
        TrainingStep named =
                step -> {
                    Tensor answer = step.callLayer("only", step.x()).times(0).plus(step.y());
                    step.judge(answer);
                    return step.callLayer("only", step.x()).square().mean();
                };
        model.compile("adam", named, "mae");
        assertThat(model.trainOnBatch(X, Y).get("mae")).isZero();
    }

    // ---- mistakes

    private static void refused(TrainingStep step, String message) {
        Model model = Sequential.of(new Input(2), new Dense(1).withName("only"));
        model.compile("adam", "mse");
        model.trainOnBatch(X, Y);
        var before = model.weights().values();
        model.compile(CompileOptions.of("adam", null, "mae").withStep(step).withChecks(Checks.ON));
        assertThatThrownBy(() -> model.fit(X, Y)).isInstanceOf(UserError.class).hasMessage(message);
        assertThat(model.weights().values()).usingRecursiveComparison().isEqualTo(before);
        assertThat(model.training().steps()).isZero();
    }

    @Test
    void mistakes_in_a_step_are_said_in_its_words_and_train_nothing() {
        refused(
                step -> step.y().minus(step.call(step.x())).square(),
                "E219: the training step gives 5x1 numbers; training needs one.\n  End it with .mean().");
        refused(
                step -> {
                    throw new IllegalStateException("no teacher");
                },
                "E148: the training step threw IllegalStateException: no teacher. Nothing was trained.\n"
                        + "  Write: step -> step.y().minus(step.call(step.x())).square().mean()");
        refused(
                step -> step.call(step.x()).plus(step.x().reshape(2, 5)).mean(),
                "E219: the shapes in the training step do not fit: Add cannot pair 5x1 with 2x5.\n"
                        + "  In a batch x(0) is 5x2, y(0) is 5x1.");
        refused(
                step -> step.call(step.y()).mean(),
                "E133: layer only is used with rows of 2 and with rows of 1, but has one kernel: 2x1, not 1x1.\n"
                        + "  Type: new Dense(…).withName(\"only_2\") for the second, or bring both inputs to one shape");
        refused(
                StepScope::y,
                "E219: the training step gives 5x1 numbers; training needs one.\n  End it with .mean().");
        refused(
                step -> step.y().mean(),
                "E148: the loss of the training step depends on no weight that is trained, so nothing would be learned.\n"
                        + "  Write: step -> step.y().minus(step.call(step.x())).square().mean()");
        refused(
                step -> step.compiledLoss(step.call(step.x())),
                "E112: the training step asks for the compiled loss, but compile was given none.\n"
                        + "  Write: CompileOptions.of(\"adam\", \"mse\").withStep(step)");
        refused(
                step -> step.call(step.x(1)).mean(),
                "E136: the training step asks for input 1, but the data has 1.\n"
                        + "  They are counted from 0 to 0.");
        refused(
                step -> step.callLayer("other", step.x()).mean(),
                "the model has no layer other.\n  Its layers: input_layer, only.");
        refused(
                step -> step.callLayer("only", step.x()).mean(),
                "E145: the training step never calls the whole model, so the metrics have no predictions to look at.\n"
                        + "  Name them in the step: step.judge(prediction)   or leave the metrics out.");
        refused(
                step -> {
                    step.score("mae", step.y().mean());
                    return step.call(step.x()).mean();
                },
                "E103: the history has a column mae already.\n"
                        + "  Give the score another name: step.score(\"penalty\", …)");
        var elsewhere = new Graph();
        refused(
                step -> step.call(step.x()).mean().plus(elsewhere.constant(1)),
                "E148: the training step threw IllegalArgumentException: an input of Add[] belongs to another graph. Nothing was trained.\n"
                        + "  Write: step -> step.y().minus(step.call(step.x())).square().mean()");
    }

    @Test
    void a_step_is_code_so_a_keras_file_refuses_it_and_a_file_of_weights_takes_the_rest(
            @TempDir Path folder) {
        Model model = regression().compile(compiled().withStep(PLAIN));
        model.trainOnBatch(X, Y);
        assertThatThrownBy(() -> model.save(folder.resolve("own.keras").toString()))
                .isInstanceOf(UserError.class)
                .hasMessage(
                        "E195: compile uses a function of your own, which a Keras file cannot hold: it never contains"
                                + " code.\n  Type: %save \"model.weights.h5\"   and build the model in Java before loading"
                                + " it");
        model.save(folder.resolve("own.weights.h5").toString());
    }
}
