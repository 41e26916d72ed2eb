package dev.kiln.optimizers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.layers.Dense;
import dev.kiln.layers.Input;
import dev.kiln.model.Model;
import dev.kiln.model.Sequential;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class LossScaleOptimizerTest {
    private static final float[][] X = {{1, 2}, {3, 4}};
    private static final float[][] Y = {{1}, {2}};

    private static Model model(Optimizer optimizer) {
        return Sequential.of(new Input(2), new Dense(1)).compile(optimizer, "mse");
    }

    /// Of the scale: iteration, learning rate, finite steps, scale; then the inner optimizer's iteration.
    private static float state(Model model, int place) {
        return model.training().optimizerState().get(place).numbers()[0];
    }

    private static float[] kernel(Model model) {
        return model.weights().all().getFirst().get();
    }

    @Test
    void a_power_of_two_changes_no_digit() {
        Model plain = model(new Adam(0.01));
        Model scaled = model(new LossScaleOptimizer(new Adam(0.01)));
        for (int step = 0; step < 3; step++) {
            plain.trainOnBatch(X, Y);
            scaled.trainOnBatch(X, Y);
        }
        assertThat(kernel(scaled)).isEqualTo(kernel(plain));
        assertThat(state(scaled, 2)).isEqualTo(3);
        assertThat(state(scaled, 3)).isEqualTo(32_768);
        assertThat(state(scaled, 4)).isEqualTo(3);
    }

    @Test
    void the_scale_doubles_after_finite_steps() {
        Model model =
                model(
                        new LossScaleOptimizer(new SGD(0.01))
                                .withInitialScale(4)
                                .withDynamicGrowthSteps(2));
        for (int step = 0; step < 3; step++) {
            model.trainOnBatch(X, Y);
        }
        assertThat(state(model, 2)).isEqualTo(1);
        assertThat(state(model, 3)).isEqualTo(8);
    }

    @Test
    void a_step_whose_gradients_are_not_finite_is_left_out_and_halves_the_scale() {
        Model model = model(new LossScaleOptimizer(new Adam(0.01)).withInitialScale(3e38));
        float[] before = kernel(model).clone();
        model.trainOnBatch(
                new float[][] {{1000, 2000}, {3000, 4000}}, new float[][] {{-9e5f}, {9e5f}});
        assertThat(kernel(model)).isEqualTo(before);
        assertThat(state(model, 2)).isZero();
        assertThat(state(model, 3)).isEqualTo(1.5e38f);
        assertThat(state(model, 4)).isZero();
    }
}
