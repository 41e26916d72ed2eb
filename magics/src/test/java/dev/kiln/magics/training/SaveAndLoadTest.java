package dev.kiln.magics.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;

import dev.kiln.catalog.UserError;
import dev.kiln.magics.InMemoryNotebook;
import dev.kiln.model.Model;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tech.tablesaw.api.Table;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class SaveAndLoadTest {
    @TempDir Path folder;

    private InMemoryNotebook notebook;

    @BeforeEach
    void train() throws Exception {
        notebook = new InMemoryNotebook(folder);
        notebook.run("%data iris");
        notebook.run("%%model net\ndense 16 relu\ndense 3 softmax");
        notebook.run("%compile adam(learning_rate=0.01) sparse_categorical_crossentropy accuracy");
        notebook.run("%fit epochs=10 quiet");
    }

    private void fails(String cell, String message) {
        assertThatThrownBy(() -> notebook.run(cell))
                .isInstanceOf(UserError.class)
                .hasMessage(message);
    }

    @Test
    void a_model_predicts_raw_rows_in_a_fresh_notebook() throws Exception {
        notebook.run(
                "%predict {sepal_length: 5.1, sepal_width: 3.5, petal_length: 1.4, petal_width: 0.2} quiet");
        var here = (Table) notebook.values.get("predictions");
        notebook.run("%save \"net.keras\"");

        var fresh = new InMemoryNotebook(folder);
        fresh.run("%load \"net.keras\"");
        assertThat(fresh.text()).contains("net", "dense", "after 10 epochs: accuracy ");
        fresh.run(
                "%predict {sepal_length: 5.1, sepal_width: 3.5, petal_length: 1.4, petal_width: 0.2} quiet");
        var there = (Table) fresh.values.get("predictions");
        assertThat(there.print()).isEqualTo(here.print());
        assertThat(fresh.values).containsKeys("model", "data", "history");
    }

    @Test
    void a_loaded_model_prepares_raw_rows_as_it_learned_whatever_other_data_are_there()
            throws Exception {
        String row =
                "%predict {sepal_length: 5.1, sepal_width: 3.5, petal_length: 1.4, petal_width: 0.2} quiet";
        notebook.run(row);
        var here = (Table) notebook.values.get("predictions");
        notebook.run("%save \"net.keras\"");
        for (String other : List.of("%data wine", "%data iris normalize=none")) {
            var elsewhere = new InMemoryNotebook(folder);
            elsewhere.run(other);
            elsewhere.run("%load net.keras");
            elsewhere.run(row);
            var there = (Table) elsewhere.values.get("predictions");
            assertThat(there.print()).as(other).isEqualTo(here.print());
        }
    }

    @Test
    void a_loaded_model_goes_on_as_if_it_had_never_been_away() throws Exception {
        notebook.run("%save \"net.keras\"");
        var fresh = new InMemoryNotebook(folder);
        fresh.run("%data iris");
        fresh.run("%load net.keras");
        notebook.run("%fit more=3 quiet");
        fresh.run("%fit more=3 quiet");
        var here = ((Model) notebook.values.get("model")).weights().values();
        var there = ((Model) fresh.values.get("model")).weights().values();
        for (int i = 0; i < here.size(); i++) {
            assertThat(there.get(i)).containsExactly(here.get(i));
        }
    }

    @Test
    void weights_alone_go_into_the_model_at_hand() throws Exception {
        Model model = (Model) notebook.values.get("model");
        var learned = model.weights().values();
        notebook.run("%save \"net.weights.h5\"");
        model.weights().initialize(1);
        notebook.run("%load \"net.weights.h5\"");
        assertThat(model.weights().values().getFirst()).containsExactly(learned.getFirst());
    }

    @Test
    void weights_that_do_not_fit_are_named_with_both_shapes() throws Exception {
        notebook.run("%save \"net.weights.h5\"");
        notebook.run("%%model wide\ninput 4\ndense 32 relu\ndense 3 softmax");
        fails(
                "%load \"net.weights.h5\"",
                "E193: weights do not fit: layer dense is 4x16 in the file, 4x32 here.\n  Build the model that the file"
                        + " was saved from.");
    }

    @Test
    void a_model_is_replaced_with_a_note_and_another_file_is_not() throws Exception {
        notebook.run("%save \"net.keras\"");
        notebook.run("%save \"net.keras\"");
        assertThat(notebook.text()).contains("Note: replaced net.keras");
        Files.writeString(folder.resolve("notes.keras"), "not a model");
        fails(
                "%save \"notes.keras\"",
                "E191: notes.keras exists and is no model.\n  Type: %save \"notes-model.keras\"");
        Files.writeString(folder.resolve("notes.txt"), "mine");
        fails(
                "%save \"notes.txt\"",
                "E191: notes.txt exists and is no model.\n  Type: %save \"notes.keras\"");
        assertThat(folder.resolve("notes.txt")).hasContent("mine");
        fails(
                "%save \"net.keras\" overwrite=false",
                "E191: net.keras exists.\n  Type: %save \"net.keras\"   to replace it, or choose another name.");
    }

    @Test
    void a_program_and_an_ONNX_file_are_written() throws Exception {
        notebook.run("%save \"Iris.java\"");
        notebook.run("%save \"iris.onnx\"");
        assertThat(folder.resolve("Iris.java"))
                .content()
                .contains("public final class Iris", "\"setosa\"");
        assertThat(folder.resolve("iris.onnx")).isNotEmptyFile();
    }

    @Test
    void a_loaded_model_is_taken_back_by_undo() throws Exception {
        notebook.run("%save \"net.keras\"");
        Model before = (Model) notebook.values.get("model");
        notebook.run("%load \"net.keras\"");
        notebook.run("%undo");
        assertThat(notebook.values.get("model")).isSameAs(before);
    }

    @Test
    void a_file_of_another_kind_says_both_uses() {
        fails(
                "%load \"picture.png\"",
                "E190: picture.png is neither a model nor source, by its name.\n  Type: %load \"model.keras\""
                        + "   or .h5 for a model, .jshell .java .jsh .ipynb to run source.");
        fails(
                "%load \"gone.keras\"",
                "E192: there is no file "
                        + folder.resolve("gone.keras")
                        + ".\n  Check the name, or look what is there: %sh ls");
    }

    @Test
    void a_files_name_may_hold_Java() throws Exception {
        notebook.values.put("day", "monday");
        notebook.run("%data iris\n%data iris");
        notebook.run("%%model\ndense 3 softmax");
        notebook.run("%save \"net-${day}.keras\" # of the day");
        assertThat(folder.resolve("net-monday.keras")).exists();
        assertThatThrownBy(() -> notebook.run("%save \"${dya}.keras\""))
                .hasMessageContaining("$dya cannot be read")
                .hasMessageContaining("Did you mean $day?");
    }

    /// Each time one place of `kiln.json` says something else: the file is loaded, or refused in a sentence.
    @Test
    void whatever_a_file_says_of_preparation_and_history_is_taken_or_refused_in_a_sentence()
            throws Exception {
        notebook.run("%save \"net.keras\"");
        Map<String, byte[]> entries = new LinkedHashMap<>();
        try (var archive = new ZipFile(folder.resolve("net.keras").toFile())) {
            for (var entry : Collections.list(archive.entries())) {
                entries.put(entry.getName(), archive.getInputStream(entry).readAllBytes());
            }
        }
        String facts =
                new String(
                        Objects.requireNonNull(entries.get("kiln.json")), StandardCharsets.UTF_8);
        var junk = List.of("null", "-1", "1e308", "\"\"", "\"nope\"", "[]", "[[1]]", "{}", "true");
        int places = leaves(JsonParser.parseString(facts), new ArrayList<>()).size();
        for (int place = 0; place < places; place++) {
            var root = JsonParser.parseString(facts);
            String with = junk.get(place % junk.size());
            leaves(root, new ArrayList<>()).get(place).accept(JsonParser.parseString(with));
            entries.put("kiln.json", root.toString().getBytes(StandardCharsets.UTF_8));
            try (var out =
                    new ZipOutputStream(Files.newOutputStream(folder.resolve("forged.keras")))) {
                for (var entry : entries.entrySet()) {
                    out.putNextEntry(new ZipEntry(entry.getKey()));
                    out.write(entry.getValue());
                }
            }
            var fresh = new InMemoryNotebook(folder);
            try {
                fresh.run("%load \"forged.keras\"");
            } catch (UserError refused) {
                assertThat(fresh.values).as("place %s: %s", place, with).doesNotContainKey("model");
            }
        }
        assertThat(places).isGreaterThan(50);
    }

    /// One setter each value that is no list or map, and each of these.
    private static List<Consumer<JsonElement>> leaves(
            JsonElement element, List<Consumer<JsonElement>> setters) {
        if (element.isJsonObject()) {
            var map = element.getAsJsonObject();
            for (String name : List.copyOf(map.keySet())) {
                setters.add(value -> map.add(name, value));
                leaves(map.get(name), setters);
            }
        } else if (element.isJsonArray()) {
            var list = element.getAsJsonArray();
            for (int i = 0; i < Math.min(list.size(), 3); i++) {
                int at = i;
                setters.add(value -> list.set(at, value));
                leaves(list.get(at), setters);
            }
        }
        return setters;
    }
}
