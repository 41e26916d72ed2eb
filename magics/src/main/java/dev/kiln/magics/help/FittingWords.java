package dev.kiln.magics.help;

import dev.kiln.catalog.Catalog;
import dev.kiln.data.DataSets;
import dev.kiln.losses.Losses;
import dev.kiln.magics.notebook.CellLanguage.Suggestion;
import dev.kiln.magics.session.Session;
import dev.kiln.metrics.Metrics;
import dev.kiln.model.Model;

import org.jspecify.annotations.Nullable;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// Losses and metrics for completion: those that fit the data and the last layer first, the others with the labels that
/// they want. Looks at shapes alone, not at rows.
final class FittingWords {
    /// What a loss compares with.
    private enum Labels {
        CLASS_NUMBERS(
                "wants class numbers",
                List.of("sparse_categorical_crossentropy"),
                List.of("accuracy")),
        ONE_HOT(
                "wants one-hot labels",
                List.of(
                        "categorical_crossentropy",
                        "categorical_focal_crossentropy",
                        "categorical_generalized_cross_entropy",
                        "categorical_hinge",
                        "kl_divergence"),
                List.of("accuracy", "auc", "precision", "recall")),
        YES_OR_NO(
                "wants yes/no labels",
                List.of(
                        "binary_crossentropy",
                        "binary_focal_crossentropy",
                        "hinge",
                        "squared_hinge",
                        "dice",
                        "tversky"),
                List.of("accuracy", "auc", "precision", "recall")),
        SEVERAL_ANSWERS(
                "wants yes/no labels",
                List.of("binary_crossentropy", "binary_focal_crossentropy"),
                List.of("binary_accuracy", "auc", "precision", "recall")),
        NUMBERS(
                "wants numbers to predict",
                List.of(
                        "mean_squared_error",
                        "mean_absolute_error",
                        "huber",
                        "log_cosh",
                        "mean_absolute_percentage_error",
                        "mean_squared_logarithmic_error",
                        "poisson",
                        "cosine_similarity"),
                List.of("mean_absolute_error", "root_mean_squared_error", "r2_score"));

        private final String text;
        private final List<String> losses;
        private final List<String> metrics;

        Labels(String text, List<String> losses, List<String> metrics) {
            this.text = text;
            this.losses = losses;
            this.metrics = metrics;
        }
    }

    private final @Nullable Labels labels;

    FittingWords(Session session) {
        this.labels =
                session.data().filter(data -> !data.train.targets().isEmpty()).isEmpty()
                        ? null
                        : of(session.needData(), session.model().orElse(null));
    }

    private static @Nullable Labels of(DataSets data, @Nullable Model model) {
        int units =
                model != null && model.isBuilt() && model.outputShapes().getFirst().rank() > 0
                        ? Math.max(model.outputShapes().getFirst().last(), 1)
                        : data.classes().size() == 2 ? 1 : Math.max(data.classes().size(), 1);
        return switch (data.task()) {
            case CLASSIFICATION ->
                    data.train.y.rowSize() > 1 && data.train.y.rowSize() == data.classes().size()
                            ? Labels.ONE_HOT
                            : units == 1 ? Labels.YES_OR_NO : Labels.CLASS_NUMBERS;
            case MULTI_LABEL -> Labels.SEVERAL_ANSWERS;
            case REGRESSION, RECONSTRUCTION -> Labels.NUMBERS;
            case UNLABELLED -> null;
        };
    }

    Stream<Suggestion> losses() {
        return sorted(Losses.CATALOG, labels == null ? List.of() : labels.losses)
                .map(
                        loss ->
                                isOdd(loss)
                                        ? new Suggestion(loss.text(), wanted(loss), loss.note())
                                        : loss);
    }

    Stream<Suggestion> metrics() {
        return sorted(Metrics.CATALOG, labels == null ? List.of() : labels.metrics);
    }

    private boolean isOdd(Suggestion loss) {
        return labels != null && !labels.losses.contains(loss.text());
    }

    /// `wants one-hot labels`, in the place of the word `loss`.
    private static String wanted(Suggestion loss) {
        return Stream.of(Labels.values())
                .filter(kind -> kind.losses.contains(loss.text()))
                .findFirst()
                .map(kind -> kind.text)
                .orElse(loss.type());
    }

    private static Stream<Suggestion> sorted(Catalog<?> catalog, List<String> first) {
        return catalog.entries().stream()
                .map(entry -> new Suggestion(entry.name(), catalog.kind(), entry.doc()))
                .sorted(
                        Comparator.comparingInt(
                                word -> {
                                    int place = first.indexOf(word.text());
                                    return place < 0 ? first.size() : place;
                                }));
    }
}
