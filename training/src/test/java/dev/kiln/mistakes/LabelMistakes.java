package dev.kiln.mistakes;

import static dev.kiln.mistakes.Tried.answers;
import static dev.kiln.mistakes.Tried.classes;
import static dev.kiln.mistakes.Tried.columns;
import static dev.kiln.mistakes.Tried.linear;
import static dev.kiln.mistakes.Tried.numbers;
import static dev.kiln.mistakes.Tried.oneHot;
import static dev.kiln.mistakes.Tried.regression;
import static dev.kiln.mistakes.Tried.sigmoid;
import static dev.kiln.mistakes.Tried.softmax;
import static dev.kiln.mistakes.Tried.x;
import static dev.kiln.mistakes.Tried.y;

import dev.kiln.layers.Dense;
import dev.kiln.layers.Embedding;
import dev.kiln.layers.Flatten;
import dev.kiln.layers.Input;
import dev.kiln.losses.SparseCategoricalCrossentropy;
import dev.kiln.model.Model;
import dev.kiln.model.Sequential;

import java.util.LinkedHashMap;
import java.util.Map;

/// Mistakes with labels, with the loss or the last layer that they do not suit, and with single numbers.
final class LabelMistakes {
    private static final String SPARSE = "sparse_categorical_crossentropy";
    private static final String BINARY = "binary_crossentropy";

    private LabelMistakes() {}

    static Map<String, Attempt> all() {
        var attempts = new LinkedHashMap<String, Attempt>();
        classNumbers(attempts);
        oneHotRows(attempts);
        yesOrNo(attempts);
        numbersToMeet(attempts);
        numbersThatAreNone(attempts);
        return attempts;
    }

    private static Attempt fitted(Model model, Object loss, Object labels) {
        return fit -> model.compile("adam", loss, "accuracy").fit(x(), labels, fit).names();
    }

    private static void classNumbers(Map<String, Attempt> attempts) {
        attempts.put(
                "label_too_large", fitted(softmax(), SPARSE, y(row -> row == 5 ? 3 : row % 3)));
        attempts.put(
                "label_negative", fitted(softmax(), SPARSE, y(row -> row == 5 ? -1 : row % 3)));
        attempts.put("labels_1_based", fitted(softmax(), SPARSE, y(row -> row % 3 + 1)));
        attempts.put(
                "float_labels_fractional",
                fitted(softmax(), SPARSE, y(row -> 0.7 + row % 2 * 0.5)));
        attempts.put("onehot_with_sparse", fitted(softmax(), SPARSE, oneHot(3)));
        attempts.put("sparse_with_one_output", fitted(sigmoid(), SPARSE, answers()));
        attempts.put("cce_on_logits", fitted(linear(3), SPARSE, classes()));
        attempts.put(
                "from_logits_on_softmax",
                fitted(softmax(), new SparseCategoricalCrossentropy(true), classes()));
        attempts.put(
                "embedding_out_of_range",
                fit ->
                        Sequential.of(
                                        new Input(2),
                                        new Embedding(5, 2),
                                        new Flatten(),
                                        new Dense(3, "softmax"))
                                .compile("adam", SPARSE)
                                .fit(columns(2, row -> row == 7 ? 7 : row % 5), classes(), fit));
    }

    private static void oneHotRows(Map<String, Attempt> attempts) {
        String categorical = "categorical_crossentropy";
        attempts.put("int_labels_with_categorical", fitted(softmax(), categorical, classes()));
        attempts.put(
                "int_column_with_categorical",
                fitted(softmax(), categorical, columns(1, row -> row % 3)));
        attempts.put("wrong_onehot_width", fitted(softmax(), categorical, oneHot(4)));
        attempts.put(
                "softmax_one_unit",
                fitted(
                        Sequential.of(new Input(4), new Dense(1, "softmax")),
                        categorical,
                        answers()));
    }

    private static void yesOrNo(Map<String, Attempt> attempts) {
        attempts.put(
                "binary_loss_multi_output_int",
                fitted(Sequential.of(new Input(4), new Dense(3, "sigmoid")), BINARY, classes()));
        attempts.put("binary_labels_not_01", fitted(sigmoid(), BINARY, y(row -> row % 2 + 1)));
        attempts.put("binary_labels_pm1", fitted(sigmoid(), BINARY, y(row -> row % 2 * 2 - 1)));
        attempts.put("bce_on_logits", fitted(linear(1), BINARY, answers()));
        attempts.put(
                "y_bool",
                fitted(
                        sigmoid(),
                        BINARY,
                        new boolean[] {
                            true, false, true, false, true, false, true, false, true, false, true,
                            false
                        }));
    }

    private static Attempt squared(int units, Object labels) {
        return fit -> linear(units).compile("sgd", "mse").fit(x(), labels, fit).names();
    }

    private static void numbersToMeet(Map<String, Attempt> attempts) {
        attempts.put("mse_broadcast_rank1_vs_k", squared(3, numbers()));
        attempts.put("mse_y_n1_output_3", squared(3, columns(1, row -> row * 0.3)));
        attempts.put("mse_y_two_columns_output_one", squared(1, columns(2, row -> row * 0.3)));
        attempts.put(
                "all_constant_target_r2",
                fit ->
                        linear(1)
                                .compile("sgd", "mse", "r2_score")
                                .fit(x(), y(_ -> 2), fit)
                                .last("r2_score"));
    }

    private static void numbersThatAreNone(Map<String, Attempt> attempts) {
        attempts.put("nan_in_x", fit -> regression().fit(with(Float.NaN), numbers(), fit));
        attempts.put(
                "inf_in_x", fit -> regression().fit(with(Float.POSITIVE_INFINITY), numbers(), fit));
        attempts.put("nan_in_y", squared(1, y(row -> row == 3 ? Double.NaN : row)));
        attempts.put(
                "nan_sparse_labels",
                fitted(softmax(), SPARSE, y(row -> row == 3 ? Double.NaN : row % 3)));
        attempts.put(
                "cross_entropy_int_overflow_unscaled_inputs",
                fit -> {
                    float[][] bytes = columns(4, row -> row * 51 % 256);
                    return softmax().compile("adam", SPARSE).fit(bytes, classes(), fit).names();
                });
    }

    private static float[][] with(float number) {
        float[][] rows = x();
        rows[7][2] = number;
        return rows;
    }
}
