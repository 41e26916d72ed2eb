package dev.kiln.saving;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.model.Model;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.stream.Stream;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class RecordedLayersSavedTest {
    @TestFactory
    Stream<DynamicTest> a_saved_model_of_each_recorded_layer_has_the_same_weights_and_answers(
            @TempDir Path folder) {
        return RecordedLayer.all()
                .filter(layer -> !layer.attachesMask())
                .map(
                        layer ->
                                DynamicTest.dynamicTest(
                                        layer.toString(),
                                        () -> check(layer, folder.resolve("model.keras"))));
    }

    private static void check(RecordedLayer layer, Path file) {
        layer.model().save(file.toString());
        Model opened = Model.load(file.toString());
        assertThat(opened.weights().values())
                .usingRecursiveComparison()
                .isEqualTo(layer.model().weights().values());
        var wanted = layer.model().predictAll(layer.inputs());
        var got = opened.predictAll(layer.inputs());
        assertThat(got).hasSameSizeAs(wanted);
        for (int i = 0; i < got.size(); i++) {
            assertThat(got.get(i).shape()).isEqualTo(wanted.get(i).shape());
            assertThat(got.get(i).toArray()).containsExactly(wanted.get(i).toArray());
        }
    }
}
