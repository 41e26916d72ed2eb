package dev.kiln.mistakes;

import static dev.kiln.mistakes.Tried.answers;
import static dev.kiln.mistakes.Tried.classes;
import static dev.kiln.mistakes.Tried.linear;
import static dev.kiln.mistakes.Tried.numbers;
import static dev.kiln.mistakes.Tried.sigmoid;
import static dev.kiln.mistakes.Tried.softmax;
import static dev.kiln.mistakes.Tried.x;

import dev.kiln.catalog.Call;
import dev.kiln.layers.Input;
import dev.kiln.layers.Layers;
import dev.kiln.losses.Losses;
import dev.kiln.model.CompileOptions;
import dev.kiln.model.Model;
import dev.kiln.model.Sequential;
import dev.kiln.optimizers.Adam;
import dev.kiln.optimizers.Optimizers;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Mistakes with the names and arguments of optimizers, losses, metrics and layers.
final class WordMistakes {
    private WordMistakes() {}

    static Map<String, Attempt> all() {
        var attempts = new LinkedHashMap<String, Attempt>();
        optimizers(attempts);
        losses(attempts);
        metrics(attempts);
        layers(attempts);
        return attempts;
    }

    private static Attempt optimizer(String text) {
        return _ -> linear(1).compile(text, "mse").training().compiled().optimizer();
    }

    private static Attempt reads(String text) {
        return _ ->
                Optimizers.CATALOG
                        .entryOf(Optimizers.CATALOG.get(Call.of(text)))
                        .orElseThrow()
                        .name();
    }

    private static void optimizers(Map<String, Attempt> attempts) {
        attempts.put("unknown_optimizer", optimizer("adamm"));
        attempts.put("optimizer_case_ADAM", reads("ADAM"));
        attempts.put("optimizer_AdAm", reads("AdAm"));
        attempts.put(
                "optimizer_none",
                fit -> linear(1).compile(null, "mse").fit(x(), numbers(), fit).names());
        attempts.put("optimizer_int_lr", reads("adam(learning_rate=1)"));
        attempts.put("optimizer_lr_string", optimizer("adam(learning_rate=\"0.1\")"));
        attempts.put("optimizer_negative_lr", optimizer("sgd(learning_rate=-0.1)"));
        attempts.put(
                "optimizer_unknown_argument",
                _ ->
                        Optimizers.CATALOG
                                .entryOf(new Adam())
                                .orElseThrow()
                                .describe(Optimizers.CATALOG.get(Call.of("adam(lr=0.1)"))));
        attempts.put("optimizer_decay_argument", optimizer("adam(decay=0.1)"));
        attempts.put("two_clips", optimizer("adam(clipnorm=1.0, clipvalue=1.0)"));
        attempts.put("accumulation_1", optimizer("adam(gradient_accumulation_steps=1)"));
        attempts.put("momentum_2", optimizer("sgd(momentum=2.0)"));
        attempts.put("momentum_int", reads("sgd(momentum=1)"));
    }

    private static Attempt loss(String text) {
        return _ -> Losses.CATALOG.entryOf(Losses.CATALOG.get(Call.of(text))).orElseThrow().name();
    }

    private static void losses(Map<String, Attempt> attempts) {
        attempts.put("unknown_loss", _ -> linear(1).compile("adam", "crossentropi"));
        attempts.put("loss_case_MSE", loss("MSE"));
        attempts.put("loss_case_Mse", loss("Mse"));
        attempts.put("loss_spaces", _ -> linear(1).compile("adam", "mean squared error"));
        attempts.put(
                "bad_reduction", _ -> linear(1).compile("adam", "MeanSquaredError(reduction=avg)"));
        attempts.put(
                "from_logits_string_loss",
                fit ->
                        linear(3)
                                .compile(
                                        "adam",
                                        "SparseCategoricalCrossentropy(from_logits=true)",
                                        "accuracy")
                                .fit(x(), classes(), fit)
                                .names());
        attempts.put(
                "loss_list_too_long",
                _ -> linear(1).compile(CompileOptions.of("sgd", List.of("mse", "mae"))));
        attempts.put(
                "loss_weights_too_long",
                _ ->
                        linear(1)
                                .compile(
                                        CompileOptions.of("sgd", "mse")
                                                .withLossWeights(List.of(1.0, 2.0))));
    }

    private static Attempt metric(Model model, String loss, Object labels, String... metrics) {
        return fit -> model.compile("adam", loss, (Object[]) metrics).fit(x(), labels, fit).names();
    }

    private static void metrics(Map<String, Attempt> attempts) {
        attempts.put("metrics_as_string", metric(linear(1), "mse", numbers(), "mae"));
        attempts.put("unknown_metric", metric(linear(1), "mse", numbers(), "acuracy"));
        attempts.put(
                "unknown_metric_compile_only", _ -> linear(1).compile("adam", "mse", "acuracy"));
        attempts.put("f1_string", metric(linear(1), "mse", numbers(), "f1"));
        attempts.put("auc_string", metric(sigmoid(), "binary_crossentropy", answers(), "auc"));
        attempts.put("AUC_string", metric(sigmoid(), "binary_crossentropy", answers(), "AUC"));
        attempts.put(
                "precision_on_sparse_softmax",
                metric(softmax(), "sparse_categorical_crossentropy", classes(), "precision"));
        attempts.put(
                "AUC_on_sparse_softmax",
                metric(softmax(), "sparse_categorical_crossentropy", classes(), "AUC"));
        attempts.put("same_metric_twice", metric(linear(1), "mse", numbers(), "mae", "mae"));
        attempts.put("accuracy_on_regression", metric(linear(1), "mse", numbers(), "accuracy"));
    }

    private static Attempt layer(String text) {
        return _ -> Sequential.of(new Input(8, 8, 2), Layers.CATALOG.get(Call.of(text)));
    }

    private static void layers(Map<String, Attempt> attempts) {
        attempts.put("unknown_activation", layer("dense(2, activation=relux)"));
        attempts.put("unknown_initializer", layer("dense(2, kernel_initializer=glorot)"));
        attempts.put("unknown_regularizer", layer("dense(2, kernel_regularizer=l3)"));
        attempts.put("dense_zero_units", layer("dense(0)"));
        attempts.put("dense_negative_units", layer("dense(-1)"));
        attempts.put("dense_float_units", layer("dense(2.5)"));
        attempts.put("dropout_rate_1_5", layer("dropout(1.5)"));
        attempts.put("dropout_rate_percent", layer("dropout(20)"));
        attempts.put("conv_stride_and_dilation", layer("conv2d(2, 3, strides=2, dilation_rate=2)"));
        attempts.put("conv_groups_not_dividing", layer("conv2d(3, 3, groups=2)"));
        attempts.put("causal_conv2d", layer("conv2d(2, 3, padding=causal)"));
        attempts.put("bad_padding", layer("conv2d(2, 3, padding=full)"));
    }
}
