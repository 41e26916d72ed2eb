package dev.kiln.saving.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.catalog.UserError;
import dev.kiln.data.FloatArray;
import dev.kiln.model.Model;
import dev.kiln.saving.Json;
import dev.kiln.saving.ModelConfig;
import dev.kiln.tensor.Shape;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Collections;

/// Functions that stand in a file between its layers; their numbers are compared with Keras' on recorded files.
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class OperationTest {
    private static final String X = tensor("x");

    private static String tensor(String layer) {
        return """
        {"class_name": "__keras_tensor__", "config": {"shape": [null, 4, 6], "dtype": "float32",
         "keras_history": ["%s", 0, 0]}}"""
                .formatted(layer);
    }

    /// A model of one input, `4x6`, and these functions; `name kind config args` each.
    private static Model read(String input, String... functions) {
        var layers = new StringBuilder(input);
        String last = "x";
        for (String function : functions) {
            String[] words = function.split(" ", 4);
            last = words[0];
            layers.append(
                    """
                    , {"module": "keras.src.ops.numpy", "class_name": "%s", "config": %s, "registered_name": "%s",
                     "name": "%s", "inbound_nodes": [{"args": %s, "kwargs": {}}]}"""
                            .formatted(words[1], words[2], words[1], words[0], words[3]));
        }
        return ModelConfig.read(
                Json.read(
                        """
                        {"class_name": "Functional", "config": {"name": "m", "layers": [%s],
                         "input_layers": [["x", 0, 0]], "output_layers": [["%s", 0, 0]]}}"""
                                .formatted(layers, last),
                        "the test"));
    }

    private static Model model(String... functions) {
        return read(
                """
                {"class_name": "InputLayer", "config": {"batch_shape": [null, 4, 6], "dtype": "float32", "name": "x"},
                 "name": "x", "inbound_nodes": []}""",
                functions);
    }

    @Test
    void a_function_is_a_layer_by_its_name() {
        Model model =
                model(
                        "twice Multiply {} [" + X + ",2]",
                        "less Subtract {} [1," + tensor("twice") + "]");
        var row = new float[24];
        row[5] = 3;
        assertThat(model.predict(FloatArray.of(Shape.of(1, 4, 6), row)).get(5)).isEqualTo(-5);
        assertThat(model.layers())
                .extracting(part -> part.name())
                .containsExactly("x", "twice", "less");
        assertThat(model.summary().toString()).contains("twice");
    }

    @Test
    void a_function_that_is_not_known_is_named_with_what_to_do() {
        assertThatThrownBy(() -> model("turned Fft2 {} [" + X + "]"))
                .isInstanceOf(UserError.class)
                .hasMessage(
                        """
                        E194: the file computes turned with the function Fft2 of keras.ops between its layers, which Kiln does not read.
                          Write it in Keras with a layer (Rescaling, Activation, Reshape, ...), or build the model in Java with a Lambda of your own, then: model.loadWeights("...")""");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Mean     | {'axis': 0}                       | [X]           | mixes the rows of a batch",
                "Sum      | {'axis': null}                    | [X]           | mixes the rows of a batch",
                "Reshape  | {'newshape': [-1, 3]}             | [X]           | mixes the rows of a batch",
                "Transpose| {'axes': null}                    | [X]           | mixes the rows of a batch",
                "GetItem  | {}                                | [X, [0]]      | mixes the rows of a batch",
                "GetItem  | {}                                | [X, [{'class_name':'__ellipsis__'}, 9]] | index 9 is outside of 6",
                "Max      | {'axis': 7}                       | [X]           | it has no axis 7",
                "Split    | {'indices_or_sections': 5, 'axis': 1} | [X]       | 4 cannot be cut into 5 parts",
                "Add      | {}                                | [X]           | an operand is missing",
                "Add      | {}                                | [X, [1, [2]]] | a constant has rows of several lengths",
                "Add      | {}                                | [X, [1, 2, 3]] | cannot pair",
                "Add      | {}                                | [X, 'one']    | an operand is missing",
                "Matmul   | {}                                | [X, X]        | cannot",
                "Take     | {'axis': 1}                       | [X, X]        | its indices are no short list",
                "Repeat   | {'axis': 1, 'repeats': -1}        | [X]           | cannot be applied",
                "Repeat   | {'axis': 1, 'repeats': 2000000000} | [X]          | cannot be applied",
                "Pad      | {'pad_width': [[1, 1], [0, 0], [0, 0]], 'mode': 'constant'} | [X] | mixes the rows",
                "Pad      | {'pad_width': [[0, 0], [1, 1], [0, 0]], 'mode': 'reflect'} | [X] | only constants are added",
                "OneHot   | {'num_classes': -3}               | [X]           | cannot be applied",
                "Einsum   | {'subscripts': 'abc,abd->acd'}    | [X]           | it takes two arrays",
                "ExpandDims | {'axis': [%1$s]}                | [X]           | it adds more axes than an array has",
                "GetItem  | {}                                | [X, [%1$s]]   | indices",
                "Norm     | {'ord': 'fro', 'axis': [1, 2]}    | [X]           | norms of matrices are not read",
            })
    void what_a_function_cannot_do_is_said(String kind, String config, String args, String why) {
        String many = String.join(",", Collections.nCopies(70, "1"));
        String given = args.replace("%1$s", many).replace('\'', '"').replace("X", X);
        assertThatThrownBy(
                        () ->
                                model(
                                        "f "
                                                + kind.strip()
                                                + " "
                                                + config.replace("%1$s", many)
                                                        .replace('\'', '"')
                                                        .replace(", ", ",")
                                                        .replace(": ", ":")
                                                + " "
                                                + given))
                .isInstanceOf(UserError.class)
                .hasMessageStartingWith(
                        "E194: the function " + kind.strip() + " that the file computes as f")
                .hasMessageContaining(why);
    }

    @Test
    void a_function_with_endless_settings_is_refused() {
        String many = String.join(",", Collections.nCopies(5000, "1"));
        assertThatThrownBy(
                        () ->
                                model(
                                        "f Split {\"indices_or_sections\":["
                                                + many
                                                + "],\"axis\":1} ["
                                                + X
                                                + "]"))
                .hasMessageStartingWith(
                        "E194: the function Split that the file computes as f has a list of more than 4096 settings.");
    }

    @Test
    void a_function_called_twice_is_refused() {
        String twice =
                """
                {"module": "keras.src.ops.numpy", "class_name": "Exp", "config": {}, "name": "f", "inbound_nodes": [
                 {"args": [%s], "kwargs": {}}, {"args": [%s], "kwargs": {}}]}"""
                        .formatted(X, X);
        String input =
                "{\"class_name\": \"InputLayer\", \"config\": {\"batch_shape\": [null, 4, 6], \"dtype\": \"float32\","
                        + " \"name\": \"x\"}, \"name\": \"x\", \"inbound_nodes\": []}";
        assertThatThrownBy(() -> read(input + ", " + twice, "g Exp {} [" + tensor("f") + "]"))
                .hasMessageStartingWith("E194: the file computes f 2 times.");
    }
}
