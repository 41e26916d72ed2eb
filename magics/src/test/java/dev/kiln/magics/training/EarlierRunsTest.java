package dev.kiln.magics.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.magics.InMemoryNotebook;
import dev.kiln.magics.session.RunRecords;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class EarlierRunsTest {
    @TempDir Path folder;

    private InMemoryNotebook first;

    @BeforeEach
    void train() throws Exception {
        first = new InMemoryNotebook(folder);
        first.run("%data iris");
        first.run("%%model net\ndense 8 relu\ndense 3 softmax");
        first.run("%compile adam(0.01) sparse_categorical_crossentropy accuracy");
        first.run("%fit epochs=3 name=\"small net\"");
    }

    @Test
    void a_fit_is_found_again_by_the_next_session_with_its_card() throws Exception {
        var next = new InMemoryNotebook(folder);
        next.run("%runs earlier");
        assertThat(next.text()).contains("small net", "runs of earlier sessions", "done");
        next.shown.clear();
        next.run("%runs earlier 1");
        String before = first.shown.getLast().text();
        String headline = before.lines().findFirst().orElseThrow();
        assertThat(next.text()).startsWith(headline).contains("optimizer adam(learning_rate=0.01)");
        assertThat(next.shown.getLast().html()).contains("<img src=\"data:image/svg+xml;base64,");
        assertThat(next.text().lines().filter(line -> line.startsWith("  ")).toList())
                .isEqualTo(before.lines().filter(line -> line.startsWith("  ")).toList());
    }

    @Test
    void a_session_does_not_call_its_own_fits_earlier() {
        assertThatThrownBy(() -> first.run("%runs earlier"))
                .hasMessageContaining("there is no run of an earlier session.");
    }

    @Test
    void a_session_without_a_fit_names_those_before() {
        var next = new InMemoryNotebook(folder);
        assertThatThrownBy(() -> next.run("%runs"))
                .hasMessageContaining("no run yet.")
                .hasMessageContaining("%runs earlier");
        assertThatThrownBy(() -> next.run("%runs earlier 9"))
                .hasMessageContaining("there is no earlier run 9.")
                .hasMessageContaining("Type: %runs earlier   shows 1 to 1.");
    }

    @Test
    void records_lie_under_the_users_Jupyter_data_folder_not_beside_the_notebook()
            throws Exception {
        Path home = Path.of("/home/ana");
        assertThat(RunRecords.usual(Map.of(), home, "Linux"))
                .isEqualTo(Path.of("/home/ana/.local/share/jupyter/kiln/runs"));
        assertThat(RunRecords.usual(Map.of("XDG_DATA_HOME", "/x"), home, "Linux"))
                .isEqualTo(Path.of("/x/jupyter/kiln/runs"));
        assertThat(RunRecords.usual(Map.of("JUPYTER_DATA_DIR", "/j"), home, "Mac OS X"))
                .isEqualTo(Path.of("/j/kiln/runs"));
        assertThat(RunRecords.usual(Map.of(), home, "Mac OS X"))
                .isEqualTo(Path.of("/home/ana/Library/Jupyter/kiln/runs"));
        assertThat(RunRecords.usual(Map.of("APPDATA", "/a"), home, "Windows 11"))
                .isEqualTo(Path.of("/a/jupyter/kiln/runs"));
    }

    @Test
    void a_damaged_record_is_named_and_the_others_are_shown() throws Exception {
        Files.writeString(folder.resolve("records/20200101-000000-000-x-1.json"), "{\"began\": 3");
        var next = new InMemoryNotebook(folder);
        next.run("%runs earlier");
        assertThat(next.text()).contains("20200101-000000-000-x-1.json", "small net");
    }

    @Test
    void a_folder_that_cannot_be_written_to_does_not_stop_the_fit() throws Exception {
        var next = new InMemoryNotebook(Files.createDirectory(folder.resolve("other")));
        Files.writeString(folder.resolve("other/records"), "a file where a folder should be");
        next.run("%data iris");
        next.run("%%model net\ndense 3 softmax");
        next.run("%compile adam sparse_categorical_crossentropy");
        next.run("%fit epochs=2 quiet");
        assertThat(next.text()).contains("this run is not recorded for later sessions");
        assertThat(next.magics().session().runs()).hasSize(1);
    }
}
