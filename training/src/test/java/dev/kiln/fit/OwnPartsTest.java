package dev.kiln.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.kiln.callbacks.Callback;
import dev.kiln.callbacks.LambdaCallback;
import dev.kiln.callbacks.Trainee;
import dev.kiln.events.History;
import dev.kiln.graph.Tensor;
import dev.kiln.initializers.GlorotUniform;
import dev.kiln.initializers.Zeros;
import dev.kiln.layers.Dense;
import dev.kiln.layers.Formula;
import dev.kiln.layers.Input;
import dev.kiln.layers.Layer;
import dev.kiln.layers.LayerSettings;
import dev.kiln.layers.Scope;
import dev.kiln.losses.Loss;
import dev.kiln.metrics.Metric;
import dev.kiln.metrics.State;
import dev.kiln.model.FitOptions;
import dev.kiln.model.Model;
import dev.kiln.model.Sequential;
import dev.kiln.optimizers.SGD;
import dev.kiln.schedules.Schedule;
import dev.kiln.tensor.Shape;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Parts that a user writes in a cell stand wherever Kiln's own do; their gradients are derived.
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class OwnPartsTest {
    private static final float[][] X = {{1, 0}, {0, 1}, {1, 1}, {-1, 2}};
    private static final float[][] Y = {{1}, {2}, {3}, {0}};

    /// A dense layer as a user may write it.
    private record Linear(int units, LayerSettings settings) implements Formula {
        Linear(int units) {
            this(units, LayerSettings.DEFAULT);
        }

        @Override
        public Tensor call(Tensor x, Scope scope) {
            Tensor kernel =
                    scope.weight("kernel", Shape.of(x.shape().last(), units), new GlorotUniform());
            return x.matMul(kernel).plus(scope.weight("bias", Shape.of(units), new Zeros()));
        }
    }

    private static Model model(Layer layer) {
        return Sequential.of(new Input(2), layer, new Dense(1).withName("last"));
    }

    /// The weights after some steps from the same beginning.
    private static List<float[]> trained(Model model, @Nullable Object loss) {
        model.weights().all().forEach(weight -> weight.set(ramp(weight.get().length)));
        model.compile("adam", loss);
        model.fit(X, Y, new FitOptions(3).withBatchSize(2).withShuffle(false));
        return model.weights().values();
    }

    private static float[] ramp(int size) {
        var ramp = new float[size];
        for (int i = 0; i < size; i++) {
            ramp[i] = 0.1f * (i + 1);
        }
        return ramp;
    }

    private static void same(List<float[]> got, List<float[]> wanted) {
        assertThat(got).hasSameSizeAs(wanted);
        for (int i = 0; i < got.size(); i++) {
            assertThat(got.get(i)).containsExactly(wanted.get(i), within(1e-6f));
        }
    }

    @Test
    void a_layer_of_ones_own_learns_as_the_built_in_one_does() {
        same(trained(model(new Linear(3)), "mse"), trained(model(new Dense(3)), "mse"));
    }

    @Test
    void a_lambda_with_a_weight_learns_too() {
        Formula scaled =
                (x, scope) -> x.matMul(scope.weight("kernel", Shape.of(2, 3), new GlorotUniform()));
        same(trained(model(scaled), "mse"), trained(model(new Dense(3).withUseBias(false)), "mse"));
    }

    @Test
    void a_loss_of_ones_own_teaches_as_the_built_in_one_does() {
        Loss mine = (yTrue, yPred) -> yTrue.minus(yPred).square().mean(-1);
        same(trained(model(new Dense(3)), mine), trained(model(new Dense(3)), "mse"));
    }

    /// The largest distance of any prediction from its label.
    private record Worst() implements Metric {
        @Override
        public String name() {
            return "worst";
        }

        @Override
        public void update(State state, Tensor yTrue, Tensor yPred, @Nullable Tensor weight) {
            Tensor before = state.read("largest", Shape.of(), 0);
            state.write("largest", before.maximum(yTrue.minus(yPred).abs().max()));
        }

        @Override
        public Tensor result(State state) {
            return state.read("largest", Shape.of(), 0);
        }
    }

    @Test
    void metrics_of_ones_own_are_counted_and_shown_by_their_names() {
        var model = model(new Dense(3));
        Metric off = Metric.mean("off", (yTrue, yPred) -> yTrue.minus(yPred).abs().mean(-1));
        model.compile("adam", "mse", "mae", off, new Worst());
        History history = model.fit(X, Y, new FitOptions(2));
        assertThat(history.names()).containsExactly("loss", "mae", "off", "worst");
        assertThat(history.last("off")).isCloseTo(history.last("mae"), within(1e-6));
        assertThat(history.last("worst")).isGreaterThanOrEqualTo(history.last("off"));
    }

    @Test
    void a_schedule_of_ones_own_sets_the_rate_of_each_step() {
        var model = Sequential.of(new Input(2), new Dense(1).withUseBias(false));
        Schedule falling = step -> step.plus(1).reciprocal().times(0.1);
        model.compile(new SGD(falling), (Loss) (yTrue, yPred) -> yPred.mean(-1));
        model.weights().all().getFirst().set(new float[] {0, 0});
        float[][] ones = {{1, 1}, {1, 1}};
        model.fit(ones, new float[][] {{0}, {0}}, new FitOptions(3).withBatchSize(2));
        // The gradient is 1, so the weight is minus the sum of the rates: 0.1 + 0.05 + 0.0333.
        assertThat(model.weights().all().getFirst().get()[0]).isCloseTo(-0.18333f, within(1e-5f));
    }

    @Test
    void callbacks_of_ones_own_see_each_epoch_and_may_stop() {
        List<String> seen = new ArrayList<>();
        Callback stopping =
                new Callback() {
                    @Override
                    public void onEpochEnd(int epoch, Map<String, Double> logs, Trainee trainee) {
                        seen.add(epoch + " " + logs.keySet());
                        if (epoch == 1) {
                            trainee.stop("enough");
                        }
                    }
                };
        List<Integer> numbers = new ArrayList<>();
        var noting = new LambdaCallback().withAtEpochEnd((epoch, logs) -> numbers.add(epoch));
        var model = model(new Dense(3));
        model.compile("adam", "mse");
        History history =
                model.fit(X, Y, new FitOptions(9).withCallbacks(List.of(stopping, noting)));
        assertThat(history.epochs()).hasSize(2);
        assertThat(seen).containsExactly("0 [loss]", "1 [loss]");
        assertThat(numbers).containsExactly(0, 1);
    }
}
