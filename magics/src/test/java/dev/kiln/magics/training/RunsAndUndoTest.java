package dev.kiln.magics.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.catalog.UserError;
import dev.kiln.data.DataSets;
import dev.kiln.events.History;
import dev.kiln.magics.InMemoryNotebook;
import dev.kiln.magics.output.Output;
import dev.kiln.magics.session.Run;
import dev.kiln.magics.session.Runs;
import dev.kiln.model.Model;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class RunsAndUndoTest {
    @TempDir Path folder;

    private InMemoryNotebook notebook;

    @BeforeEach
    void open() throws Exception {
        notebook = new InMemoryNotebook(folder);
        notebook.run("%data iris");
        notebook.run("%%model net\ndense 16 relu\ndropout 0.2\ndense 3 softmax");
        notebook.run("%compile adam(learning_rate=0.01) sparse_categorical_crossentropy accuracy");
    }

    private Model model() {
        return notebook.magics().session().needModel();
    }

    private List<float[]> weights() {
        return model().weights().values();
    }

    private String shown(String cell) throws Exception {
        int before = notebook.shown.size();
        notebook.run(cell);
        return String.join(
                "\n",
                notebook.shown.subList(before, notebook.shown.size()).stream()
                        .map(Output::text)
                        .toList());
    }

    @Test
    void every_fit_is_listed_with_what_changed_since_the_one_before() throws Exception {
        notebook.run("%fit epochs=3");
        notebook.run("%%model net\ndense 32 relu\ndropout 0.5\ndense 3 softmax");
        notebook.run("%compile adam(learning_rate=0.02) sparse_categorical_crossentropy accuracy");
        notebook.run("%fit epochs=5 early_stopping(patience=4)");
        String table = shown("%runs");
        assertThat(table).contains("what changed", "val_loss", "val_accuracy", "done");
        assertThat(notebook.shown.getLast().html()).contains("loss curve", "▇");
        assertThat(table).contains(" 1").contains("*2");
        var runs = (Runs) notebook.values.get("runs");
        assertThat(runs.get(1).changesSince(runs.get(0)))
                .contains("dense 16 -> 32")
                .contains("dropout 0.2 -> 0.5")
                .contains("optimizer adam(learning_rate=0.01) -> adam(learning_rate=0.02)")
                .contains("epochs 3 -> 5")
                .contains("with early_stopping early_stopping(patience=4)");
        assertThat(runs.table().rowCount()).isEqualTo(2);
        assertThat(runs.table().columnNames()).contains("run", "what changed", "val_loss", "end");
    }

    @Test
    void the_second_of_two_equal_fits_says_that_nothing_changed() throws Exception {
        notebook.run("%fit fresh epochs=2");
        notebook.run("%fit fresh epochs=2");
        var runs = (Runs) notebook.values.get("runs");
        assertThat(runs.get(1).changesSince(runs.get(0))).isEqualTo("-");
        assertThat(runs.get(0).history().get("loss"))
                .containsExactly(runs.get(1).history().get("loss"));
    }

    @Test
    void a_finished_card_is_drawn_again() throws Exception {
        String card = shown("%fit epochs=4");
        assertThat(shown("%runs 1")).isEqualTo(card);
        notebook.run("%fit more=2 quiet");
        assertThat(shown("%runs 2")).contains("finished: 2 epochs");
    }

    @Test
    void the_weights_of_the_best_epoch_come_back() throws Exception {
        notebook.run("%fit epochs=10 batch_size=8");
        var run = (Run) notebook.values.get("run");
        double best = run.atBest("val_loss");
        var last = weights();
        notebook.run("%compile sgd(learning_rate=50) sparse_categorical_crossentropy accuracy");
        notebook.run("%fit epochs=2 terminate_on_nan=false check=off");
        assertThat(weights().getFirst()).isNotEqualTo(last.getFirst());
        notebook.run("%runs restore 1 best");
        double judged =
                model().training()
                        .evaluate(notebook.magics().session().needData().val, 32)
                        .get("loss");
        assertThat(judged).isCloseTo(best, org.assertj.core.api.Assertions.within(1e-5));
        notebook.run("%runs restore 1");
        for (int i = 0; i < last.size(); i++) {
            assertThat(weights().get(i)).containsExactly(last.get(i));
        }
        assertThat(shown("%runs")).contains("*1");
    }

    @Test
    void runs_are_compared_sorted_named_dropped_and_saved() throws Exception {
        notebook.run("%fit epochs=1");
        notebook.run("%fit fresh epochs=20");
        assertThat(shown("%runs compare 1 2"))
                .contains("epochs", "1", "20")
                .doesNotContain("batch_size");
        assertThat(((Run) notebook.run("%runs best val_loss")).number()).isEqualTo(2);
        assertThat(((Run) notebook.run("%runs best val_accuracy")).history().epochs()).isNotEmpty();
        assertThat(shown("%runs name 2 \"wide <b>\"")).contains("wide <b>");
        assertThat(notebook.shown.getLast().html())
                .contains("wide &lt;b&gt;")
                .doesNotContain("wide <b>");
        notebook.run("%runs save 'runs.csv'");
        assertThat(Files.readString(folder.resolve("runs.csv")))
                .contains("what changed")
                .contains("wide <b>");
        notebook.run("%runs drop 1");
        assertThat((Runs) notebook.values.get("runs")).extracting(Run::number).containsExactly(2);
        notebook.run("%fit epochs=1");
        assertThat((Runs) notebook.values.get("runs"))
                .extracting(Run::number)
                .containsExactly(2, 3);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "%runs 9 | E181 | there is no run 9.",
                "%runs restore | E103 | %runs restore takes the number of a run.",
                "%runs restore 1 worst | E103 | takes a number and best or last",
                "%runs compare 1 | E103 | takes the numbers of two runs",
                "%runs best val_acuracy | E152 | Did you mean val_accuracy?",
                "%runs resotre 1 | E102 | Did you mean restore?",
                "%undo 99 | E192 | can be taken back, not 99",
                "%undo redo | E192 | there is nothing to do again",
                "%undo everything | E103 | takes a number from 1, list or redo",
            })
    void what_is_wrong_is_answered_and_changes_nothing(String line, String code, String problem)
            throws Exception {
        notebook.run("%fit epochs=1");
        var before = weights();
        assertThatThrownBy(() -> notebook.run(line))
                .isInstanceOfSatisfying(
                        UserError.class,
                        error -> {
                            assertThat(error.code()).isEqualTo(code);
                            assertThat(error.problem()).contains(problem);
                            assertThat(error.remedy()).isNotBlank();
                        });
        assertThat(weights().getFirst()).containsExactly(before.getFirst());
    }

    @Test
    void undo_takes_a_fit_back_to_the_last_bit() throws Exception {
        notebook.run("%fit epochs=3");
        var before = weights();
        notebook.run("%fit more=2");
        var after = ((History) notebook.values.get("history")).get("loss");
        String told = shown("%undo");
        assertThat(told)
                .contains("Undone: %fit more=2 (run 2).")
                .contains("as after run 1")
                .contains("Runs stay in %runs");
        for (int i = 0; i < before.size(); i++) {
            assertThat(weights().get(i)).containsExactly(before.get(i));
        }
        assertThat(model().training().epochs()).isEqualTo(3);
        assertThat(((Run) notebook.values.get("run")).number()).isEqualTo(1);
        // The optimizer is back as well: the same fit gives the same numbers.
        assertThat(((History) notebook.run("%fit more=2")).get("loss")).containsExactly(after);
    }

    @Test
    void undo_and_redo_walk_over_model_compile_and_data() throws Exception {
        Model first = model();
        notebook.run("%fit epochs=2");
        var trained = weights();
        notebook.run("%compile sgd mse check=off");
        notebook.run("%%model other\ndense 3 softmax");
        notebook.run("%data wine");
        notebook.run("%undo 2");
        assertThat(notebook.values.get("model")).isSameAs(first);
        assertThat(((DataSets) notebook.values.get("data")).name()).isEqualTo("iris");
        notebook.run("%undo");
        assertThat(first.training().compiled().loss().toString())
                .contains("sparse_categorical_crossentropy");
        assertThat(first.training().epochs()).isEqualTo(2);
        assertThat(weights().getFirst()).containsExactly(trained.getFirst());
        notebook.run("%undo redo");
        assertThat(first.training().compiled().loss().toString()).contains("mse");
        notebook.run("%undo redo");
        assertThat(notebook.values.get("model")).isNotSameAs(first);
        assertThat(shown("%undo list"))
                .contains("%undo 1", "%%model other", "%undo redo", "%data wine");
    }

    @Test
    void a_model_is_uncompiled_again_and_the_first_data_taken_back() throws Exception {
        notebook.run("%undo");
        assertThat(model().training().isCompiled()).isFalse();
        notebook.run("%undo 2");
        assertThat(notebook.magics().session().model()).isEmpty();
        assertThat(notebook.magics().session().data()).isEmpty();
        assertThatThrownBy(() -> notebook.run("%undo"))
                .hasMessageContaining("there is nothing to take back");
    }

    @Test
    void a_fit_that_was_refused_leaves_no_trace() throws Exception {
        notebook.trainFlowers();
        Object history = notebook.values.get("history");
        float[] bias = ((Model) notebook.values.get("model")).weights().get("dense/bias").get();
        for (String line :
                List.of(
                        "%fit epochs=3 early_stopping(monitor=val_acc)",
                        "%fit fresh epochs=3 early_stopping(monitor=val_acc)")) {
            assertThatThrownBy(() -> notebook.run(line)).hasMessageStartingWith("E152: ");
            assertThat(notebook.text()).isEmpty();
            assertThat(notebook.values.get("history")).isSameAs(history);
            assertThat(notebook.magics().session().runs()).hasSize(1);
            assertThat(((Model) notebook.values.get("model")).weights().get("dense/bias").get())
                    .isEqualTo(bias);
        }
        notebook.run("%fit epochs=1");
        assertThat(notebook.text())
                .startsWith("Note: continuing run 1 \"net\" (30 epochs done).")
                .contains("run 2 \"net\" finished");
    }

    @Test
    void a_line_that_failed_is_no_step() throws Exception {
        int steps = notebook.magics().session().trail().steps().size();
        assertThatThrownBy(() -> notebook.run("%data nothing_like_that"))
                .isInstanceOf(UserError.class);
        assertThatThrownBy(() -> notebook.run("%compile adm mse")).isInstanceOf(UserError.class);
        notebook.run("%evaluate\n%summary");
        assertThat(notebook.magics().session().trail().steps()).hasSize(steps);
    }

    @Test
    void only_the_last_ten_steps_are_kept() throws Exception {
        for (int i = 0; i < 12; i++) {
            notebook.run("%compile adam sparse_categorical_crossentropy accuracy quiet");
        }
        assertThat(notebook.magics().session().trail().steps()).hasSize(10);
    }

    @Test
    void restored_weights_can_be_taken_back() throws Exception {
        notebook.run("%fit epochs=2");
        notebook.run("%fit more=2");
        var after = weights();
        notebook.run("%runs restore 1");
        notebook.run("%undo");
        assertThat(weights().getFirst()).containsExactly(after.getFirst());
    }

    @Test
    void check_shows_what_passes_and_what_does_not() throws Exception {
        assertThat(shown("%check")).contains("passed").doesNotContain("FAILED");
        notebook.run("%data iris normalize=none one_hot=true");
        notebook.run("%compile adam sparse_categorical_crossentropy accuracy check=off");
        assertThat(shown("%check"))
                .contains("FAILED E202")
                .contains("%compile adam categorical_crossentropy");
    }

    @Test
    void check_needs_a_compiled_model() throws Exception {
        notebook.run("%undo");
        assertThatThrownBy(() -> notebook.run("%check"))
                .isInstanceOfSatisfying(
                        UserError.class, error -> assertThat(error.code()).isEqualTo("E112"));
    }
}
