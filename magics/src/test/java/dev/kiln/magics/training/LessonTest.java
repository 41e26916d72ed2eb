package dev.kiln.magics.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.catalog.UserError;
import dev.kiln.data.DataSets;
import dev.kiln.events.History;
import dev.kiln.magics.InMemoryNotebook;
import dev.kiln.magics.session.EvalReport;
import dev.kiln.model.Model;
import dev.kiln.optimizers.Adam;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import tech.tablesaw.api.Table;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.IntStream;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class LessonTest {
    @TempDir Path folder;

    private InMemoryNotebook notebook;

    @BeforeEach
    void open() {
        notebook = new InMemoryNotebook(folder);
    }

    private void lesson() throws Exception {
        notebook.run("%data iris");
        notebook.run("%%model\ndense 16 relu\ndense 3 softmax\n");
        notebook.run("%compile adam(learning_rate=0.01) sparse_categorical_crossentropy accuracy");
    }

    @Test
    void seven_lines_train_a_model() throws Exception {
        lesson();
        var history = (History) notebook.run("%fit epochs=50 batch_size=16 validation_split=0.2");
        var report = (EvalReport) notebook.run("%evaluate");
        var predictions = (Table) notebook.run("%predict n=10");
        notebook.run("%plot");
        assertThat(history.epochs()).hasSize(50);
        assertThat(history.names()).containsExactly("accuracy", "loss", "val_accuracy", "val_loss");
        assertThat(report.get("accuracy")).isGreaterThan(0.85);
        assertThat(report.confusion()).hasDimensions(3, 3);
        assertThat(predictions.rowCount()).isEqualTo(30);
        assertThat(predictions.columnNames())
                .contains("actual", "predicted", "confidence", "p_setosa");
        assertThat(notebook.values)
                .containsKeys("data", "model", "history", "run", "report", "predictions", "chart");
        assertThat(notebook.values.get("model")).isInstanceOf(Model.class);
        assertThat(notebook.values.get("data")).isInstanceOf(DataSets.class);
        assertThat(notebook.text())
                .contains(
                        "iris",
                        "setosa",
                        "16 relu",
                        "adam(learning_rate=0.01)",
                        "finished: 50 epochs",
                        "macro");
    }

    @Test
    void a_fit_is_one_output() throws Exception {
        lesson();
        int before = notebook.shown.size();
        notebook.run("%fit epochs=20");
        assertThat(notebook.shown).hasSize(before + 1);
        assertThat(notebook.shown.getLast().html().length()).isLessThan(40_000);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "%fit | E110 | no model yet.",
                "%evaluate | E110 | no model yet.",
                "%plot | E181 | no run yet.",
                "%fti | E104 | no magic %fti. Did you mean %fit?",
                "%data irsi | E124 | there is no data set irsi. Did you mean iris?",
                "%data 'nothing.csv' | E124 | file nothing.csv not found",
                "%fit epoch=3 | E102 | %fit has no option epoch. Did you mean epochs",
                "%fit epochs='twenty' | E103 | epochs takes a whole number from 1, not \"twenty\"",
                "%fit epochs=[1 | E105 | is not closed",
            })
    void what_is_wrong_is_answered_with_the_line_to_type(String line, String code, String problem) {
        assertThatThrownBy(() -> notebook.run(line))
                .isInstanceOfSatisfying(
                        UserError.class,
                        error -> {
                            assertThat(error.code()).isEqualTo(code);
                            assertThat(error.problem()).contains(problem);
                            assertThat(error.remedy()).isNotBlank();
                        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "%data /tmp/my.csv target=kind | Type: %data \"/tmp/my.csv\" target=kind",
                "%data ../my.csv | Type: %data \"../my.csv\"",
                "%data C:\\my.csv | Type: %data \"C:\\\\my.csv\"",
                "%data my test=~/other.csv | Type: %data my test=\"~/other.csv\"",
                "%data https://example.org/my.csv | Type: %data \"https://example.org/my.csv\"",
            })
    void a_path_without_quotes_is_answered_with_them(String line, String remedy) {
        assertThatThrownBy(() -> notebook.run(line))
                .isInstanceOfSatisfying(
                        UserError.class, error -> assertThat(error.remedy()).isEqualTo(remedy));
    }

    @Test
    void a_compile_line_without_a_loss_is_answered_with_its_own_optimizer() throws Exception {
        notebook.run("%data iris");
        notebook.run("%%model\ndense 3 softmax");
        assertThatThrownBy(() -> notebook.run("%compile adam(learning_rate=0.01)"))
                .hasMessageContaining(
                        "type: %compile adam(learning_rate=0.01) sparse_categorical_crossentropy accuracy");
    }

    @Test
    void a_callback_that_watches_a_score_that_never_comes_is_refused_before_training()
            throws Exception {
        lesson();
        assertThatThrownBy(() -> notebook.run("%fit early_stopping(monitor=val_acc, patience=3)"))
                .hasMessage(
                        "E152: early_stopping has no monitor val_acc. Logged: loss, accuracy, val_loss, val_accuracy.\n"
                                + "  %fit early_stopping(monitor=val_acc, patience=3)\n"
                                + "                              ^^^^^^^\n"
                                + "  Type: %fit early_stopping(monitor=val_accuracy, patience=3)");
        assertThatThrownBy(() -> notebook.run("%fit val=none early_stopping(patience=3)"))
                .hasMessage(
                        "E221: early_stopping watches val_loss, but there is no validation data.\n"
                                + "  Type: %fit epochs=10 validation_split=0.1 early_stopping(patience=3)");
    }

    @Test
    void a_fit_says_that_the_best_weights_are_back() throws Exception {
        lesson();
        notebook.run(
                "%fit epochs=200 early_stopping(patience=0, restore_best_weights=true, monitor=val_accuracy)");
        assertThat(notebook.text())
                .contains("The weights with the best val_accuracy are back.")
                .doesNotContain("%runs restore");
    }

    @Test
    void a_model_that_gives_one_answer_is_noticed() throws Exception {
        notebook.run("%data iris balance=true");
        notebook.run("%%model\ndense 8 relu\ndense 3 softmax");
        notebook.run("%compile sgd(learning_rate=1000) sparse_categorical_crossentropy accuracy");
        notebook.run("%fit epochs=3");
        assertThat(notebook.text()).contains("W225", "for everything so far.");
    }

    @Test
    void a_loss_that_is_not_finite_is_answered_with_a_smaller_rate() throws Exception {
        notebook.run("%data diabetes");
        notebook.run("%%model\ndense 8 relu\ndense 1");
        notebook.run("%compile sgd(learning_rate=10) mean_squared_error mean_absolute_error");
        notebook.run("%fit epochs=3");
        assertThat(notebook.text())
                .contains(
                        "Type: %compile sgd(learning_rate=0.01) mean_squared_error mean_absolute_error   or look");
    }

    @Test
    void a_model_that_memorises_is_noticed() throws Exception {
        notebook.values.put("x", noise(40));
        notebook.values.put("y", IntStream.range(0, 40).map(i -> i * i % 3 % 2).toArray());
        notebook.run("%data x=$x y=$y val=50% test=none");
        notebook.run("%%model\ndense 64 relu\ndense 2 softmax");
        notebook.run("%compile adam(learning_rate=0.01) sparse_categorical_crossentropy accuracy");
        notebook.run("%fit epochs=40");
        assertThat(notebook.text())
                .contains("W224", "the model is memorising. Best epoch")
                .doesNotContain("W225");
    }

    private static double[][] noise(int rows) {
        var random = new Random(5);
        return IntStream.range(0, rows)
                .mapToObj(_ -> random.doubles(12, -1, 1).toArray())
                .toArray(double[][]::new);
    }

    @Test
    void help_knows_callbacks_and_schedules() throws Exception {
        notebook.run("%help early_stopping");
        notebook.run("%help cosine_decay");
        assertThat(notebook.text()).contains("restore_best_weights", "initial_learning_rate");
    }

    @Test
    void columns_that_are_left_out_are_not_shown() throws Exception {
        notebook.run("%data iris drop=petal_width");
        assertThat(notebook.text()).contains("petal_length").doesNotContain("petal_width");
    }

    @Test
    void a_wrong_word_is_marked_in_its_line() {
        assertThatThrownBy(() -> notebook.run("%fit epoch=3 batch_size=4"))
                .isInstanceOfSatisfying(
                        UserError.class,
                        error ->
                                assertThat(error.problem())
                                        .isEqualTo(
                                                "%fit has no option epoch. Did you mean epochs?\n  %fit epoch=3 batch_size=4\n       ^^^^^"));
    }

    @Test
    void a_step_that_is_missing_is_named_with_its_line() throws Exception {
        notebook.run("%data iris");
        notebook.run("%%model\ndense 3 softmax");
        assertThatThrownBy(() -> notebook.run("%fit"))
                .isInstanceOfSatisfying(
                        UserError.class,
                        error -> {
                            assertThat(error.code()).isEqualTo("E112");
                            assertThat(error.remedy())
                                    .contains(
                                            "%compile adam sparse_categorical_crossentropy accuracy");
                        });
    }

    @Test
    void compile_alone_proposes_what_fits() throws Exception {
        notebook.run("%data iris");
        notebook.run("%%model\ndense 3 softmax");
        notebook.run("%compile");
        assertThat(notebook.text()).contains("sparse_categorical_crossentropy");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "%compile adam categorical_crossentropy accuracy | E201",
                "%compile adam binary_crossentropy accuracy | E203",
                "%compile adam mse | E204",
                "%compile adam sparse_categorical_crossentropy(from_logits=true) accuracy | E206",
            })
    void a_loss_that_does_not_belong_is_refused_before_the_first_step(String line, String code)
            throws Exception {
        lesson();
        assertThatThrownBy(
                        () -> {
                            notebook.run(line);
                            notebook.run("%fit epochs=1");
                        })
                .isInstanceOfSatisfying(
                        UserError.class,
                        error -> {
                            assertThat(error.code()).isEqualTo(code);
                            assertThat(error.remedy()).contains("%compile adam");
                        });
    }

    @Test
    void a_failed_line_leaves_model_and_data_as_they_were() throws Exception {
        lesson();
        Object model = notebook.values.get("model");
        Object data = notebook.values.get("data");
        Files.writeString(folder.resolve("empty.csv"), "");
        Files.writeString(folder.resolve("text.csv"), "a,y\nx,1\ny,oops\n");
        for (String line :
                new String[] {
                    "%data 'empty.csv' target=y",
                    "%data 'none.csv'",
                    "%%model\n",
                    "%%model\nconv2 3",
                    "%%model\ndense -1",
                    "%compile adm mse",
                    "%fit epochs=0"
                }) {
            assertThatThrownBy(() -> notebook.run(line)).as(line).isInstanceOf(UserError.class);
        }
        assertThat(notebook.magics().session().model()).containsSame((Model) model);
        assertThat(notebook.magics().session().data()).containsSame((DataSets) data);
        assertThat(notebook.run("%fit epochs=1")).isInstanceOf(History.class);
    }

    @Test
    void an_interrupt_keeps_weights_and_history_and_the_cell_ends_well() throws Exception {
        lesson();
        notebook.own(
                "bell",
                "dev.kiln.callbacks.Callback",
                new dev.kiln.callbacks.Callback() {
                    @Override
                    public void onEpochEnd(
                            int epoch,
                            java.util.Map<String, Double> logs,
                            dev.kiln.callbacks.Trainee trainee) {
                        if (epoch == 3) {
                            notebook.interrupt();
                        }
                    }
                });
        var history = (History) notebook.run("%fit epochs=1000 callbacks=[$bell]");
        assertThat(history.epochs()).hasSizeBetween(4, 5);
        assertThat(notebook.text()).contains("stopped by you").contains("%fit more=");
    }

    @Test
    void a_variable_that_the_user_has_is_not_overwritten() throws Exception {
        notebook.own("data", "String", "mine");
        notebook.run("%data iris");
        assertThat(notebook.values.get("data")).isEqualTo("mine");
        assertThat(notebook.values.get("kilnData")).isInstanceOf(DataSets.class);
        assertThat(notebook.text())
                .contains(
                        "Note: data already is your String, so the data set is in kilnData. Choose a name with as=NAME.");
    }

    @Test
    void Java_objects_stand_where_names_do() throws Exception {
        notebook.run("%data iris");
        notebook.own("opt", "dev.kiln.optimizers.Adam", new Adam(0.02));
        notebook.run("%%model net\ninput 4\ndense 3 softmax");
        notebook.run("%compile $opt sparse_categorical_crossentropy accuracy");
        assertThat(notebook.text()).contains("adam(learning_rate=0.02)");
    }

    @Test
    void what_stands_on_a_Keras_page_compiles() throws Exception {
        lesson();
        notebook.run(
                "%compile optimizer='adam', loss='sparse_categorical_crossentropy', metrics=['accuracy']");
        assertThat(notebook.run("%fit epochs=2, batch_size=32, validation_split=0.2, verbose=1"))
                .isInstanceOf(History.class);
    }

    @Test
    void a_model_with_branches_is_described_by_names() throws Exception {
        notebook.run(
                "%%model two\nin: input 4\na: dense 8 relu <- in\nb: dense 8 relu <- in\nboth: concatenate <- a, b\ndense 3 softmax");
        assertThat(((Model) notebook.values.get("model")).weights().size()).isEqualTo(40 + 40 + 51);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "conv2 32 | E131 | no layer conv2",
                "dense | E132 | dense needs the number of units",
                "dense 16 relu <- g | E135 | uses g, which no line defines",
                "input 7 | E136 | the model takes 7 inputs, the data has 4 features",
            })
    void a_layer_that_is_wrong_is_named_with_its_line(String layer, String code, String problem)
            throws Exception {
        notebook.run("%data iris");
        assertThatThrownBy(() -> notebook.run("%%model\n" + layer + "\ndense 3 softmax"))
                .isInstanceOfSatisfying(
                        UserError.class,
                        error -> {
                            assertThat(error.code()).isEqualTo(code);
                            assertThat(error.problem()).contains(problem);
                        });
    }

    @Test
    void help_shows_every_magic_and_every_name() throws Exception {
        notebook.run("%help\n%help losses\n%help adam\n%fit?\n%fit??\n%kiln");
        assertThat(notebook.text())
                .contains("%compile", "huber", "learning_rate", "batch_size", "Kiln");
    }
}
