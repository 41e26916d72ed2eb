package dev.kiln.losses;

import dev.kiln.catalog.Call;
import dev.kiln.catalog.Catalog;
import dev.kiln.tensor.Shape;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Set;

/// The losses that have names.
public final class Losses {
    /// One line a loss: its name, its defaults, its other names.
    public static final Catalog<Loss> CATALOG =
            new Catalog<Loss>("loss")
                    .with("mean_squared_error", new MeanSquaredError(), "mse")
                    .with("mean_absolute_error", new MeanAbsoluteError(), "mae")
                    .with(
                            "mean_absolute_percentage_error",
                            new MeanAbsolutePercentageError(),
                            "mape")
                    .with(
                            "mean_squared_logarithmic_error",
                            new MeanSquaredLogarithmicError(),
                            "msle")
                    .with("huber", new Huber())
                    .with("log_cosh", new LogCosh())
                    .with("cosine_similarity", new CosineSimilarity())
                    .with("poisson", new Poisson())
                    .with("kl_divergence", new KLDivergence(), "kld")
                    .with("hinge", new Hinge())
                    .with("squared_hinge", new SquaredHinge())
                    .with("categorical_hinge", new CategoricalHinge())
                    .with("binary_crossentropy", new BinaryCrossentropy(), "bce")
                    .with("binary_focal_crossentropy", new BinaryFocalCrossentropy())
                    .with("categorical_crossentropy", new CategoricalCrossentropy())
                    .with("categorical_focal_crossentropy", new CategoricalFocalCrossentropy())
                    .with("sparse_categorical_crossentropy", new SparseCategoricalCrossentropy())
                    .with(
                            "categorical_generalized_cross_entropy",
                            new CategoricalGeneralizedCrossEntropy())
                    .with("dice", new Dice())
                    .with("tversky", new Tversky())
                    .with("circle", new Circle())
                    .with("ctc", new CTC());

    private static final Set<String> CROSSENTROPY = Set.of("crossentropy", "ce");

    private Losses() {}

    /// Whether a name stands for a loss, `crossentropy` included.
    public static boolean isKnown(String typed) {
        return isCrossentropy(typed) || CATALOG.find(typed).isPresent();
    }

    /// Whether a name stands for the crossentropy that fits the shapes.
    public static boolean isCrossentropy(String typed) {
        return CROSSENTROPY.contains(typed.toLowerCase(Locale.ROOT));
    }

    /// The loss that a name stands for beside labels and predictions of these shapes. `crossentropy` is chosen by
    /// the shapes alone, as Keras does; its name stays as typed.
    ///
    /// @throws dev.kiln.catalog.UserError where there is no such loss
    public static Loss named(Call typed, Shape labels, Shape predictions) {
        if (!isCrossentropy(typed.name())) {
            return CATALOG.get(typed);
        }
        String fitting =
                switch (Task.of(labels, predictions)) {
                    case BINARY -> "binary_crossentropy";
                    case CLASS_NUMBERS -> "sparse_categorical_crossentropy";
                    case ONE_HOT -> "categorical_crossentropy";
                };
        var arguments = new LinkedHashMap<>(typed.named());
        arguments.putIfAbsent("name", typed.name());
        return CATALOG.get(new Call(fitting, typed.positional(), arguments));
    }
}
