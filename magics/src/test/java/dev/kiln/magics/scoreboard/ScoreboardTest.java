package dev.kiln.magics.scoreboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.callbacks.Callback;
import dev.kiln.callbacks.Trainee;
import dev.kiln.data.DataSets;
import dev.kiln.events.History;
import dev.kiln.magics.InMemoryNotebook;
import dev.kiln.magics.drawing.AllowedMarkup;
import dev.kiln.magics.drawing.SvgText;
import dev.kiln.magics.notebook.CellLanguage.Suggestion;
import dev.kiln.magics.output.Output;
import dev.kiln.magics.session.EvalReport;
import dev.kiln.model.Model;
import dev.kiln.optimizers.Adam;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.knowm.xchart.internal.chartpart.AxesChart;

import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

import javax.tools.ToolProvider;

/// What Kiln shows and does beside other tools, feature by feature, on a real lesson.
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ScoreboardTest {
    private static final Pattern PICTURE =
            Pattern.compile("<img src=\"data:image/svg\\+xml;base64,[^\"]+\" alt=\"([^\"]+)\"");

    private Lesson lesson;

    @BeforeAll
    void train(@TempDir Path folder) throws Exception {
        lesson = new Lesson(folder);
    }

    private Output frame() {
        return lesson.frames.get(1);
    }

    private static List<String> pictures(Output output) {
        return PICTURE.matcher(output.html()).results().map(found -> found.group(1)).toList();
    }

    @Test
    void _01_a_live_loss_chart_in_the_cell() {
        assertThat(pictures(frame()))
                .anyMatch(alt -> alt.startsWith("Loss by epoch, run 1. Training fell"));
    }

    @Test
    void _02_a_live_table_of_epochs_with_the_best_marked() {
        assertThat(frame().html()).contains("<table>", "<th scope=\"col\">epoch</th>");
        assertThat(frame().text()).containsPattern("(?m)^ +\\d+ .*best$");
    }

    @Test
    void _03_the_time_left_of_the_whole_fit() {
        assertThat(lesson.frames)
                .extracting(Output::text)
                .anyMatch(
                        text -> text.matches("(?s).*epoch \\d+ of 20 .*about \\d+:\\d\\d left.*"));
    }

    @Test
    void _04_samples_a_second_and_the_learning_rate() {
        assertThat(lesson.frames)
                .extracting(Output::text)
                .anyMatch(text -> text.matches("(?s).*[\\d,]+ samples/s   learning rate 0.01.*"));
    }

    @Test
    void _05_a_stop_button_in_the_output() {
        assertThat(frame().html())
                .contains("<button", "api/kernels/1234/interrupt", ">Stop</button>");
        assertThat(lesson.card.html()).doesNotContain("<button");
    }

    @Test
    void _06_a_stop_keeps_weights_and_history_and_the_cell_ends_well(@TempDir Path folder)
            throws Exception {
        var notebook = new InMemoryNotebook(folder);
        notebook.train(
                "iris",
                "dense 8 relu\ndense 3 softmax",
                "adam sparse_categorical_crossentropy accuracy",
                1);
        float[] before = ((Model) notebook.values.get("model")).weights().get("dense/bias").get();
        notebook.own("stopper", Callback.class.getName(), stopper(notebook));
        var history = (History) notebook.run("%fit epochs=500 callbacks=[$stopper]");
        String said =
                notebook.text()
                        .lines()
                        .filter(line -> line.contains("stopped by you") || line.startsWith("Go on"))
                        .reduce("", String::concat);
        assertThat(history.epochs()).hasSizeBetween(3, 4);
        assertThat(((Model) notebook.values.get("model")).weights().get("dense/bias").get())
                .isNotEqualTo(before);
        assertThat(said)
                .contains("Weights and history kept.", "Go on: %fit more=")
                .hasSizeLessThan(300);
        assertThat(notebook.run("%evaluate")).isInstanceOf(EvalReport.class);
    }

    private static Callback stopper(InMemoryNotebook notebook) {
        return new Callback() {
            @Override
            public void onEpochEnd(int epoch, Map<String, Double> logs, Trainee trainee) {
                if (epoch == 2) {
                    notebook.interrupt();
                }
            }
        };
    }

    @Test
    void _07_the_cell_keeps_its_height_while_the_fit_runs() {
        var heights =
                lesson.frames.stream()
                        .limit(lesson.frames.size() - 1L)
                        .map(ScoreboardTest::height)
                        .distinct();
        assertThat(lesson.frames).hasSizeGreaterThanOrEqualTo(Lesson.FRAMES);
        assertThat(heights).hasSize(1);
    }

    /// What takes room: lines, rows and pictures.
    private static String height(Output output) {
        String html = output.html();
        return html.split("<div", -1).length
                + " lines, "
                + html.split("<tr", -1).length
                + " rows, "
                + Pattern.compile("height=\"(\\d+)\"")
                        .matcher(html)
                        .results()
                        .map(found -> found.group(1))
                        .toList();
    }

    @Test
    void _08_twenty_epochs_with_charts_are_saved_in_40_kB() {
        assertThat(pictures(lesson.card)).hasSize(2);
        assertThat((lesson.card.html() + lesson.card.text()).getBytes(StandardCharsets.UTF_8))
                .hasSizeLessThan(40_000);
    }

    @Test
    void _09_a_fit_is_one_output() {
        assertThat(lesson.outputsOfTheFit).isOne();
    }

    @Test
    void _10_charts_survive_saving_untrusted_readers_and_export() {
        AllowedMarkup.check(lesson.card.html(), false);
        assertThat(pictures(lesson.card)).hasSize(2);
        assertThat(lesson.card.html()).doesNotContain("<style", "<script", "<svg", "var(--");
        assertThat(lesson.card.text()).isNotBlank();
    }

    @Test
    void _11_a_finished_run_is_shown_again() throws Exception {
        assertThat(lesson.answer("%runs 1").html()).isEqualTo(lesson.card.html());
        var later = new InMemoryNotebook(lesson.notebook.folder());
        later.run("%runs earlier 1");
        assertThat(pictures(later.shown.getLast())).isEqualTo(pictures(lesson.card));
    }

    @Test
    void _12_readable_in_the_dark() {
        String svg = SvgText.decoded(lesson.card.html());
        assertThat(svg)
                .contains(".a{fill:#fff}.b{fill:#333}")
                .containsPattern(
                        "@media ?\\(prefers-color-scheme: ?dark\\)\\{\\.a\\{fill:#111\\}\\.b\\{fill:#ddd\\}");
    }

    @Test
    void _13_axes_have_names_and_lines_have_labels() throws Exception {
        lesson.answer("%plot history");
        for (String line : List.of("%plot history", "%plot roc", "%plot pr", "%plot calibration")) {
            lesson.answer(line);
            var chart = (AxesChart<?, ?>) lesson.notebook.values.get("chart");
            assertThat(chart.getTitle()).as(line).isNotBlank();
            assertThat(chart.getXAxisTitle()).as(line).isNotBlank();
            assertThat(chart.getYAxisTitle()).as(line).isNotBlank();
        }
    }

    @Test
    void _14_colours_for_all_eyes_and_never_colour_alone() {
        String svg = SvgText.decoded(lesson.card.html()).toLowerCase(java.util.Locale.ROOT);
        assertThat(svg).contains("#0072b2", "#d55e00").contains("stroke-dasharray");
    }

    @Test
    void _15_plain_text_with_the_numbers() {
        double last = ((History) lesson.notebook.values.get("history")).last("loss");
        assertThat(lesson.card.text()).contains("%.4f".formatted(last)).contains("loss 2.");
        assertThat(lesson.card.text().lines())
                .hasSizeLessThanOrEqualTo(25)
                .allMatch(line -> line.length() <= 100);
    }

    @Test
    void _16_the_best_epoch_is_marked() {
        assertThat(lesson.card.text())
                .containsPattern("Best val_loss [\\d.]+ at epoch \\d+")
                .containsPattern("(?m)best$");
        assertThat(pictures(lesson.card)).anyMatch(alt -> alt.contains(" at epoch "));
    }

    @Test
    void _17_smoothing_that_keeps_the_raw_line() throws Exception {
        String smooth =
                SvgText.decoded(lesson.answer("%plot history metric=loss smooth=0.6").html());
        String raw = SvgText.decoded(lesson.answer("%plot history metric=loss").html());
        assertThat(smooth).containsPattern("opacity=\"0\\.25").isNotEqualTo(raw);
        assertThat(raw).doesNotContainPattern("opacity=\"0\\.25");
    }

    @Test
    void _18_at_least_28_checks_of_a_set_up() throws Exception {
        assertThat(lesson.answer("%check").text())
                .containsPattern("^checks   (2[89]|[3-9]\\d) passed");
    }

    @Test
    void _19_an_error_names_the_line_to_type() {
        assertThatThrownBy(() -> lesson.notebook.run("%fit epochs=3 batch_size=0"))
                .hasMessageContaining("\n  Type: %fit epochs=3 batch_size=32");
    }

    @Test
    void _20_near_misses_of_names_and_options_are_asked_about() {
        assertThatThrownBy(() -> lesson.notebook.run("%compile adm mse"))
                .hasMessageContaining("Did you mean adam?");
        assertThatThrownBy(() -> lesson.notebook.run("%fit epoch=3"))
                .hasMessageContaining("Did you mean epochs?");
        assertThatThrownBy(() -> lesson.notebook.run("%fti"))
                .hasMessageContaining("Did you mean %fit?");
    }

    @Test
    void _21_says_what_accuracy_stands_for(@TempDir Path folder) throws Exception {
        var notebook = new InMemoryNotebook(folder);
        notebook.run("%data breast_cancer\n%data iris");
        notebook.run("%%model\ndense 3 softmax");
        notebook.run("%compile adam sparse_categorical_crossentropy accuracy");
        assertThat(notebook.text()).contains("accuracy -> sparse_categorical_accuracy");
    }

    @Test
    void _22_optimizers_losses_and_metrics_by_name_with_arguments_or_from_Java(@TempDir Path folder)
            throws Exception {
        var notebook = new InMemoryNotebook(folder);
        notebook.run("%data iris one_hot=true");
        notebook.run("%%model\ndense 3 softmax");
        notebook.own("mine", "dev.kiln.optimizers.Adam", new Adam(0.02));
        notebook.run("%compile adam categorical_crossentropy accuracy");
        notebook.run(
                "%compile sgd(0.01, momentum=0.9) categorical_crossentropy(label_smoothing=0.1) auc(num_thresholds=50)");
        notebook.run("%compile $mine categorical_crossentropy");
        assertThat(notebook.text())
                .contains(
                        "momentum=0.9",
                        "label_smoothing=0.1",
                        "num_thresholds=50",
                        "adam(learning_rate=0.02)");
    }

    @Test
    void _23_completion_offers_what_fits_first() {
        var words = offered("%compile adam ");
        assertThat(words.getFirst().text()).isEqualTo("sparse_categorical_crossentropy");
        assertThat(words)
                .filteredOn(word -> word.text().equals("categorical_crossentropy"))
                .first()
                .extracting(Suggestion::type)
                .isEqualTo("wants one-hot labels");
        assertThat(offered("%compile adam sparse_categorical_crossentropy ").getFirst().text())
                .isEqualTo("accuracy");
        assertThat(offered("%fit early_stopping(monitor="))
                .extracting(Suggestion::text)
                .contains("val_loss");
        assertThat(offered("%compile adam("))
                .extracting(Suggestion::text)
                .contains("learning_rate=");
    }

    private List<Suggestion> offered(String cell) {
        return lesson.notebook
                .magics()
                .complete(cell, cell.length(), lesson.notebook)
                .orElseThrow()
                .suggestions();
    }

    @Test
    void _24_confusion_and_scores_of_each_class_in_one_line() throws Exception {
        Output card = lesson.answer("%evaluate");
        assertThat(card.text())
                .contains("truth \\ predicted", "precision", "recall", "f1", "macro");
        assertThat(((EvalReport) lesson.notebook.values.get("report")).confusion())
                .hasDimensions(10, 10);
    }

    @Test
    void _25_ROC_precision_residuals_and_calibration_in_one_line(@TempDir Path folder)
            throws Exception {
        assertThat(lesson.answer("%plot roc").text())
                .contains("Area under the curve")
                .contains("No skill");
        assertThat(pictures(lesson.answer("%plot pr"))).isNotEmpty();
        assertThat(pictures(lesson.answer("%plot calibration"))).isNotEmpty();
        var numbers = new InMemoryNotebook(folder);
        numbers.train("diabetes", "dense 1", "adam mean_squared_error", 2);
        numbers.run("%plot residuals");
        assertThat(pictures(numbers.shown.getLast())).isNotEmpty();
    }

    @Test
    void _26_predictions_as_a_table_with_the_worst_mistakes() throws Exception {
        Output card = lesson.answer("%predict on=train show=wrong sort=confidence");
        assertThat(card.text()).contains("actual", "predicted", "confidence", "wrong");
        assertThat(((Table) lesson.notebook.values.get("predictions")).columnNames())
                .contains("actual", "predicted", "p_7");
    }

    @Test
    void _27_the_summary_is_one_output_with_shapes_and_shares() throws Exception {
        Output card = lesson.answer("%summary");
        assertThat(lesson.notebook.shown).hasSize(1);
        assertThat(card.text())
                .contains("output shape", "8x8x1", "2,080", "share", " %")
                .doesNotContain("None");
    }

    @Test
    void _28_a_baseline_beside_the_score(@TempDir Path folder) throws Exception {
        assertThat(lesson.answer("%evaluate").text()).contains("always-most-frequent");
        var numbers = new InMemoryNotebook(folder);
        numbers.train("diabetes", "dense 1", "adam mean_squared_error", 2);
        numbers.run("%evaluate");
        assertThat(numbers.text()).contains("always-the-mean");
    }

    @Test
    void _29_a_table_of_runs_with_what_changed_and_an_overlay(@TempDir Path folder)
            throws Exception {
        var notebook = twoRuns(folder);
        notebook.run("%runs");
        assertThat(notebook.shown.getLast().text()).contains("what changed", "dense 8 -> 24", "*2");
        notebook.run("%runs compare 1 2");
        assertThat(pictures(notebook.shown.getLast())).isNotEmpty();
    }

    private static InMemoryNotebook twoRuns(Path folder) throws Exception {
        var notebook = new InMemoryNotebook(folder);
        notebook.train(
                "iris",
                "dense 8 relu\ndense 3 softmax",
                "adam sparse_categorical_crossentropy accuracy",
                3);
        notebook.run("%%model net\ndense 24 relu\ndense 3 softmax");
        notebook.run("%compile adam sparse_categorical_crossentropy accuracy");
        notebook.run("%fit epochs=3 quiet");
        notebook.shown.clear();
        return notebook;
    }

    @Test
    void _30_an_earlier_run_comes_back_after_the_fact(@TempDir Path folder) throws Exception {
        var notebook = threeEpochs(folder);
        float[] first = kernel(notebook);
        notebook.run("%fit epochs=3 quiet");
        notebook.run("%runs restore 1");
        assertThat(kernel(notebook)).isEqualTo(first);
        notebook.run("%runs restore 2 best");
    }

    @Test
    void _31_a_step_is_undone(@TempDir Path folder) throws Exception {
        var notebook = threeEpochs(folder);
        float[] first = kernel(notebook);
        notebook.run("%fit epochs=3 quiet");
        notebook.run("%undo");
        assertThat(kernel(notebook)).isEqualTo(first);
    }

    private static InMemoryNotebook threeEpochs(Path folder) throws Exception {
        var notebook = new InMemoryNotebook(folder);
        notebook.train(
                "iris", "dense 3 softmax", "adam sparse_categorical_crossentropy accuracy", 3);
        return notebook;
    }

    private static float[] kernel(InMemoryNotebook notebook) {
        return ((Model) notebook.values.get("model")).weights().get("dense/kernel").get();
    }

    @Test
    void _32_a_finder_of_learning_rates() throws Exception {
        float[] before = kernel(lesson.notebook);
        Output card = lesson.answer("%lr_find steps=20");
        assertThat(pictures(card)).isNotEmpty();
        assertThat(card.text()).contains("steepest at", "%compile adam(learning_rate=");
        assertThat(
                        ((Model) lesson.notebook.values.get("model"))
                                .weights()
                                .get("dense/kernel")
                                .get())
                .isEqualTo(before);
    }

    @Test
    void _33_data_from_a_file_a_table_arrays_or_a_set_in_one_line(@TempDir Path folder)
            throws Exception {
        var notebook = new InMemoryNotebook(folder);
        Files.writeString(
                folder.resolve("d.csv"),
                "a,b\n"
                        + IntStream.range(0, 30)
                                .mapToObj(i -> i + ".5," + i % 2 + "\n")
                                .reduce("", String::concat));
        notebook.values.put("x", new double[30][2]);
        notebook.values.put("y", IntStream.range(0, 30).map(i -> i % 2).toArray());
        notebook.values.put(
                "t",
                Table.create(
                        DoubleColumn.create("a", IntStream.range(0, 30).asDoubleStream().toArray()),
                        StringColumn.create(
                                "b", IntStream.range(0, 30).mapToObj(i -> "k" + i % 2).toList())));
        for (String line :
                List.of(
                        "%data \"d.csv\" target=b",
                        "%data $t target=b", "%data x=$x y=$y", "%data wine")) {
            assertThat(notebook.run(line)).as(line).isInstanceOf(DataSets.class);
        }
    }

    @Test
    void _34_tables_are_HTML_and_escaped(@TempDir Path folder) throws Exception {
        var notebook = new InMemoryNotebook(folder);
        notebook.values.put(
                "t",
                Table.create(
                        DoubleColumn.create(
                                "<img src=x onerror=alert(1)>",
                                IntStream.range(0, 30).asDoubleStream().toArray()),
                        StringColumn.create(
                                "b", IntStream.range(0, 30).mapToObj(i -> "k" + i % 2).toList())));
        notebook.run("%data $t target=b");
        assertThat(notebook.shown.getLast().html())
                .contains("<table>", "&lt;img src=x onerror=alert(1)&gt;")
                .doesNotContain("<img src=x");
    }

    @Test
    void _35_at_most_four_updates_a_second() {
        assertThat(lesson.frames.size()).isLessThanOrEqualTo((int) (4 * lesson.seconds) + 2);
    }

    @Test
    void _36_no_extension_no_server_no_widgets_no_network() throws Exception {
        for (String line :
                List.of(
                        "%summary",
                        "%evaluate", "%predict on=test n=3", "%plot", "%runs", "%check")) {
            String html = lesson.answer(line).html();
            assertThat(html)
                    .as(line)
                    .doesNotContainPattern(
                            "(?i)https?://|<script|<iframe|<link|url\\(|src=\"(?!data:image/)");
        }
    }

    @Test
    void _37_from_magics_to_a_program(@TempDir Path folder) throws Exception {
        var notebook = new InMemoryNotebook(folder);
        notebook.train(
                "iris", "dense 3 softmax", "adam sparse_categorical_crossentropy accuracy", 3);
        notebook.run("%save \"Flowers.java\"");
        int result =
                ToolProvider.getSystemJavaCompiler()
                        .run(
                                null,
                                null,
                                null,
                                "-d",
                                folder.toString(),
                                folder.resolve("Flowers.java").toString());
        assertThat(result).isZero();
        assertThat(folder.resolve("Flowers.class")).exists();
    }

    @Test
    void _38_a_second_fit_says_that_it_continues(@TempDir Path folder) throws Exception {
        var notebook = new InMemoryNotebook(folder);
        notebook.train(
                "iris", "dense 3 softmax", "adam sparse_categorical_crossentropy accuracy", 3);
        notebook.run("%fit epochs=2");
        assertThat(notebook.text())
                .startsWith(
                        "Note: continuing run 1 \"net\" (3 epochs done). To start over: %fit fresh epochs=2");
    }
}
