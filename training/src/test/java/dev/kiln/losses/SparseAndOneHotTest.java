package dev.kiln.losses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.kiln.data.Categories;
import dev.kiln.data.FloatArray;
import dev.kiln.layers.Dense;
import dev.kiln.layers.Input;
import dev.kiln.model.CompileOptions;
import dev.kiln.model.FitOptions;
import dev.kiln.model.Model;
import dev.kiln.model.Sequential;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Random;

/// Class numbers and one-hot rows say the same, so both crossentropies give the same number, gradient and training.
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class SparseAndOneHotTest {
    private static final int CLASSES = 5;
    private final float[][] x = new float[30][4];
    private final int[] labels = new int[30];

    SparseAndOneHotTest() {
        var random = new Random(3);
        for (int row = 0; row < x.length; row++) {
            labels[row] = random.nextInt(CLASSES);
            for (int i = 0; i < 4; i++) {
                x[row][i] = (float) random.nextGaussian();
            }
        }
    }

    private static Model model(String last) {
        return Sequential.of(
                new Input(4), new Dense(8, "tanh"), new Dense(CLASSES).withActivation(last));
    }

    private static Object loss(boolean sparse, boolean fromLogits) {
        return sparse
                ? new SparseCategoricalCrossentropy(fromLogits)
                : new CategoricalCrossentropy(fromLogits);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void both_forms_give_the_same_number_on_the_same_data(boolean fromLogits) {
        var model = model(fromLogits ? "linear" : "softmax");
        double sparse = model.compile("sgd", loss(true, fromLogits)).evaluate(x, labels).loss();
        double oneHot =
                model.compile("sgd", loss(false, fromLogits))
                        .evaluate(x, Categories.toCategorical(labels, CLASSES))
                        .loss();
        assertThat(sparse).isGreaterThan(0.1).isCloseTo(oneHot, within(1e-6 * oneHot));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void both_forms_train_to_the_same_weights(boolean fromLogits) {
        FloatArray rows = Categories.toCategorical(labels, CLASSES);
        String last = fromLogits ? "linear" : "softmax";
        var sparse = model(last);
        var oneHot = model(last);
        var fit = new FitOptions(3).withBatchSize(8);
        sparse.compile(CompileOptions.of("sgd", loss(true, fromLogits), "accuracy"))
                .fit(x, labels, fit);
        oneHot.compile(CompileOptions.of("sgd", loss(false, fromLogits), "accuracy"))
                .fit(x, rows, fit);
        for (int i = 0; i < sparse.weights().values().size(); i++) {
            assertThat(sparse.weights().values().get(i))
                    .containsExactly(oneHot.weights().values().get(i), within(1e-6f));
        }
    }
}
