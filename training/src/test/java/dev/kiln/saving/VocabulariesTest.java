package dev.kiln.saving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.kiln.data.FloatArray;
import dev.kiln.layers.IntegerLookup;
import dev.kiln.layers.KerasConfig;
import dev.kiln.layers.StringLookup;
import dev.kiln.layers.TextVectorization;
import dev.kiln.model.Model;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Files of Keras 3.15.1 whose lookup layers learned their words by `adapt`.
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class VocabulariesTest {
    private static Path file(String name) throws URISyntaxException {
        return Path.of(Objects.requireNonNull(VocabulariesTest.class.getResource(name)).toURI());
    }

    @Test
    void numbers_that_a_layer_learned_come_with_the_model() throws Exception {
        Model model = Model.load(file("adapted-numbers.keras").toString());
        var lookup = (IntegerLookup) model.layers().get(1).layer();

        assertThat(lookup.vocabulary()).containsExactly(5, 7, 3);
        float[] predicted = model.predict(FloatArray.of(new float[][] {{3, 5}, {7, 9}})).toArray();
        assertThat(predicted)
                .containsExactly(
                        new float[] {
                            0.029517710f, 0.036781657f, 0.014689433f, 0.034498036f,
                            -0.021122074f, 0.047357883f, -0.001262927f, -0.027603304f
                        },
                        within(1e-6f));
    }

    @Test
    void words_come_without_those_for_masks_and_unknown_words() throws Exception {
        assertThat(described("adapted-words.keras"))
                .isInstanceOfSatisfying(
                        StringLookup.class,
                        lookup -> assertThat(lookup.vocabulary()).containsExactly("b", "c", "a"));
        assertThat(described("adapted-texts.keras"))
                .isInstanceOfSatisfying(
                        TextVectorization.class,
                        layer -> assertThat(layer.vocabulary()).containsExactly("c", "b", "a"));
    }

    @Test
    void a_model_that_reads_texts_predicts_as_in_keras() throws Exception {
        Model model = Model.load(file("texts-inside.keras").toString());
        assertThat(model.predict(List.of("good film", "very bad")).toArray())
                .containsExactly(
                        new float[] {
                            -0.01082002f, 0.00691517f, -0.00810384f,
                            -0.01622652f, -0.00959727f, 0.0068385f
                        },
                        within(1e-6f));
    }

    /// The layer behind the input, as the file describes it: texts go through it before a model.
    private static Object described(String name) throws Exception {
        try (var archive = new ModelArchive(file(name));
                var weights = archive.hdf("model.weights.h5")) {
            var written = Json.read(archive.text("config.json"), name);
            var config = (Map<?, ?>) Vocabularies.into(written, archive, weights).get("config");
            var layer = (Map<?, ?>) ((List<?>) config.get("layers")).get(1);
            var settings = new LinkedHashMap<String, Object>();
            ((Map<?, ?>) layer.get("config"))
                    .forEach((key, value) -> settings.put(String.valueOf(key), value));
            return KerasConfig.layer(String.valueOf(layer.get("class_name")), settings);
        }
    }
}
