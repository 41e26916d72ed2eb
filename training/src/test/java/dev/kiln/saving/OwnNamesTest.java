package dev.kiln.saving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonParser;

import dev.kiln.layers.Dense;
import dev.kiln.layers.Input;
import dev.kiln.model.Model;
import dev.kiln.model.ModelFiles;
import dev.kiln.model.Sequential;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.ZipFile;

/// Classes and functions of the author's own in files that Keras wrote, registered there as `shop>…`, and what is Kiln's
/// own in files that Kiln writes.
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class OwnNamesTest {
    private static Path file(String name) throws URISyntaxException {
        return Path.of(
                Objects.requireNonNull(OwnNamesTest.class.getResource("own-" + name + ".keras"))
                        .toURI());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    layer       | layer twice of the file is a Twice, which Kiln does not know.
                    activation  | the file uses swoosh, which Kiln does not know.
                    initializer | the file uses Warm, which Kiln does not know.
                    loss        | the file was compiled with the loss price_loss, which Kiln does not know.
                    metric      | the file was compiled with the metric Gain, which Kiln does not know.
                    optimizer   | the file was compiled with the optimizer Slow, which Kiln does not know.
                    lambda      | layer lambda is a Python function, which Kiln never runs.
                    """)
    void what_Kiln_does_not_know_is_named_with_what_to_do(String name, String problem)
            throws URISyntaxException {
        Path file = file(name);
        assertThatThrownBy(() -> Model.load(file.toString()))
                .hasMessageStartingWith("E194: " + problem + "\n  Build the model in Java")
                .hasMessageContaining("model.loadWeights(");
    }

    @Test
    void a_model_of_a_class_of_its_own_is_named() throws URISyntaxException {
        Path file = file("model");
        assertThatThrownBy(() -> Model.load(file.toString()))
                .hasMessage(
                        """
                        E194: the file describes a Net, which is no model that Kiln knows.
                          Save it in Keras as a Sequential or functional model.""");
    }

    @Test
    void the_weights_of_such_a_file_are_read_into_a_model_of_ones_own() throws URISyntaxException {
        Model model = Sequential.of(new Input(2), new Dense(1));
        var before = model.weights().values();
        model.loadWeights(file("loss").toString());
        assertThat(model.weights().values()).usingRecursiveComparison().isNotEqualTo(before);
    }

    @Test
    void what_is_Kilns_own_is_an_entry_beside_those_of_Keras(@TempDir Path folder)
            throws Exception {
        Path file = folder.resolve("own.keras");
        Model model = Sequential.of(new Input(2), new Dense(1));
        ModelFiles.find().save(model, file, Map.of("class_names", List.of("a", "b")));
        try (var zip = new ZipFile(file.toFile())) {
            assertThat(zip.stream().map(entry -> entry.getName()))
                    .containsExactlyInAnyOrder(
                            "metadata.json", "config.json", "kiln.json", "model.weights.h5");
            var config =
                    new String(
                            zip.getInputStream(zip.getEntry("config.json")).readAllBytes(),
                            StandardCharsets.UTF_8);
            assertThat(JsonParser.parseString(config).getAsJsonObject().keySet())
                    .doesNotContain("class_names");
        }
        assertThat(ModelFiles.find().load(file).facts())
                .containsEntry("class_names", List.of("a", "b"));
    }
}
