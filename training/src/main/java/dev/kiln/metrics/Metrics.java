package dev.kiln.metrics;

import dev.kiln.catalog.Call;
import dev.kiln.catalog.Catalog;
import dev.kiln.losses.Task;
import dev.kiln.tensor.Shape;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// The metrics that have names.
public final class Metrics {
    /// One line a metric: its name, its defaults, its other names.
    public static final Catalog<Metric> CATALOG =
            new Catalog<Metric>("metric", "E145")
                    .with("accuracy", new Accuracy(), "acc")
                    .with("binary_accuracy", new BinaryAccuracy())
                    .with("categorical_accuracy", new CategoricalAccuracy())
                    .with("sparse_categorical_accuracy", new SparseCategoricalAccuracy())
                    .with("top_k_categorical_accuracy", new TopKCategoricalAccuracy(), "top_k")
                    .with("sparse_top_k_categorical_accuracy", new SparseTopKCategoricalAccuracy())
                    .with("precision", new Precision())
                    .with("recall", new Recall())
                    .with("auc", new AUC())
                    .with("f1_score", new F1Score())
                    .with("f_beta_score", new FBetaScore(), "fbeta_score")
                    .with("true_positives", new TruePositives())
                    .with("true_negatives", new TrueNegatives())
                    .with("false_positives", new FalsePositives())
                    .with("false_negatives", new FalseNegatives())
                    .with("precision_at_recall", 1, new PrecisionAtRecall(0.5))
                    .with("recall_at_precision", 1, new RecallAtPrecision(0.5))
                    .with("sensitivity_at_specificity", 1, new SensitivityAtSpecificity(0.5))
                    .with("specificity_at_sensitivity", 1, new SpecificityAtSensitivity(0.5))
                    .with("mean_squared_error", new MeanSquaredError(), "mse")
                    .with("root_mean_squared_error", new RootMeanSquaredError(), "rmse")
                    .with("mean_absolute_error", new MeanAbsoluteError(), "mae")
                    .with(
                            "mean_absolute_percentage_error",
                            new MeanAbsolutePercentageError(),
                            "mape")
                    .with(
                            "mean_squared_logarithmic_error",
                            new MeanSquaredLogarithmicError(),
                            "msle")
                    .with("r2_score", new R2Score())
                    .with("pearson_correlation", new PearsonCorrelation())
                    .with("concordance_correlation", new ConcordanceCorrelation())
                    .with("cosine_similarity", new CosineSimilarity())
                    .with("log_cosh_error", new LogCoshError(), "log_cosh", "logcosh")
                    .with("poisson", new Poisson())
                    .with("kl_divergence", new KLDivergence(), "kld")
                    .with("hinge", new Hinge())
                    .with("squared_hinge", new SquaredHinge())
                    .with("categorical_hinge", new CategoricalHinge())
                    .with("binary_crossentropy", new BinaryCrossentropy(), "bce")
                    .with("categorical_crossentropy", new CategoricalCrossentropy())
                    .with("sparse_categorical_crossentropy", new SparseCategoricalCrossentropy())
                    .with("io_u", 2, new IoU(2, List.of(1)), "iou")
                    .with("binary_io_u", new BinaryIoU(), "binary_iou")
                    .with("mean_io_u", 1, new MeanIoU(2), "mean_iou")
                    .with("one_hot_io_u", 2, new OneHotIoU(2, List.of(1)), "one_hot_iou")
                    .with("one_hot_mean_io_u", 1, new OneHotMeanIoU(2), "one_hot_mean_iou")
                    .with("mean", new Mean())
                    .with("sum", new Sum());

    private static final Set<String> ACCURACY = Set.of("accuracy", "acc");
    private static final String TOP_K = "top_k";

    private Metrics() {}

    /// Whether a name stands for the accuracy that fits the shapes.
    public static boolean isAccuracy(String typed) {
        return ACCURACY.contains(typed.toLowerCase(Locale.ROOT));
    }

    /// The metric that a name stands for beside labels and predictions of these shapes.
    ///
    /// `accuracy` is chosen by the shapes alone, as Keras does, whatever the loss, and so is `top_k`. A name without
    /// arguments stays the metric's name as typed.
    ///
    /// @throws dev.kiln.catalog.UserError where there is no such metric
    public static Metric named(Call typed, Shape labels, Shape predictions) {
        Task task = Task.of(labels, predictions);
        boolean isTopK = typed.name().equalsIgnoreCase(TOP_K);
        var arguments = new LinkedHashMap<>(typed.named());
        if (isAccuracy(typed.name())
                || isTopK
                || (typed.positional().isEmpty() && arguments.isEmpty())) {
            arguments.putIfAbsent("name", typed.name());
        }
        String name =
                isAccuracy(typed.name())
                        ? accuracy(task)
                        : isTopK && task == Task.CLASS_NUMBERS
                                ? "sparse_top_k_categorical_accuracy"
                                : typed.name();
        return CATALOG.get(new Call(name, typed.positional(), arguments));
    }

    private static String accuracy(Task task) {
        return switch (task) {
            case BINARY -> "binary_accuracy";
            case CLASS_NUMBERS -> "sparse_categorical_accuracy";
            case ONE_HOT -> "categorical_accuracy";
        };
    }
}
