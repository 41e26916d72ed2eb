package dev.kiln.data.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.catalog.UserError;
import dev.kiln.data.DataOptions;
import dev.kiln.data.DataSets;
import dev.kiln.data.FloatArray;
import dev.kiln.data.files.NumpyFile.Content;
import dev.kiln.data.files.Pickle.PickledArray;
import dev.kiln.tensor.Shape;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// The files were written by NumPy itself, with the script `numpy_files.py` beside them.
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class NumpyFileTest {
    private static final FloatArray GRID = FloatArray.of(Shape.of(2, 3), 0, 1, 2, 3, 4, 5);

    static Path resource(String name) {
        try {
            return Path.of(
                    java.util.Objects.requireNonNull(NumpyFileTest.class.getResource(name))
                            .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "u1", "i1", "u2", "i2", "u4", "i4", "u8", "i8", "f2", "f4", "f8", "big", "columns"
            })
    void numbers_of_every_type_and_order_are_read(String type) {
        assertThat(NumpyFile.read(resource("types.npz")).get(type))
                .isEqualTo(new Content.Numbers(GRID));
    }

    @Test
    void flags_cubes_scalars_and_texts_are_read() {
        Map<String, Content> arrays = NumpyFile.read(resource("types.npz"));
        assertThat(arrays.get("flags"))
                .isEqualTo(new Content.Numbers(FloatArray.of(Shape.of(2, 3), 0, 0, 0, 1, 1, 1)));
        float[] counting = new float[24];
        for (int i = 0; i < 24; i++) {
            counting[i] = i;
        }
        assertThat(arrays.get("cube"))
                .isEqualTo(new Content.Numbers(FloatArray.of(Shape.of(2, 3, 4), counting)));
        assertThat(arrays.get("scalar"))
                .isEqualTo(new Content.Numbers(FloatArray.of(Shape.of(1), 7)));
        assertThat(arrays.get("texts")).isEqualTo(new Content.Objects(List.of("cat", "dög")));
        assertThat(arrays.get("latin")).isEqualTo(new Content.Objects(List.of("cat", "dog")));
    }

    @Test
    void lists_of_different_length_are_read() {
        assertThat(NumpyFile.read(resource("reviews.npz")).get("x"))
                .isEqualTo(
                        new Content.Objects(List.of(List.of(1L, 2L, 300L), List.of(70000L, 5L))));
    }

    @Test
    void a_pickle_that_names_a_python_object_is_refused() {
        assertThatThrownBy(() -> NumpyFile.read(resource("danger.npz")))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("which Kiln does not read for safety")
                .hasMessageContaining("PurePosixPath");
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 5})
    void batches_pickled_by_every_protocol_are_read(int protocol) throws IOException {
        byte[] bytes = Files.readAllBytes(resource("batch" + protocol + ".pickle"));
        Map<?, ?> batch = (Map<?, ?>) Pickle.read(bytes, 0, "batch");
        assertThat(batch.get("labels")).isEqualTo(List.of(3L, 9L));
        PickledArray data = (PickledArray) batch.get("data");
        assertThat(data.shape()).containsExactly(2, 3072);
        assertThat(((byte[]) data.data())[300]).isEqualTo((byte) 300);
    }

    @Test
    void a_file_that_is_cut_short_anywhere_is_a_clear_error(@TempDir Path folder)
            throws IOException {
        byte[] whole = Files.readAllBytes(resource("batch4.pickle"));
        for (int length : new int[] {0, 1, 10, 60, 100, 2000, whole.length - 1}) {
            assertThatThrownBy(() -> Pickle.read(Arrays.copyOf(whole, length), 0, "batch"))
                    .isInstanceOf(UserError.class);
        }
        byte[] zip = Files.readAllBytes(resource("types.npz"));
        Path cut = Files.write(folder.resolve("cut.npz"), Arrays.copyOf(zip, zip.length / 2));
        assertThatThrownBy(() -> NumpyFile.read(cut))
                .isInstanceOf(UserError.class)
                .hasMessageStartingWith("E126: cut.npz");
    }

    @Property(tries = 300)
    void no_bytes_do_anything_but_give_a_value_or_a_clear_error(@ForAll byte[] bytes) {
        try {
            Pickle.read(bytes, 0, "any");
        } catch (UserError e) {
            assertThat(e.code()).isEqualTo("E126");
        }
    }

    @Test
    void arrays_named_as_in_keras_files_are_given_sets() {
        DataSets data =
                DataFiles.read(resource("named.npz").toString(), new DataOptions().withVal(null));
        assertThat(data.train.rows()).isEqualTo(2);
        assertThat(data.test.rows()).isEqualTo(1);
        assertThat(data.test.y.toArray()).containsExactly(1);
    }
}
