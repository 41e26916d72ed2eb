package dev.kiln.mistakes;

import static dev.kiln.mistakes.Tried.classes;
import static dev.kiln.mistakes.Tried.classifier;
import static dev.kiln.mistakes.Tried.linear;
import static dev.kiln.mistakes.Tried.numbers;
import static dev.kiln.mistakes.Tried.regression;
import static dev.kiln.mistakes.Tried.x;
import static dev.kiln.mistakes.Tried.y;

import dev.kiln.data.Dataset;
import dev.kiln.layers.BatchNormalization;
import dev.kiln.layers.Dense;
import dev.kiln.layers.Input;
import dev.kiln.model.FitOptions;
import dev.kiln.model.Model;
import dev.kiln.model.Sequential;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/// Mistakes with the arguments of a fit.
final class FitMistakes {
    private FitMistakes() {}

    static Map<String, Attempt> all() {
        var attempts = new LinkedHashMap<String, Attempt>();
        counts(attempts);
        validation(attempts);
        classWeights(attempts);
        sampleWeights(attempts);
        severalFits(attempts);
        return attempts;
    }

    private static Attempt fit(UnaryOperator<FitOptions> options) {
        return fit -> regression().fit(x(), numbers(), options.apply(fit)).names();
    }

    private static void counts(Map<String, Attempt> attempts) {
        attempts.put("batch_size_0", fit(options -> options.withBatchSize(0)));
        attempts.put("batch_size_negative", fit(options -> options.withBatchSize(-1)));
        attempts.put("batch_size_float", new JavaSource("new FitOptions(1).withBatchSize(4.0)"));
        attempts.put("epochs_0", fit(options -> options.withEpochs(0)));
        attempts.put("epochs_negative", fit(options -> options.withEpochs(-1)));
        attempts.put("epochs_float", new JavaSource("new FitOptions(1.5)"));
        attempts.put(
                "initial_epoch_ge_epochs",
                fit(options -> options.withInitialEpoch(5).withEpochs(5)));
        attempts.put("steps_per_epoch_0", fit(options -> options.withStepsPerEpoch(0)));
        attempts.put(
                "steps_per_epoch_too_many",
                fit ->
                        regression()
                                .fit(
                                        x(),
                                        numbers(),
                                        fit.withStepsPerEpoch(100).withBatchSize(4).withEpochs(2))
                                .epochs());
        attempts.put(
                "mismatched_lengths", fit -> regression().fit(x(), y(11, row -> row * 0.3), fit));
    }

    private static void validation(Map<String, Attempt> attempts) {
        for (double split : new double[] {1.5, 1.0, 0.0, -0.1, 0.99, 0.01}) {
            attempts.put(
                    "validation_split_" + split,
                    fit(options -> options.withValidationSplit(split)));
        }
        var other = Dataset.of(x(), y(row -> row * 0.2));
        attempts.put(
                "validation_split_and_data",
                fit(options -> options.withValidationSplit(0.25).withValidationData(other)));
        attempts.put(
                "validation_data_wrong_shape",
                fit(options -> options.withValidationData(Dataset.of(x(5), numbers()))));
        attempts.put(
                "validation_data_empty",
                fit(
                        options ->
                                options.withValidationData(
                                        Dataset.of(new float[0][4], new float[0]))));
        attempts.put(
                "validation_data_x_only",
                fit(options -> options.withValidationData(Dataset.of(x()))));
        attempts.put(
                "validation_sorted_classes",
                fit ->
                        classifier()
                                .fit(x(), y(row -> row / 4), fit.withValidationSplit(0.33))
                                .names());
    }

    private static Attempt weighted(Map<Integer, Double> weights) {
        return fit -> classifier().fit(x(), classes(), fit.withClassWeight(weights)).names();
    }

    private static void classWeights(Map<String, Attempt> attempts) {
        attempts.put("class_weight_wrong_keys", weighted(Map.of(5, 2.0)));
        attempts.put(
                "class_weight_string_keys",
                new JavaSource("new FitOptions(1).withClassWeight(Map.of(\"0\", 2.0))"));
        attempts.put(
                "class_weight_list",
                new JavaSource("new FitOptions(1).withClassWeight(List.of(1.0, 2.0, 3.0))"));
        attempts.put(
                "class_weight_and_sample_weight",
                fit ->
                        classifier()
                                .fit(
                                        Dataset.of(x(), classes()).withSampleWeights(y(_ -> 1)),
                                        fit.withClassWeight(Map.of(0, 2.0))));
        attempts.put(
                "class_weight_regression",
                fit ->
                        regression()
                                .fit(x(), numbers(), fit.withClassWeight(Map.of(0, 2.0)))
                                .names());
        attempts.put(
                "class_weight_multi_output",
                fit -> {
                    var in = new Input(4).symbol();
                    var first = new Dense(1).apply(in);
                    var second = new Dense(1).apply(in);
                    return Model.of(List.of(in), List.of(first, second))
                            .compile("sgd", "mse")
                            .fit(
                                    x(),
                                    List.of(numbers(), numbers()),
                                    fit.withClassWeight(Map.of(0, 2.0)));
                });
    }

    private static Attempt weighted(float[] weights) {
        return fit ->
                regression()
                        .fit(Dataset.of(x(), numbers()).withSampleWeights(weights), fit)
                        .names();
    }

    private static void sampleWeights(Map<String, Attempt> attempts) {
        attempts.put("mismatched_sample_weight", weighted(y(11, _ -> 1)));
        attempts.put("negative_sample_weight", weighted(y(_ -> -1)));
        attempts.put("zero_sample_weight", weighted(y(_ -> 0)));
    }

    private static void severalFits(Map<String, Attempt> attempts) {
        attempts.put(
                "huge_lr_diverges",
                fit ->
                        linear(1)
                                .compile("sgd(learning_rate=1e6)", "mse")
                                .fit(x(), numbers(), fit.withEpochs(8).withBatchSize(4))
                                .last("loss"));
        attempts.put(
                "batchnorm_batch_of_one",
                fit ->
                        Sequential.of(new Input(4), new BatchNormalization(), new Dense(1))
                                .compile("sgd", "mse")
                                .fit(x(), numbers(), fit.withBatchSize(1))
                                .names());
        attempts.put(
                "recompile_resets_optimizer",
                fit -> {
                    var model = regression();
                    model.fit(x(), numbers(), fit);
                    return model.compile("sgd", "mse").training().steps();
                });
        attempts.put(
                "fit_twice_continues",
                fit -> {
                    var model = regression();
                    model.fit(x(), numbers(), fit);
                    return model.fit(x(), numbers(), fit).epochs()
                            + " after "
                            + model.training().steps()
                            + " steps";
                });
        attempts.put(
                "trainable_changed_after_compile",
                fit -> {
                    var model = regression();
                    model.layers().getLast().setTrainable(false);
                    var before = model.weights().values();
                    model.fit(x(), numbers(), fit);
                    return java.util.Arrays.deepEquals(
                            before.toArray(), model.weights().values().toArray());
                });
    }
}
