package dev.kiln.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.layers.Dense;
import dev.kiln.layers.Input;
import dev.kiln.layers.Symbol;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class SharedLayersTest {
    @Test
    void a_trained_model_inside_another_keeps_what_it_has_learned() {
        Model base = Sequential.of(new Input(4), new Dense(3));
        base.weights().initialize(7);
        float[] learned = base.weights().all().getFirst().get();

        Symbol in = Symbol.input(4);
        Model whole = Model.of(in, new Dense(1).apply(base.apply(in)));

        assertThat(base.weights().all().getFirst().get()).containsExactly(learned);
        assertThat(whole.weights().all().getFirst().get()).containsExactly(learned);
    }
}
