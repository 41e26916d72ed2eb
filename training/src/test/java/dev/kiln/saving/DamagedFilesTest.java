package dev.kiln.saving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.catalog.UserError;
import dev.kiln.data.FloatArray;
import dev.kiln.golden.Golden;
import dev.kiln.layers.Dense;
import dev.kiln.layers.Input;
import dev.kiln.model.Model;
import dev.kiln.model.ModelFiles;
import dev.kiln.model.Sequential;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;

/// Files that lost their end, or a bit.
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class DamagedFilesTest {
    private static final int LENGTHS = 60;
    private static final int CLOSE_TO_AN_END = 40;
    private static final int FLIPS = 150;

    @TempDir Path folder;

    private Model model;

    /// Files of one kind, and what reads them.
    enum Kind {
        ARCHIVE_OF_KILN(".keras"),
        ARCHIVE_OF_KERAS(".keras"),
        WEIGHTS_OF_KILN(".weights.h5"),
        WEIGHTS_OF_KERAS(".weights.h5"),
        LEGACY_FILE(".h5");

        private final String suffix;

        Kind(String suffix) {
            this.suffix = suffix;
        }
    }

    @BeforeEach
    void train() {
        model = Sequential.of(new Input(4), new Dense(3, "relu"), new Dense(2, "softmax"));
        model.compile("adam", "sparse_categorical_crossentropy", "accuracy");
        model.trainOnBatch(new float[][] {{1, 2, 3, 4}, {2, 1, 0, 1}}, new int[] {0, 1});
    }

    private Path whole(Kind kind) throws IOException {
        Path file = folder.resolve("whole" + kind.suffix);
        switch (kind) {
            case ARCHIVE_OF_KILN ->
                    ModelFiles.find().save(model, file, Map.of("class_names", List.of("a", "b")));
            case WEIGHTS_OF_KILN -> model.save(file.toString());
            case ARCHIVE_OF_KERAS -> Files.copy(Golden.file("saved/trained_adam.keras"), file);
            case WEIGHTS_OF_KERAS -> Files.copy(Golden.file("saved/weights_only.weights.h5"), file);
            case LEGACY_FILE -> Files.copy(Golden.file("saved/legacy.h5"), file);
        }
        return file;
    }

    /// Everything that a file says, to compare.
    private List<Object> content(Kind kind, Path file) {
        if (kind == Kind.WEIGHTS_OF_KILN) {
            model.loadWeights(file.toString());
            return List.copyOf(model.weights().values());
        }
        if (kind == Kind.WEIGHTS_OF_KERAS) {
            Model fitting = Model.load(Golden.file("saved/mlp.keras").toString());
            fitting.loadWeights(file.toString());
            return List.copyOf(fitting.weights().values());
        }
        var loaded = ModelFiles.find().load(file);
        var content = new ArrayList<Object>(loaded.model().weights().values());
        content.add(Json.write(ConfigWriter.of(loaded.model())));
        content.add(loaded.facts());
        if (loaded.model().training().isCompiled()) {
            content.add(Json.write(CompileConfig.write(loaded.model().training().compiled())));
            loaded.model()
                    .training()
                    .optimizerState()
                    .forEach(numbers -> content.add(numbers.numbers()));
        }
        return content;
    }

    @ParameterizedTest
    @EnumSource
    void a_file_that_ends_early_is_refused_wherever_it_ends(Kind kind) throws IOException {
        byte[] whole = Files.readAllBytes(whole(kind));
        assertThat(content(kind, folder.resolve("whole" + kind.suffix))).isNotEmpty();
        var lengths = new TreeSet<Integer>();
        for (int i = 0; i < LENGTHS; i++) {
            lengths.add((int) ((long) whole.length * i / LENGTHS));
        }
        for (int i = 0; i < CLOSE_TO_AN_END; i++) {
            lengths.add(i);
            lengths.add(whole.length - 1 - i);
        }
        Path file = folder.resolve("short" + kind.suffix);
        for (int length : lengths) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> content(kind, file))
                    .as("the first " + length + " bytes of " + whole.length)
                    .isInstanceOf(UserError.class)
                    .hasMessageStartingWith("E192: " + file);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"ARCHIVE_OF_KILN", "ARCHIVE_OF_KERAS"})
    void an_archive_with_a_flipped_bit_is_refused_or_the_same(Kind kind) throws IOException {
        Path file = whole(kind);
        byte[] whole = Files.readAllBytes(file);
        List<Object> before = content(kind, file);
        var random = new Random(5);
        int refused = 0;
        for (int round = 0; round < FLIPS; round++) {
            byte[] flipped = whole.clone();
            int at = random.nextInt(flipped.length);
            flipped[at] ^= (byte) (1 << random.nextInt(8));
            Files.write(file, flipped);
            try {
                assertThat(content(kind, file))
                        .as("a bit of byte " + at)
                        .usingRecursiveComparison()
                        .isEqualTo(before);
            } catch (UserError said) {
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(FLIPS / 2);
    }

    /// Their format knows no checksums: a number with a wrong bit is a number.
    @ParameterizedTest
    @EnumSource(names = {"WEIGHTS_OF_KILN", "WEIGHTS_OF_KERAS", "LEGACY_FILE"})
    void a_file_of_plain_weights_with_a_flipped_bit_is_read_or_refused_in_a_sentence(Kind kind)
            throws IOException {
        Path file = whole(kind);
        byte[] whole = Files.readAllBytes(file);
        var random = new Random(6);
        int refused = 0;
        for (int round = 0; round < FLIPS; round++) {
            byte[] flipped = whole.clone();
            flipped[random.nextInt(flipped.length)] ^= (byte) (1 << random.nextInt(8));
            Files.write(file, flipped);
            try {
                content(kind, file);
            } catch (UserError said) {
                refused++;
            }
        }
        assertThat(refused).isPositive();
    }

    @ParameterizedTest
    @EnumSource(names = {"WEIGHTS_OF_KILN", "WEIGHTS_OF_KERAS"})
    void weights_of_a_damaged_file_leave_the_model_as_it_was(Kind kind) throws IOException {
        Path file = whole(kind);
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length - 1));
        FloatArray before = model.predict(new float[][] {{1, 2, 3, 4}});
        assertThatThrownBy(() -> model.loadWeights(file.toString())).isInstanceOf(UserError.class);
        FloatArray after = model.predict(new float[][] {{1, 2, 3, 4}});
        assertThat(after.get(0)).isEqualTo(before.get(0));
    }
}
