package dev.kiln.magics.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.kiln.data.FloatArray;
import dev.kiln.magics.InMemoryNotebook;
import dev.kiln.magics.drawing.AllowedMarkup;
import dev.kiln.magics.output.Output;
import dev.kiln.magics.session.EvalReport;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class EvaluationCardTest {
    @TempDir Path folder;

    private InMemoryNotebook notebook;

    @BeforeEach
    void open() {
        notebook = new InMemoryNotebook(folder);
    }

    private Output card(String line) throws Exception {
        notebook.shown.clear();
        notebook.run(line);
        Output card = notebook.shown.getFirst();
        AllowedMarkup.check(withoutThumbnails(card.html()), false);
        assertThat(card.text().lines())
                .hasSizeLessThanOrEqualTo(25)
                .allSatisfy(text -> assertThat(text).hasSizeLessThanOrEqualTo(100));
        return card;
    }

    private static String withoutThumbnails(String html) {
        return html.replaceAll("<img src=\"data:image/png;base64,[^>]*>", "");
    }

    @Test
    void classes_come_with_their_confusion_and_a_guess_to_beat() throws Exception {
        notebook.trainFlowers();
        assertThat(card("%evaluate").text())
                .startsWith("net on test   30 samples\n")
                .containsPattern("score +test +val +train +always-most-frequent")
                .containsPattern("accuracy +\\S+ +\\S+ +\\S+ +0\\.3333")
                .containsPattern(
                        "truth . predicted +setosa +versicolor +virginica +precision +recall +f1 +n")
                .containsPattern("setosa +10 +0 +0 +1\\.0000 +1\\.0000 +1\\.0000 +10")
                .containsPattern("macro +\\S+ +\\S+ +\\S+ +30")
                .endsWith("Next: %predict on=test show=wrong");
        assertThat(card("%evaluate confusion=percent").text()).containsPattern("setosa +100\\.0 %");
        assertThat(notebook.shown.getFirst().html()).contains("background:rgba(0,114,178,0.50)");
    }

    @Test
    void a_run_is_judged_by_its_own_weights_and_the_model_stays_as_it_is() throws Exception {
        notebook.trainFlowers();
        double good = ((EvalReport) notebook.run("%evaluate quiet")).get("loss");
        notebook.run("%fit fresh epochs=1 quiet");
        double poor = ((EvalReport) notebook.run("%evaluate quiet")).get("loss");
        assertThat(((EvalReport) notebook.run("%evaluate run=1 quiet")).get("loss"))
                .isEqualTo(good);
        assertThat(((EvalReport) notebook.run("%evaluate quiet")).get("loss")).isEqualTo(poor);
        assertThat(card("%evaluate run=1").text()).startsWith("run 1 \"net\" on test");
        assertThatThrownBy(() -> notebook.run("%evaluate run=9"))
                .hasMessage("E181: there is no run 9.\n  Runs: 1, 2.");
    }

    @Test
    void numbers_come_in_their_own_unit_beside_always_the_mean() throws Exception {
        notebook.train(
                "diabetes scale_target=true", "dense 1", "adam(0.05) mean_squared_error", 30);
        Output card = card("%evaluate");
        assertThat(card.text())
                .containsPattern("score +test +val +train +always-the-mean")
                .containsPattern("mae +[3-6]\\d\\.\\d+ .* [5-9]\\d\\.\\d+")
                .containsPattern("rmse +[4-8]\\d\\.\\d+")
                .containsPattern("r2 +0\\.[2-6]\\d+ .* -?0\\.0\\d+|r2 +0\\.[2-6].* -\\S+e-\\d")
                .contains(
                        "mae and rmse are in the unit of progression; the loss is that of the standardised target.",
                        "Predicted over actual",
                        "Errors",
                        "Next: %plot residuals");
        assertThat(card.html()).contains("alt=\"Predicted over actual", "alt=\"Errors. ");
    }

    @Test
    void two_classes_come_with_the_area_and_other_thresholds() throws Exception {
        notebook.train(
                "breast_cancer", "dense 1 sigmoid", "adam(0.05) binary_crossentropy accuracy", 10);
        assertThat(card("%evaluate").text())
                .containsPattern("AUC +(0\\.9\\d+|1\\.0000) +\\(0\\.5 is no skill\\)")
                .containsPattern("threshold for \\w+ +precision +recall +f1")
                .containsPattern("\n *0\\.3 +[01]\\.\\d+")
                .containsPattern("\n *0\\.5 +[01]\\.\\d+")
                .containsPattern("\\(best f1\\) +[01]\\.\\d+");
        assertThat(card("%evaluate threshold=0.9").text())
                .contains("Counts and classes at threshold 0.9.");
    }

    @Test
    void many_classes_are_told_by_the_worst_and_a_picture() throws Exception {
        var table = new StringBuilder("a,b,kind\n");
        var random = new Random(3);
        for (int row = 0; row < 600; row++) {
            int kind = row % 30;
            table.append(kind % 6 + random.nextGaussian() / 5)
                    .append(',')
                    .append(kind / 6 + random.nextGaussian() / 5)
                    .append(",kind ")
                    .append(kind)
                    .append('\n');
        }
        Files.writeString(folder.resolve("kinds.csv"), table);
        notebook.train(
                "\"kinds.csv\" target=kind",
                "dense 32 relu\ndense 30 softmax",
                "adam(0.01) sparse_categorical_crossentropy accuracy",
                10);
        Output card = card("%evaluate");
        assertThat(card.text())
                .contains("the 10 worst of 30 classes; all are in report.perClass()", "Confusion");
        assertThat(card.html()).contains("alt=\"Confusion, 30 by 30, values from ");
        assertThat(((EvalReport) notebook.values.get("report")).perClass().rowCount())
                .isEqualTo(30);
    }

    @Test
    void ten_classes_fit_on_a_screen_of_text() throws Exception {
        notebook.train(
                "digits",
                "flatten\ndense 10 softmax",
                "adam(0.01) sparse_categorical_crossentropy accuracy",
                2);
        assertThat(card("%evaluate").text())
                .containsPattern("\n9( +\\d+){10} +\\S+ +\\S+ +\\S+ +36")
                .contains("macro", "most confused", "worst mistakes", "Next: ");
    }

    @Test
    void rows_that_lack_what_is_needed_are_answered() throws Exception {
        notebook.trainFlowers();
        Files.writeString(
                folder.resolve("new.csv"),
                "sepal_length,sepal_width,petal_length,species\n5,3,1,setosa\n");
        assertThatThrownBy(() -> notebook.run("%evaluate on=\"new.csv\""))
                .hasMessageStartingWith("E162: new.csv lacks column petal_width.");
        Files.writeString(
                folder.resolve("plain.csv"),
                "sepal_length,sepal_width,petal_length,petal_width\n5,3,1,0.2\n");
        assertThatThrownBy(() -> notebook.run("%evaluate on=\"plain.csv\""))
                .hasMessage(
                        "E162: plain.csv lacks column species.\n"
                                + "  Type: %predict \"plain.csv\"   to predict without labels");
        notebook.run("%evaluate on=train");
        assertThat(notebook.text())
                .contains("Note: these are training rows; for an honest score: %evaluate");
        notebook.run("%data iris test=none");
        assertThatThrownBy(() -> notebook.run("%evaluate"))
                .hasMessage("E161: there is no test set (test=none).\n  Type: %evaluate on=val");
        assertThatThrownBy(() -> notebook.run("%predict on=test"))
                .hasMessage(
                        "E161: there is no test set (test=none).\n  %predict on=test\n"
                                + "              ^^^^\n  Type: %predict on=val");
    }

    @Test
    void numbers_are_scored_as_defined() {
        var actual = FloatArray.of(new double[][] {{1}, {2}, {3}, {6}});
        var said = FloatArray.of(new double[][] {{2}, {2}, {3}, {4}});
        var scores = NumberScores.of(said, actual, 4);
        assertThat(scores.mae()).isEqualTo(0.75);
        assertThat(scores.rmse()).isCloseTo(Math.sqrt(1.25), within(1e-12));
        assertThat(scores.r2()).isCloseTo(1 - 5.0 / 14, within(1e-12));
        var guess = NumberScores.ofMeans(actual, 4, actual, 4);
        assertThat(guess.mae()).isEqualTo(1.5);
        assertThat(guess.r2()).isCloseTo(0, within(1e-12));
    }

    @Test
    void the_best_threshold_is_the_one_of_the_highest_f1() {
        var question =
                new ThresholdCurves(
                        "yes", List.of(0.9, 0.75, 0.65, 0.1), List.of(true, true, false, false));
        assertThat(question.bestThreshold()).isEqualTo(0.65);
        assertThat(question.at(0.65).f1()).isEqualTo(1);
        assertThat(question.at(0.95).precision()).isNaN();
    }
}
