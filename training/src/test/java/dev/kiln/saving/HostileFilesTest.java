package dev.kiln.saving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.catalog.UserError;
import dev.kiln.layers.Dense;
import dev.kiln.layers.Input;
import dev.kiln.model.Model;
import dev.kiln.model.Sequential;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/// Files that are broken, or that somebody made to do harm.
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class HostileFilesTest {
    @TempDir Path folder;

    private Path good;
    private final Map<String, byte[]> entries = new LinkedHashMap<>();

    @BeforeEach
    void save() throws IOException {
        good = folder.resolve("good.keras");
        Model model = Sequential.of(new Input(4), new Dense(3, "relu"), new Dense(2, "softmax"));
        model.compile("adam", "sparse_categorical_crossentropy", "accuracy").save(good.toString());
        try (var zip = new ZipFile(good.toFile())) {
            for (var entry : zip.stream().toList()) {
                entries.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
            }
        }
    }

    private Path archive() throws IOException {
        Path file = folder.resolve("hostile.keras");
        try (var zip = new ZipOutputStream(Files.newOutputStream(file))) {
            for (var entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
                zip.closeEntry();
            }
        }
        return file;
    }

    private void config(String from, String to) {
        String text = new String(entries.get("config.json"), StandardCharsets.UTF_8);
        assertThat(text).contains(from);
        entries.put("config.json", text.replace(from, to).getBytes(StandardCharsets.UTF_8));
    }

    private static void refused(Path file, String message) {
        assertThatThrownBy(() -> Model.load(file.toString()))
                .isInstanceOf(UserError.class)
                .hasMessageContaining(message);
    }

    @Test
    void weights_that_unpack_to_far_more_than_the_archive_are_refused() throws IOException {
        entries.put("model.weights.h5", new byte[200 << 20]);
        refused(archive(), "its model.weights.h5 unpacks to far more than a model needs");
    }

    @Test
    void a_description_that_unpacks_to_far_more_than_a_description_is_refused() throws IOException {
        entries.put("config.json", new byte[80 << 20]);
        refused(archive(), "its config.json unpacks to far more than a model needs");
    }

    @Test
    void an_entry_that_points_out_of_the_archive_is_never_written() throws IOException {
        entries.put("../outside.txt", "harm".getBytes(StandardCharsets.UTF_8));
        Model.load(archive().toString());
        assertThat(folder.resolve("../outside.txt")).doesNotExist();
    }

    @Test
    void layers_larger_than_the_file_are_refused_before_memory_is_taken() throws IOException {
        config("\"units\":3", "\"units\":2000000000");
        refused(archive(), "E192: the file declares at least");
    }

    @Test
    void weights_of_another_shape_are_refused() throws IOException {
        config("\"units\":3", "\"units\":5");
        refused(archive(), "E193: weights do not fit: layer dense is 4x3 in the file, 4x5 here.");
    }

    @Test
    void Python_code_is_never_run() throws IOException {
        config("\"class_name\":\"Dense\"", "\"class_name\":\"Lambda\",\"was\":\"Dense\"");
        refused(archive(), "is a Python function, which Kiln never runs.");
    }

    @Test
    void an_unknown_class_is_named() throws IOException {
        config("\"class_name\":\"Dense\"", "\"class_name\":\"os.system\"");
        refused(archive(), "os.system");
    }

    @Test
    void brackets_without_end_are_refused() throws IOException {
        entries.put("config.json", "[".repeat(1_000_000).getBytes(StandardCharsets.UTF_8));
        refused(archive(), "is damaged: it is not the JSON that a model file holds.");
    }

    @Test
    void an_archive_without_weights_is_named() throws IOException {
        entries.remove("model.weights.h5");
        refused(archive(), "is no .keras file: it has no model.weights.h5.");
    }

    @Test
    void an_archive_whose_comment_ends_behind_the_file_is_refused() throws IOException {
        byte[] bytes = Files.readAllBytes(good);
        bytes[bytes.length - 1] = (byte) 0xFF;
        bytes[bytes.length - 2] = (byte) 0xFF;
        Path cut = folder.resolve("cut.keras");
        Files.write(cut, bytes);
        refused(cut, "it is not a whole zip archive.");
    }

    @Test
    void a_number_without_end_is_quoted_in_part() throws IOException {
        config("\"units\":3", "\"units\":1" + "0".repeat(100_000));
        Path file = archive();
        assertThatThrownBy(() -> Model.load(file.toString()))
                .satisfies(error -> assertThat(error.getMessage()).hasSizeLessThan(500));
    }

    @Test
    void a_file_of_something_else_is_refused() throws IOException {
        Path file = folder.resolve("picture.keras");
        Files.writeString(file, "\u0089PNG and so on");
        refused(file, "E192");
    }

    @Test
    void a_circle_of_layers_is_refused() throws IOException {
        entries.put(
                "config.json",
                """
                {"module": "keras.src.models.functional", "class_name": "Functional", "config": {"name": "m", "layers": [
                {"class_name": "InputLayer", "config": {"batch_shape": [null, 4], "name": "in"}, "name": "in",
                 "inbound_nodes": []},
                {"class_name": "Dense", "config": {"name": "a", "units": 4}, "name": "a", "inbound_nodes": [{"args": [
                 {"class_name": "__keras_tensor__", "config": {"keras_history": ["b", 0, 0]}}], "kwargs": {}}]},
                {"class_name": "Dense", "config": {"name": "b", "units": 4}, "name": "b", "inbound_nodes": [{"args": [
                 {"class_name": "__keras_tensor__", "config": {"keras_history": ["a", 0, 0]}}], "kwargs": {}}]}],
                "input_layers": [["in", 0, 0]], "output_layers": [["b", 0, 0]]}}
                """
                        .getBytes(StandardCharsets.UTF_8));
        refused(
                archive(),
                """
                E194: layers of the file form a circle: a reads b reads a.
                  Let a read a layer before the circle, then save the model again.""");
    }

    private static Path resource(String name) {
        try {
            return Path.of(HostileFilesTest.class.getResource("/saving/" + name).toURI());
        } catch (java.net.URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void weights_under_the_compression_of_every_HDF5_library_are_read() {
        Model model = Sequential.of(new Input(4), new Dense(3, "relu"), new Dense(2, "softmax"));
        model.loadWeights(resource("compressed.weights.h5").toString());
        assertThat(model.weights().values().get(1)).containsExactly(100, 101, 102);
        assertThat(model.weights().values().get(2)).containsExactly(200, 201, 202, 203, 204, 205);
    }

    @Test
    void weights_under_a_compression_of_native_code_are_refused() {
        Model model = Sequential.of(new Input(4), new Dense(3, "relu"), new Dense(2, "softmax"));
        Path file = resource("lz4.weights.h5");
        assertThatThrownBy(() -> model.loadWeights(file.toString()))
                .isInstanceOf(UserError.class)
                .hasMessageStartingWith(
                        "E192: "
                                + file
                                + " holds /layers/dense/vars/0 compressed by lz4, which is not read.");
    }
}
