package dev.kiln.saving;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.data.FloatArray;
import dev.kiln.layers.Input;
import dev.kiln.layers.Normalization;
import dev.kiln.model.Model;
import dev.kiln.model.Sequential;
import dev.kiln.tensor.Shape;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.ZipFile;

/// Keras takes numbers over several axes nested as the axes are.
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class NormalizationFileTest {
    private static final float[] NUMBERS = {1, 2, 3, 4, 5, 6, 3, 2, 1, 0, 5, 10};

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1, 2  | [[2,2,2],[2,5,8]]",
                "1     | [2,5]",
                "-1    | [2,3.5,5]",
                "1, -1 | [[2,2,2],[2,5,8]]"
            })
    void means_are_written_as_Keras_takes_them_and_come_back(
            String axes, String written, @TempDir Path folder) throws Exception {
        var axis = Arrays.stream(axes.split(",")).map(String::strip).map(Integer::valueOf).toList();
        var layer = new Normalization().withAxis(axis).adapted(NUMBERS, 2, 2, 3);
        var model = Sequential.of(new Input(2, 3), layer);
        var x = FloatArray.of(Shape.of(2, 2, 3), NUMBERS);
        String file = folder.resolve("normalization.keras").toString();
        model.save(file);
        assertThat(config(file).replace(".0", "")).contains("\"mean\":" + written);
        Model loaded = Model.load(file);
        assertThat(loaded.predict(x).toArray()).containsExactly(model.predict(x).toArray());
        assertThat(((Normalization) loaded.layers().getLast().layer()).mean())
                .isEqualTo(List.copyOf(layer.mean()));
    }

    private static String config(String file) throws Exception {
        try (var archive = new ZipFile(file)) {
            return new String(
                    archive.getInputStream(archive.getEntry("config.json")).readAllBytes());
        }
    }
}
