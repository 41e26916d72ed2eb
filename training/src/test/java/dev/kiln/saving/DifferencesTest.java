package dev.kiln.saving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.model.Model;
import dev.kiln.model.ModelFiles;
import dev.kiln.optimizers.LossScaleOptimizer;
import dev.kiln.optimizers.SGD;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Objects;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/// What a model from a Keras file does otherwise is said when it is loaded.
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class DifferencesTest {
    private static ModelFiles.Loaded load(String name) throws URISyntaxException {
        var file = Objects.requireNonNull(DifferencesTest.class.getResource(name), name);
        return ModelFiles.find().load(Path.of(file.toURI()));
    }

    @Test
    void layers_of_16_bits_compute_in_32() throws URISyntaxException {
        assertThat(load("sixteen-bits.keras").notes())
                .containsExactly(
                        "the file's layers compute in mixed_float16; Kiln computes in float32, so the last digits"
                                + " differ");
    }

    @Test
    void a_model_loaded_in_Java_warns_of_them() throws URISyntaxException {
        var file = Objects.requireNonNull(DifferencesTest.class.getResource("sixteen-bits.keras"));
        var said = new ArrayList<String>();
        var logger = Logger.getLogger(Model.class.getName());
        var handler =
                new Handler() {
                    @Override
                    public void publish(LogRecord entry) {
                        said.add(entry.getLevel() + " " + entry.getMessage());
                    }

                    @Override
                    public void flush() {}

                    @Override
                    public void close() {}
                };
        logger.addHandler(handler);
        try {
            String name = Path.of(file.toURI()).toString();
            Model.load(name);
            assertThat(said)
                    .containsExactly(
                            "WARNING "
                                    + name
                                    + ": the file's layers compute in mixed_float16; Kiln computes in float32, so the"
                                    + " last digits differ");
        } finally {
            logger.removeHandler(handler);
        }
    }

    @Test
    void a_scaled_loss_is_trained_on_with_its_scale() throws URISyntaxException {
        var loaded = load("scaled-loss.keras");
        assertThat(loaded.notes()).isEmpty();
        assertThat(loaded.model().training().compiled().optimizer())
                .isInstanceOfSatisfying(
                        LossScaleOptimizer.class,
                        scaled -> assertThat(scaled.innerOptimizer()).isInstanceOf(SGD.class));
        // Four of the scale, then six steps were made, and six weights have a momentum.
        var state = loaded.model().training().optimizerState();
        assertThat(state).hasSize(4 + 2 + 6);
        assertThat(state.get(4).numbers()[0]).isEqualTo(6);
        assertThat(state.get(6).numbers()).isNotEqualTo(new float[15]);
    }

    @Test
    void a_file_of_the_same_numbers_has_nothing_to_say() throws URISyntaxException {
        assertThat(load("adapted-numbers.keras").notes()).isEmpty();
    }

    @Test
    void weights_in_numbers_that_the_format_lacks_are_refused() {
        assertThatThrownBy(() -> load("brain-floats.keras"))
                .hasMessage(
                        """
                        E194: the file keeps weights as bfloat16, which HDF5 has no numbers for and Kiln does not read.
                          In Keras build the model with dtype="float32" or "mixed_bfloat16", then set_weights(...) and save it again.""");
    }
}
