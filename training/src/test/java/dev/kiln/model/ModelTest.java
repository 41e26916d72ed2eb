package dev.kiln.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.catalog.UserError;
import dev.kiln.graph.Graph;
import dev.kiln.graph.Reference;
import dev.kiln.graph.Tensor;
import dev.kiln.layers.Activation;
import dev.kiln.layers.Dense;
import dev.kiln.layers.Dropout;
import dev.kiln.layers.Flatten;
import dev.kiln.layers.Formula;
import dev.kiln.layers.Input;
import dev.kiln.layers.Signal;
import dev.kiln.layers.Symbol;
import dev.kiln.tensor.Shape;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

import java.lang.foreign.Arena;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ModelTest {
    /// What the model gives for rows of numbers.
    private static double[] predict(Model model, double[] x) {
        var graph = new Graph();
        Shape row = model.inputs().getFirst().row();
        Tensor in = graph.input("x", row.batchOf(Math.toIntExact(x.length / row.size())));
        Map<String, double[]> inputs = new HashMap<>(Map.of("x", x));
        var forward =
                model.trace(
                        graph,
                        List.of(Signal.of(in)),
                        false,
                        weight -> {
                            var values = weight.get();
                            var wide = new double[values.length];
                            for (int i = 0; i < wide.length; i++) {
                                wide[i] = values[i];
                            }
                            inputs.put(weight.path(), wide);
                            return graph.input(weight.path(), weight.shape());
                        });
        return Reference.evaluate(forward.outputs().getFirst().value(), inputs);
    }

    private static List<String> paths(Model model) {
        return model.weights().all().stream().map(Weight::path).toList();
    }

    @Test
    void a_chain_names_its_layers_and_weights_as_keras_does() {
        var model =
                Sequential.of(
                        new Input(4),
                        new Dense(16, "relu"),
                        new Dropout(0.2),
                        new Dense(3, "softmax"));
        assertThat(paths(model))
                .containsExactly(
                        "sequential/dense/kernel",
                        "sequential/dense/bias",
                        "sequential/dense_1/kernel",
                        "sequential/dense_1/bias");
        assertThat(model.outputNames()).containsExactly("dense_1");
        assertThat(model.outputShapes()).containsExactly(Shape.of(Shape.UNKNOWN, 3));
        assertThat(model.inputs()).extracting(ModelInput::name).containsExactly("input_layer");
    }

    @Test
    void a_chain_computes_what_its_layers_say() {
        var model = Sequential.of(new Input(2), new Dense(1));
        model.weights().get("kernel").set(new float[] {2, 3});
        model.weights().get("bias").set(new float[] {1});
        assertThat(predict(model, new double[] {1, 1, 10, 0})).containsExactly(6, 21);
    }

    @Test
    void a_chain_without_an_input_is_built_when_the_shape_of_a_row_is_known() {
        var model = Sequential.of(new Flatten(), new Dense(2));
        assertThat(model.isBuilt()).isFalse();
        assertThatThrownBy(model::weights)
                .isInstanceOf(UserError.class)
                .hasMessageContaining("new Input(4)");
        model.build(Shape.of(3, 2));
        assertThat(model.weights().get("kernel").shape()).isEqualTo(Shape.of(6, 2));
    }

    @Test
    void one_layer_applied_twice_has_one_set_of_weights() {
        var shared = new Dense(3).withName("shared");
        Symbol a = Symbol.input(3);
        Symbol b = Symbol.input(3);
        var model =
                Model.of(List.of(a, b), List.of(shared.apply(a), shared.apply(shared.apply(b))));
        assertThat(paths(model)).containsExactly("shared/kernel", "shared/bias");
        assertThat(model.outputNames()).containsExactly("shared", "shared");
    }

    @Test
    void two_equal_layers_have_weights_of_their_own() {
        Symbol in = Symbol.input(3);
        var model = Model.of(in, new Dense(3).apply(new Dense(3).apply(in)));
        assertThat(paths(model))
                .containsExactly("dense/kernel", "dense/bias", "dense_1/kernel", "dense_1/bias");
    }

    @Test
    void a_model_inside_a_model_keeps_its_weights() {
        var inner = Sequential.of("inner", List.of(new Input(2), new Dense(2)));
        var outer = Sequential.of(new Input(2), inner, new Dense(1));
        assertThat(paths(outer))
                .containsExactly(
                        "sequential/inner/dense/kernel",
                        "sequential/inner/dense/bias",
                        "sequential/dense/kernel",
                        "sequential/dense/bias");
        inner.weights().get("bias").set(new float[] {5, 6});
        assertThat(outer.weights().get("inner/dense/bias").get()).containsExactly(5, 6);
    }

    @Test
    void another_model_made_from_a_layer_of_the_first_shares_its_weights() {
        var base = Sequential.of(new Input(2), new Dense(2).withName("code"), new Dense(1));
        var encoder = Model.of(base.inputSymbols(), List.of(base.layer("code").output()));
        base.weights().get("code/kernel").set(new float[] {1, 0, 0, 1});
        assertThat(predict(encoder, new double[] {3, 4})).containsExactly(3, 4);
    }

    @Test
    void a_frozen_layer_is_not_trained_until_it_is_unfrozen() {
        var model = Sequential.of(new Input(2), new Dense(2), new Dense(1));
        model.layer("dense").setTrainable(false);
        assertThat(model.weights().trainable())
                .extracting(Weight::path)
                .containsExactly("sequential/dense_1/kernel", "sequential/dense_1/bias");
        model.layer("dense").setTrainable(true);
        assertThat(model.weights().trainable()).hasSize(4);
    }

    @Test
    void weights_keep_their_numbers_when_they_move_into_other_memory() {
        var model = Sequential.of(new Input(2), new Dense(2), new Dense(1));
        model.layer("dense").setTrainable(false);
        var before = model.weights().values();
        var arena = Arena.ofAuto();
        var trained = arena.allocate(3 * 4);
        var others = arena.allocate(6 * 4);
        model.weights().moveTo(trained, others, arena);
        assertThat(model.weights().areAt(trained, others)).isTrue();
        for (int i = 0; i < before.size(); i++) {
            assertThat(model.weights().values().get(i)).containsExactly(before.get(i));
        }
        model.layer("dense").setTrainable(true);
        assertThat(model.weights().areAt(trained, others)).isFalse();
    }

    @Test
    void the_same_seed_gives_the_same_weights() {
        var one = Sequential.of(new Input(2), new Dense(2));
        var other = Sequential.of(new Input(2), new Dense(2));
        assertThat(one.weights().get("kernel").get())
                .containsExactly(other.weights().get("kernel").get());
        other.weights().initialize(7);
        assertThat(one.weights().get("kernel").get())
                .isNotEqualTo(other.weights().get("kernel").get());
    }

    @Test
    void a_layer_of_ones_own_is_a_lambda() {
        Formula squared =
                (x, scope) ->
                        x.square().times(scope.weight("scale", Shape.of(), (v, s, r) -> v[0] = 3));
        var model = Sequential.of(new Input(2), squared);
        assertThat(predict(model, new double[] {1, 2})).containsExactly(3, 12);
        assertThat(paths(model)).containsExactly("sequential/lambda/scale");
    }

    @Test
    void an_unknown_dimension_stays_unknown_until_a_layer_removes_it() {
        Symbol in = Symbol.input(Shape.UNKNOWN, 3);
        assertThat(new Dense(5).apply(in).shape()).isEqualTo(Shape.of(-1, -1, 5));
        assertThatThrownBy(() -> new Dense(5).apply(new Flatten().apply(in)))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("depends on a dimension of its input ? that is not known");
    }

    @Test
    void the_summary_counts_what_each_layer_owns() {
        var summary =
                Sequential.of(
                                new Input(4),
                                new Dense(16, "relu"),
                                new Activation("tanh"),
                                new Dense(3))
                        .summary();
        assertThat(summary.rows())
                .extracting(Summary.Row::parameters)
                .containsExactly(0L, 80L, 0L, 51L);
        assertThat(summary.parameters()).isEqualTo(131);
        assertThat(summary.bytes()).isEqualTo(524);
        assertThat(summary.rows())
                .extracting(Summary.Row::settings)
                .containsExactly("", "16 relu", "tanh", "3");
        assertThat(summary.totals())
                .isEqualTo("total 131 parameters (1 KB), all trainable; about 275 FLOP a sample");
        assertThat(summary.table().columnNames())
                .containsExactly("layer", "settings", "output shape", "params", "share");
        assertThat(summary.table().stringColumn("output shape").asList())
                .containsExactly("4", "16", "16", "3");
    }
}
