package dev.kiln.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.catalog.UserError;
import dev.kiln.layers.Add;
import dev.kiln.layers.Dense;
import dev.kiln.layers.Input;
import dev.kiln.layers.LSTM;
import dev.kiln.layers.Symbol;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

import java.util.List;

/// What a model that cannot be is answered with, before anything is made.
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ModelMistakesTest {
    private static void refused(ThrowingCallable model, String message) {
        assertThatThrownBy(model).isInstanceOf(UserError.class).hasMessage(message);
    }

    @Test
    void two_layers_of_one_name_in_a_chain() {
        refused(
                () ->
                        Sequential.of(
                                new Input(2),
                                new LSTM(1).withName("a"),
                                new Dense(1).withName("a")),
                """
                E135: two layers of the model are called a: lstm, then dense.
                  Type: new Dense(…).withName("a_2")""");
    }

    @Test
    void two_layers_of_one_name_among_symbols() {
        Symbol in = new Input(2).withName("x").symbol();
        refused(
                () -> Model.of(in, new Dense(1).withName("x").apply(in)),
                """
                E135: two layers of the model are called x: input, then dense.
                  Type: new Dense(…).withName("x_2")""");
    }

    @Test
    void one_layer_twice_in_a_chain() {
        var dense = new Dense(2);
        refused(
                () -> Sequential.of(new Input(2), dense, dense),
                """
                E135: one dense stands twice in the chain, so both places would share its weights.
                  Type: new Dense(…) for the second place, or share on purpose: \
                Model.of(in, layer.apply(layer.apply(in)))""");
    }

    @Test
    void an_input_that_is_not_listed() {
        Symbol a = new Input(3).withName("left").symbol();
        Symbol b = new Input(5).withName("right").symbol();
        refused(
                () -> Model.of(a, new Add().apply(new Dense(2).apply(a), new Dense(2).apply(b))),
                """
                E136: an output of the model needs the input right (5), which is not among the model's inputs: left (3).
                  Type: Model.of(List.of(a, b), outputs)""");
    }

    @Test
    void an_output_before_the_input() {
        Symbol in = Symbol.input(3);
        Symbol middle = new Dense(4).apply(in);
        refused(
                () -> Model.of(new Dense(2).apply(middle), middle),
                """
                E136: an output of the model needs the input (3), which is not among the model's inputs: dense (2).
                  Type: Model.of(List.of(a, b), outputs)""");
    }

    @Test
    void no_layer() {
        refused(
                Sequential::of,
                """
                E136: a model needs a layer, but this one has none.
                  Type: Sequential.of(new Input(4), new Dense(3, "softmax"))""");
    }

    @Test
    void no_input_or_no_output() {
        Symbol in = Symbol.input(3);
        refused(
                () -> Model.of(List.of(in), List.of()),
                """
                E136: a model needs an input and an output, but gets 1 inputs and 0 outputs.
                  Type: Model.of(in, out)""");
        refused(
                () -> new Dense(3).apply(),
                """
                E136: dense was applied to nothing.
                  Type: layer.apply(Symbol.input(8))""");
    }

    @Test
    void an_input_behind_a_layer() {
        refused(
                () -> Sequential.of(new Dense(3), new Input(4), new Dense(2)),
                """
                E136: an input (4) stands in the middle of the model, behind dense.
                  Type: Sequential.of(new Input(…), …) with the input first and only once""");
    }

    @Test
    void a_layer_used_with_rows_of_two_shapes() {
        Symbol a = Symbol.input(3);
        Symbol b = Symbol.input(4);
        var shared = new Dense(3).withName("shared");
        Symbol one = shared.apply(a);
        Symbol other = shared.apply(b);
        refused(
                () -> Model.of(List.of(a, b), List.of(one, other)),
                """
                E133: layer shared is used with rows of 3 and with rows of 4, but has one kernel: 3x3, not 4x3.
                  Type: new Dense(…).withName("shared_2") for the second, or bring both inputs to one shape""");
        assertThat(Model.of(a, one).weights().get("shared/kernel").shape().toString())
                .as("the layer can still be used as it was")
                .isEqualTo("3x3");
    }

    @Test
    void two_inputs_for_a_layer_of_one() {
        Symbol a = Symbol.input(3);
        refused(
                () -> new Dense(2).apply(a, a),
                """
                E136: dense takes one input, not 2.
                  Type: new Concatenate().apply(a, b) before it""");
    }
}
