package dev.kiln.fit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.data.Categories;
import dev.kiln.layers.Dense;
import dev.kiln.layers.Input;
import dev.kiln.metrics.AUC;
import dev.kiln.metrics.Metrics;
import dev.kiln.model.CompileOptions;
import dev.kiln.model.FitOptions;
import dev.kiln.model.Sequential;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/// Weights depend on optimizer, loss and data, to the last bit.
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class MetricsDoNotSteerTest {
    private static final int ROWS = 40;
    private static final float[][] X = new float[ROWS][4];
    private static final float[] CLASSES = new float[ROWS];

    static {
        var random = new Random(1);
        for (int row = 0; row < ROWS; row++) {
            for (int i = 0; i < 4; i++) {
                X[row][i] = (float) random.nextGaussian();
            }
            CLASSES[row] = row % 3;
        }
    }

    private static Sequential model() {
        return Sequential.of(new Input(4), new Dense(8, "tanh"), new Dense(3, "softmax"));
    }

    private static List<float[]> trained(CompileOptions options, Object y) {
        var model = model();
        model.compile(options).fit(X, y, new FitOptions(2).withBatchSize(16));
        return model.weights().values();
    }

    /// Every metric that reads rows of three numbers with one-hot labels.
    private static Stream<String> metrics() {
        return Metrics.CATALOG.entries().stream()
                .filter(entry -> entry.arguments().stream().noneMatch(a -> a.isRequired()))
                .map(entry -> entry.name())
                .filter(name -> !name.startsWith("sparse_"));
    }

    @ParameterizedTest
    @MethodSource("metrics")
    void training_with_and_without_a_metric_ends_in_the_same_bits(String metric) {
        var y = Categories.toCategorical(CLASSES);
        var plain = CompileOptions.of("adam", "categorical_crossentropy");
        assertThat(trained(plain.withMetrics(List.of(metric)), y))
                .usingRecursiveComparison()
                .isEqualTo(trained(plain, y));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 200, 500, 2000})
    void however_much_work_a_metric_is(int thresholds) {
        var plain = CompileOptions.of("adam", "sparse_categorical_crossentropy");
        var watched = plain.withMetrics(List.of("accuracy", new AUC(thresholds), "precision"));
        assertThat(trained(watched, CLASSES))
                .usingRecursiveComparison()
                .isEqualTo(trained(plain, CLASSES));
    }

    @Test
    void weighted_metrics_do_not_steer_either() {
        var plain = CompileOptions.of("sgd", "sparse_categorical_crossentropy");
        assertThat(trained(plain.withWeightedMetrics(List.of("accuracy", "auc")), CLASSES))
                .usingRecursiveComparison()
                .isEqualTo(trained(plain, CLASSES));
    }

    @Test
    void compiling_changes_no_bit_of_any_weight_before_or_after_training() {
        var model = model();
        var before = model.weights().values();
        model.compile("adam", "sparse_categorical_crossentropy", "accuracy", "auc");
        assertThat(model.weights().values()).usingRecursiveComparison().isEqualTo(before);
        model.fit(X, CLASSES);
        var trained = model.weights().values();
        model.compile("sgd(momentum=0.9)", "sparse_categorical_crossentropy");
        model.evaluate(X, CLASSES);
        assertThat(model.weights().values()).usingRecursiveComparison().isEqualTo(trained);
    }
}
