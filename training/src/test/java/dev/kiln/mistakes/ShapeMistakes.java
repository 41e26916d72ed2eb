package dev.kiln.mistakes;

import static dev.kiln.mistakes.Tried.classes;
import static dev.kiln.mistakes.Tried.classifier;
import static dev.kiln.mistakes.Tried.numbers;
import static dev.kiln.mistakes.Tried.regression;
import static dev.kiln.mistakes.Tried.softmax;
import static dev.kiln.mistakes.Tried.x;

import dev.kiln.data.FloatArray;
import dev.kiln.layers.Add;
import dev.kiln.layers.BatchNormalization;
import dev.kiln.layers.Concatenate;
import dev.kiln.layers.Conv2D;
import dev.kiln.layers.Dense;
import dev.kiln.layers.Embedding;
import dev.kiln.layers.Input;
import dev.kiln.layers.LSTM;
import dev.kiln.layers.MaxPooling2D;
import dev.kiln.layers.Reshape;
import dev.kiln.model.Model;
import dev.kiln.model.Sequential;
import dev.kiln.tensor.Shape;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Mistakes with models, layers and the shapes of rows.
final class ShapeMistakes {
    private ShapeMistakes() {}

    static Map<String, Attempt> all() {
        var attempts = new LinkedHashMap<String, Attempt>();
        calls(attempts);
        rows(attempts);
        layers(attempts);
        graphs(attempts);
        return attempts;
    }

    private static void calls(Map<String, Attempt> attempts) {
        attempts.put("fit_before_compile", fit -> softmax().fit(x(), classes(), fit));
        attempts.put("evaluate_before_compile", _ -> softmax().evaluate(x(), classes()));
        attempts.put("predict_before_compile", _ -> softmax().predict(x()).shape());
        attempts.put(
                "compile_without_loss",
                fit -> softmax().compile("adam", null).fit(x(), classes(), fit));
        attempts.put("fit_without_y", fit -> classifier().fit(x(), null, fit));
        attempts.put(
                "model_without_layers_fit",
                fit -> Sequential.of().compile("adam", "mse").fit(x(), numbers(), fit));
    }

    private static void rows(Map<String, Attempt> attempts) {
        attempts.put("wrong_feature_count", fit -> classifier().fit(x(5), classes(), fit));
        attempts.put(
                "wrong_rank_input",
                fit ->
                        classifier()
                                .fit(
                                        FloatArray.of(x()).reshape(Shape.of(12, 4, 1)),
                                        classes(),
                                        fit));
        attempts.put("rank1_input", fit -> classifier().fit(numbers(), classes(), fit));
        attempts.put("predict_single_sample_1d", _ -> classifier().predict(x()[0]));
        attempts.put("empty_data", fit -> regression().fit(new float[0][4], new float[0], fit));
        attempts.put("empty_predict", _ -> regression().predict(new float[0][4]));
        attempts.put("empty_evaluate", _ -> regression().evaluate(new float[0][4], new float[0]));
    }

    private static void layers(Map<String, Attempt> attempts) {
        attempts.put(
                "conv_on_flat", _ -> Sequential.of(new Input(4), new Conv2D(2, 3)).outputShapes());
        attempts.put(
                "dense_on_undefined",
                _ -> Sequential.of(new Input(Shape.UNKNOWN), new Dense(2)).outputShapes());
        attempts.put(
                "conv_kernel_too_big",
                _ -> Sequential.of(new Input(3, 3, 1), new Conv2D(2, 5)).outputShapes());
        attempts.put(
                "pool_too_big",
                _ -> Sequential.of(new Input(3, 3, 1), new MaxPooling2D(4)).outputShapes());
        attempts.put(
                "batchnorm_axis_out",
                _ ->
                        Sequential.of(new Input(4), new BatchNormalization().withAxis(3))
                                .outputShapes());
        attempts.put(
                "reshape_mismatch",
                _ -> Sequential.of(new Input(4), new Reshape(3)).outputShapes());
        attempts.put("lstm_on_2d", _ -> Sequential.of(new Input(3), new LSTM(2)).outputShapes());
        attempts.put(
                "embedding_then_dense_shape",
                _ ->
                        Sequential.of(new Input(6), new Embedding(5, 2), new Dense(1))
                                .outputShapes()
                                .getFirst());
        attempts.put(
                "sequential_multi_output_layer",
                _ ->
                        Sequential.of(new Input(3, 2), new LSTM(2).withReturnState(true))
                                .outputShapes()
                                .size());
    }

    private static void graphs(Map<String, Attempt> attempts) {
        attempts.put(
                "add_shapes", _ -> new Add().apply(new Input(3).symbol(), new Input(4).symbol()));
        attempts.put(
                "concat_shapes",
                _ -> new Concatenate().apply(new Input(3, 2).symbol(), new Input(4, 3).symbol()));
        attempts.put(
                "duplicate_layer_names",
                _ ->
                        Sequential.of(
                                        new Input(4),
                                        new Dense(2).withName("a"),
                                        new Dense(2).withName("a"))
                                .outputShapes());
        attempts.put(
                "graph_disconnected",
                _ -> {
                    var first = new Input(3).symbol();
                    var second = new Input(3).symbol();
                    return Model.of(List.of(first), List.of(new Dense(1).apply(second)));
                });
    }
}
