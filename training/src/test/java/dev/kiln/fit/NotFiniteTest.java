package dev.kiln.fit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.callbacks.TerminateOnNaN;
import dev.kiln.events.TrainingEvent;
import dev.kiln.graph.Tensor;
import dev.kiln.layers.Dense;
import dev.kiln.layers.Input;
import dev.kiln.layers.LSTM;
import dev.kiln.layers.Lambda;
import dev.kiln.layers.Layer;
import dev.kiln.losses.Loss;
import dev.kiln.model.Checks;
import dev.kiln.model.FitOptions;
import dev.kiln.model.Model;
import dev.kiln.model.Sequential;
import dev.kiln.optimizers.SGD;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class NotFiniteTest {
    private static final float[][] X = {{1, 2}, {2, 1}, {1, 1}, {2, 2}};
    private static final float[][] Y = {{1}, {0}, {1}, {0}};

    private static Model model(Layer... layers) {
        Model model = Sequential.of(layers);
        return model.compile(new SGD(0.01), "mse");
    }

    private static Dense dense(String name, int units) {
        return new Dense(units).withName(name).withKernelInitializer("ones");
    }

    private static Lambda lambda(String name, UnaryOperator<Tensor> formula) {
        return new Lambda(formula).withName(name);
    }

    /// What a fit of two rows a step says at its end.
    private static String said(Model model, Object x, Object y) {
        var events = new ArrayList<TrainingEvent>();
        model.fit(
                x,
                y,
                new FitOptions(2)
                        .withBatchSize(2)
                        .withShuffle(false)
                        .withChecks(Checks.OFF)
                        .withStopWhenNotFinite(true)
                        .withWatcher(events::add));
        var end = (TrainingEvent.Stopped) events.getLast();
        assertThat(end.reason()).isEqualTo(TrainingEvent.Reason.LOSS_NOT_FINITE);
        return end.message();
    }

    @Test
    void the_first_layer_whose_output_is_not_finite_is_named() {
        var model =
                model(
                        new Input(2),
                        dense("fine", 3),
                        lambda("below", x -> x.minus(6).log()),
                        dense("after", 1));
        assertThat(said(model, X, Y))
                .isEqualTo("the loss became NaN at epoch 1, step 1, first in the output of below");
    }

    @Test
    void a_step_later_than_the_first_is_named() {
        var model =
                model(
                        new Input(2),
                        dense("fine", 1),
                        lambda("root", x -> x.times(-1).plus(3.5).sqrt()));
        assertThat(said(model, new float[][] {{1, 2}, {2, 1}, {1, 1}, {9, 9}}, Y))
                .isEqualTo("the loss became NaN at epoch 1, step 2, first in the output of root");
    }

    @Test
    void gradients_that_are_not_finite_under_a_finite_loss_are_noticed_at_their_step() {
        var model =
                model(
                        new Input(2),
                        dense("before", 2),
                        lambda("root", x -> x.minus(3).abs().sqrt()),
                        dense("after", 1));
        assertThat(said(model, X, Y))
                .isEqualTo(
                        "the gradients became NaN or infinite at epoch 1, step 1, first in the gradient of root");
    }

    @Test
    void a_gradient_that_the_loss_makes_is_the_loss_s() {
        Model model = Sequential.of(new Input(2), dense("only", 1));
        model.compile(
                new SGD(0.01), (Loss) (truth, prediction) -> prediction.minus(3).abs().sqrt());
        assertThat(said(model, X, Y))
                .isEqualTo(
                        "the gradients became NaN or infinite at epoch 1, step 1, first in the gradient of the loss");
    }

    @Test
    void data_labels_and_weights_are_named_before_the_layers_they_go_through() {
        float[][] gap = {{1, 2}, {2, 1}, {Float.NaN, 1}, {2, 2}};
        assertThat(said(model(new Input(2), dense("only", 1)), gap, Y))
                .startsWith("the loss became NaN at epoch 1, step 2, first in the input ");
        float[][] infinite = {{1}, {Float.POSITIVE_INFINITY}, {1}, {0}};
        assertThat(said(model(new Input(2), dense("only", 1)), X, infinite))
                .isEqualTo("the loss became Infinity at epoch 1, step 1, first in the labels");
        var model = model(new Input(2), dense("one", 2), dense("two", 1));
        var weights = new ArrayList<>(model.weights().values());
        weights.get(2)[0] = Float.NaN;
        model.weights().set(weights);
        assertThat(said(model, X, Y))
                .isEqualTo("the loss became NaN at epoch 1, step 1, first in the weights of two");
    }

    @Test
    void layers_inside_models_and_loops_are_named_with_their_path() {
        Model inner =
                Sequential.of(
                        "inner", List.of(new Input(4), lambda("deep", x -> x.minus(9).sqrt())));
        var model = model(new Input(2, 1), new LSTM(4).withName("lstm"), inner, dense("after", 1));
        float[][][] sequences = new float[4][2][1];
        assertThat(said(model, sequences, Y)).endsWith("first in the output of inner/deep");
    }

    @Test
    void without_the_wish_to_stop_training_goes_on_as_in_keras_and_says_so_once() {
        var model =
                model(
                        new Input(2),
                        dense("fine", 1),
                        lambda("root", x -> x.times(-1).plus(2.5).sqrt()));
        var events = new ArrayList<TrainingEvent>();
        var history =
                model.fit(X, Y, new FitOptions(3).withChecks(Checks.OFF).withWatcher(events::add));
        assertThat(history.get("loss")).hasSize(3);
        assertThat(
                        events.stream()
                                .filter(TrainingEvent.Warned.class::isInstance)
                                .map(event -> ((TrainingEvent.Warned) event).problem()))
                .containsExactly(
                        "the loss became NaN at epoch 1, step 1, first in the output of root; training goes on, but"
                                + " nothing more is learned.");
    }

    @Test
    void a_callback_that_stops_tells_the_layer() {
        var model = model(new Input(2), lambda("root", x -> x.minus(5).sqrt()), dense("d", 1));
        var events = new ArrayList<TrainingEvent>();
        model.fit(
                X,
                Y,
                new FitOptions(3)
                        .withChecks(Checks.OFF)
                        .withCallbacks(List.of(new TerminateOnNaN()))
                        .withWatcher(events::add));
        assertThat(((TrainingEvent.Stopped) events.getLast()).message())
                .isEqualTo("the loss became NaN at epoch 1, step 1, first in the output of root");
    }
}
