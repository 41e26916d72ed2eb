package dev.kiln.callbacks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.catalog.UserError;
import dev.kiln.layers.Dense;
import dev.kiln.layers.Input;
import dev.kiln.model.FitOptions;
import dev.kiln.model.Model;
import dev.kiln.model.Sequential;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ModelCheckpointTest {
    private final float[][] x = {{1, 2}, {3, 4}};
    private final float[] y = {1, 2};

    private static Model model() {
        return Sequential.of(new Input(2), new Dense(1)).compile("sgd", "mse");
    }

    private void fit(Model model, ModelCheckpoint checkpoint) {
        model.fit(x, y, new FitOptions(1).withCallbacks(List.of(checkpoint)));
    }

    @Test
    void what_is_saved_may_be_said_after_the_file(@TempDir Path folder) {
        Path file = folder.resolve("x.weights.h5");
        fit(model(), new ModelCheckpoint(file.toString()).withSaveWeightsOnly(true));
        assertThat(file).exists();
    }

    @Test
    void a_file_that_does_not_say_what_is_saved_is_refused_before_training(@TempDir Path folder) {
        var model = model();
        var before = model.weights().values();
        assertThatThrownBy(() -> fit(model, new ModelCheckpoint(folder + "/x.weights.h5")))
                .isInstanceOf(UserError.class)
                .hasMessage(
                        "E143: a model is saved in a file that ends in .keras, not in %1$s/x.weights.h5.\n"
                                        .formatted(folder)
                                + "  Type: model_checkpoint(\"%1$s/x.weights.h5.keras\")"
                                        .formatted(folder));
        assertThatThrownBy(
                        () -> fit(model, new ModelCheckpoint("x.keras").withSaveWeightsOnly(true)))
                .hasMessage(
                        "E143: weights alone are saved in a file that ends in .weights.h5, not in x.keras.\n"
                                + "  Type: model_checkpoint(\"weights.weights.h5\", save_weights_only=true)");
        assertThat(model.weights().values()).usingRecursiveComparison().isEqualTo(before);
        assertThat(Files.exists(Path.of("x.keras"))).isFalse();
    }
}
