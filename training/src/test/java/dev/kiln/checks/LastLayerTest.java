package dev.kiln.checks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.layers.Activation;
import dev.kiln.layers.Dense;
import dev.kiln.layers.Dropout;
import dev.kiln.layers.Formula;
import dev.kiln.layers.Input;
import dev.kiln.layers.Symbol;
import dev.kiln.model.Model;
import dev.kiln.model.Sequential;
import dev.kiln.tensor.Shape;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

import java.util.List;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class LastLayerTest {
    private static Ending of(dev.kiln.layers.Layer... layers) {
        return LastLayer.of(Sequential.of(layers), 0);
    }

    @Test
    void a_dense_layer_ends_in_its_activation() {
        assertThat(of(new Input(4), new Dense(3, "softmax")))
                .isEqualTo(new Ending("softmax", Shape.of(3)));
        assertThat(of(new Input(4), new Dense(3))).isEqualTo(new Ending("linear", Shape.of(3)));
    }

    @Test
    void an_activation_may_be_a_layer_of_its_own() {
        assertThat(of(new Input(4), new Dense(3), new Activation("softmax")).activation())
                .isEqualTo("softmax");
        assertThat(of(new Input(4), new Dense(3, "relu"), new Activation("linear")).activation())
                .isEqualTo("relu");
    }

    @Test
    void layers_that_change_no_number_are_looked_through() {
        assertThat(of(new Input(4), new Dense(3, "sigmoid"), new Dropout(0.5)).activation())
                .isEqualTo("sigmoid");
    }

    @Test
    void nested_models_are_looked_into() {
        var inner = Sequential.of(new Input(4), new Dense(3, "tanh"));
        assertThat(of(new Input(4), inner).activation()).isEqualTo("tanh");
    }

    @Test
    void each_output_has_an_ending_of_its_own() {
        Symbol in = Symbol.input(4);
        var model =
                Model.of(
                        List.of(in),
                        List.of(new Dense(1, "sigmoid").apply(in), new Dense(2).apply(in)));
        assertThat(LastLayer.of(model, 0)).isEqualTo(new Ending("sigmoid", Shape.of(1)));
        assertThat(LastLayer.of(model, 1)).isEqualTo(new Ending("linear", Shape.of(2)));
    }

    @Test
    void a_layer_of_ones_own_is_no_plain_activation() {
        Formula own = (x, scope) -> x.sigmoid();
        assertThat(of(new Input(4), new Dense(3), own).activation()).isNull();
    }
}
