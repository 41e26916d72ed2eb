package dev.kiln.fit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.data.FloatArray;
import dev.kiln.events.TrainingEvent;
import dev.kiln.layers.Dense;
import dev.kiln.layers.GRU;
import dev.kiln.layers.Input;
import dev.kiln.layers.LSTM;
import dev.kiln.model.FitOptions;
import dev.kiln.model.Model;
import dev.kiln.model.Sequential;
import dev.kiln.tensor.Shape;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

/// Layers that are frozen and thawed between two fits, and layers that remember.
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class TransferTest {
    private static final float[][] X = {{1, 0}, {0, 1}, {1, 1}, {0, 0}};
    private static final float[] Y = {1, 2, 3, 0};

    private final List<TrainingEvent> events = new ArrayList<>();

    private static Model model() {
        var model =
                Sequential.of(
                        new Input(2),
                        new Dense(3, "tanh").withName("base"),
                        new Dense(1).withName("head"));
        model.compile("adam", "mse");
        return model;
    }

    private void fit(Model model) {
        events.clear();
        model.fit(X, Y, new FitOptions(2).withWatcher(events::add));
    }

    private List<String> notes() {
        return events.stream()
                .filter(TrainingEvent.Warned.class::isInstance)
                .map(TrainingEvent.Warned.class::cast)
                .filter(warned -> warned.code().equals("W236"))
                .map(warned -> warned.problem() + "\n" + warned.remedy())
                .toList();
    }

    private static float[] kernel(Model model, String layer) {
        return model.weights().get(layer + "/kernel").get();
    }

    @Test
    void a_layer_frozen_between_two_fits_keeps_its_bits_and_the_others_learn_on() {
        var model = model();
        fit(model);
        assertThat(notes()).isEmpty();
        model.layer("base").setTrainable(false);
        float[] base = kernel(model, "base");
        float[] head = kernel(model, "head");
        fit(model);
        assertThat(kernel(model, "base")).containsExactly(base);
        assertThat(kernel(model, "head")).isNotEqualTo(head);
        assertThat(notes())
                .containsExactly(
                        "base is frozen since the last fit: it holds from this fit on, and the optimizer begins anew"
                                + " with its learning rate."
                                + "\nFor another learning rate compile again:"
                                + " model.compile(\"adam(learning_rate=1e-5)\", loss, metrics)");
        fit(model);
        assertThat(notes()).isEmpty();
    }

    @Test
    void a_layer_thawed_between_two_fits_learns_again_and_it_is_said() {
        var model = model();
        model.layer("base").setTrainable(false);
        model.compile("adam", "mse");
        fit(model);
        assertThat(notes()).isEmpty();
        float[] base = kernel(model, "base");
        model.layer("base").setTrainable(true);
        model.layer("head").setTrainable(false);
        float[] head = kernel(model, "head");
        fit(model);
        assertThat(kernel(model, "base")).isNotEqualTo(base);
        assertThat(kernel(model, "head")).containsExactly(head);
        assertThat(notes()).hasSize(1);
        assertThat(notes().getFirst())
                .startsWith("head is frozen, base is trained again since the last fit: ");
    }

    @Test
    void after_another_compile_nothing_needs_to_be_said() {
        var model = model();
        fit(model);
        model.layer("base").setTrainable(false);
        model.compile("adam", "mse");
        fit(model);
        assertThat(notes()).isEmpty();
        model.layer("base").setTrainable(true);
        model.compile("adam", "mse");
        model.layer("head").setTrainable(false);
        fit(model);
        assertThat(notes().getFirst()).startsWith("head is frozen since compile: ");
    }

    @Test
    void a_stateful_layer_remembers_batches_until_its_states_are_reset() {
        var model =
                Sequential.of(
                        new Input(3, 1).withBatchSize(2),
                        new LSTM(2).withStateful(true).withName("memory"),
                        new Dense(1));
        var x = FloatArray.of(Shape.of(2, 3, 1), new float[] {1, 2, 3, -1, -2, -3});
        float[] first = model.predict(x).toArray();
        float[] second = model.predict(x).toArray();
        assertThat(second).isNotEqualTo(first);
        model.resetStates();
        assertThat(model.predict(x).toArray()).containsExactly(first);
        model.layer("memory").resetStates();
        assertThat(model.predict(x).toArray()).containsExactly(first);
    }

    @Test
    void resetting_a_layer_without_states_changes_nothing() {
        var model = Sequential.of(new Input(3, 1), new GRU(2));
        var before = model.weights().values();
        model.resetStates();
        assertThat(model.weights().values()).usingRecursiveComparison().isEqualTo(before);
    }
}
