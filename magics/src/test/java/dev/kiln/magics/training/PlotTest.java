package dev.kiln.magics.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.kiln.catalog.UserError;
import dev.kiln.magics.InMemoryNotebook;
import dev.kiln.magics.drawing.chart.ScoredCurve;
import dev.kiln.magics.output.Output;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.knowm.xchart.internal.chartpart.AxesChart;

import java.nio.file.Path;
import java.util.List;

import javax.imageio.ImageIO;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class PlotTest {
    private static final int CHART_BYTES = 15_000;

    @TempDir Path folder;

    private InMemoryNotebook notebook;

    @BeforeEach
    void open() {
        notebook = new InMemoryNotebook(folder);
    }

    private void train(String data, String model, String compile) throws Exception {
        notebook.run("%data " + data);
        notebook.run("%%model net\n" + model);
        notebook.run("%compile " + compile);
        notebook.run("%fit epochs=3 quiet");
    }

    private void flowers() throws Exception {
        train(
                "iris",
                "dense 8 relu\ndense 3 softmax",
                "adam(0.01) sparse_categorical_crossentropy");
    }

    private void numbers() throws Exception {
        train("diabetes", "dense 8 relu\ndense 1", "adam(0.01) mean_squared_error");
    }

    private void draws(String line, String title, String alt) throws Exception {
        int before = notebook.shown.size();
        var chart = (AxesChart<?, ?>) notebook.run(line);
        assertThat(chart.getTitle()).startsWith(title);
        assertThat(chart.getXAxisTitle()).isNotBlank();
        assertThat(chart.getYAxisTitle()).isNotBlank();
        assertThat(notebook.values.get("chart")).isSameAs(chart);
        assertThat(notebook.shown).hasSize(before + 1);
        Output output = notebook.shown.getLast();
        assertThat(output.text()).contains(title);
        assertThat(output.html())
                .contains("<img src=\"data:image/svg+xml;base64,")
                .contains("alt=\"" + alt)
                .hasSizeLessThan(CHART_BYTES);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "%plot roc | ROC curve | ROC curve. Area under the curve: setosa",
                "%plot pr on=train | Precision and recall | Precision and recall. Area under the curve: setosa",
                "%plot confusion | Confusion | Confusion",
                "%plot calibration | Calibration | Calibration of",
                "%plot weights | Weights | Weights. ",
                "%plot weights dense | Weights of dense | Weights of dense. ",
                "%plot activations | Activations | Activations. dense",
                "%plot activations dense on=val | Activations of dense | Activations of dense. dense",
                "%plot gradients | Gradients | Gradients. dense/kernel",
                "%plot gradients dense_1 on=train | Gradients of dense_1 | Gradients of dense_1. dense_1/kernel",
                "%plot errors | Confidence of | Confidence of",
                "%plot model | Model net | Model net: 3 layers, from ",
                "%plot data | Classes of iris | Classes of iris: setosa 36, versicolor 36, virginica 36.",
                "%plot data petal_length | Values of petal_length | Values of petal_length. setosa, 36 values from ",
                "%plot data species | Values of species | Values of species: ",
                "%plot lr | Learning rate by epoch | Learning rate by epoch. learning rate stayed at 0.01.",
                "%plot history x=step metric=[loss] | Loss by step | Loss by step. train ",
                "%plot history x=time metric=[val_loss] log=y | Loss by time | Loss by time. train ",
                "%plot history metric=[loss] smooth=0.5 | Loss by epoch | Loss by epoch, run 1. Training "
            })
    void a_classifier_is_judged_by(String line, String title, String alt) throws Exception {
        flowers();
        draws(line, title, alt);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "%plot residuals | Residuals | Residuals of ",
                "%plot predicted on=val | Predicted over actual | Predicted over actual ",
                "%plot errors | Errors | Errors. ",
                "%plot data | Values of progression | Values of progression. "
            })
    void a_regression_is_judged_by(String line, String title, String alt) throws Exception {
        numbers();
        draws(line, title, alt);
    }

    @Test
    void two_classes_are_one_curve() throws Exception {
        train("breast_cancer", "dense 1 sigmoid", "adam(0.01) binary_crossentropy");
        notebook.run("%plot roc");
        assertThat(notebook.shown.getLast().text().lines().findFirst().orElseThrow())
                .matches(
                        "ROC curve\\. Area under the curve: \\w+ [01][0-9.]*\\. No skill is 0\\.5\\.");
        draws("%plot confusion", "Confusion", "Confusion, 2 by 2, values from ");
    }

    @Test
    void more_than_eight_classes_are_their_mean() throws Exception {
        train("digits", "flatten\ndense 10 softmax", "adam sparse_categorical_crossentropy");
        notebook.run("%plot roc");
        assertThat(notebook.shown.getLast().text()).contains("Area under the curve: macro ");
    }

    @Test
    void a_search_for_a_rate_is_drawn_again() throws Exception {
        flowers();
        notebook.run("%lr_find steps=20");
        draws("%plot lr_find", "Loss by learning rate", "Loss by learning rate, from ");
    }

    @Test
    void two_classes_are_scored_by_threshold() throws Exception {
        train("breast_cancer", "dense 1 sigmoid", "adam(0.01) binary_crossentropy");
        draws("%plot threshold", "Scores by threshold", "Scores by threshold. precision ");
        assertThat(notebook.shown.getLast().text()).contains("recall", "f1");
    }

    @Test
    void filters_of_a_convolution_are_tiles() throws Exception {
        train(
                "digits",
                "conv2d 6 3x3 relu\nflatten\ndense 10 softmax",
                "adam sparse_categorical_crossentropy");
        draws("%plot filters", "Filters of conv2d", "Filters of conv2d, 6 of 3x3, values from ");
        draws("%plot filters conv2d", "Filters of conv2d", "Filters of conv2d, 6 of 3x3, ");
        draws("%plot activations conv2d", "Activations of conv2d", "Activations of conv2d. ");
        assertThat(notebook.shown.getLast().html()).contains(" % zeros)");
    }

    @Test
    void runs_are_overlaid_by_number() throws Exception {
        flowers();
        notebook.run("%fit fresh epochs=2 quiet name=\"short\"");
        notebook.run("%plot history runs=[1, 2] metric=[val_loss]");
        assertThat(notebook.shown.getLast().text())
                .contains("Val_loss by epoch, 2 runs", "run 1 net", "run 2 short");
        draws(
                "%plot lr runs=[1, 2]",
                "Learning rate by epoch", "Learning rate by epoch. run 1 net");
        answers("%plot history runs=[1, 9]", "E181", "there is no run 9.", "Runs: 1, 2.");
    }

    @Test
    void a_chart_is_written_to_a_file_in_the_wanted_size() throws Exception {
        flowers();
        notebook.run("%plot history metric=[loss] save=\"loss.svg\" size=400x300");
        assertThat(folder.resolve("loss.svg")).content().startsWith("<svg").contains("400", "300");
        assertThat(notebook.shown.getLast().text()).contains("Saved as loss.svg.");
        notebook.run("%plot roc save=\"roc.png\"");
        var picture = ImageIO.read(folder.resolve("roc.png").toFile());
        assertThat(picture.getWidth()).isEqualTo(720);
        assertThat(picture.getHeight()).isEqualTo(360);
        answers(
                "%plot roc save=\"roc.pdf\"",
                "E191",
                "charts are written as .svg or .png, not as roc.pdf.",
                "Type: %plot history save=\"loss.svg\"");
        answers(
                "%plot roc size=10x10",
                "E103",
                "size=10x10 is a chart of 10x10 pixels; from 120x90 to 4000x4000.",
                "Type: %plot roc size=720x360");
    }

    @Test
    void an_option_that_would_do_nothing_is_refused() throws Exception {
        flowers();
        answers(
                "%plot history on=val",
                "E102",
                "%plot history looks at no rows, so on= means nothing there.",
                "Type: %plot history");
        answers(
                "%plot roc smooth=0.5",
                "E102",
                "metric, smooth, y, log, runs and x are options of %plot history, not of %plot roc.",
                "Type: %plot roc");
        answers(
                "%plot history smooth=2",
                "E103", "smooth=2 must be from 0 to below 1.", "Type: %plot history smooth=0.6");
    }

    @Test
    void gradients_leave_the_model_as_it_was() throws Exception {
        flowers();
        notebook.run("%evaluate quiet");
        String before = notebook.values.get("report").toString();
        var history = notebook.magics().session().needModel().training().epochs();
        notebook.run("%plot gradients");
        notebook.run("%evaluate quiet");
        assertThat(notebook.values.get("report").toString()).isEqualTo(before);
        assertThat(notebook.magics().session().needModel().training().epochs()).isEqualTo(history);
    }

    @Test
    void a_model_with_branches_is_drawn_with_its_flows() throws Exception {
        notebook.run("%data iris");
        notebook.run(
                "%%model two\na: input 4\nb: dense 8 relu <- a\nc: dense 8 tanh <- a\n"
                        + "d: concat <- b, c\ne: dense 3 softmax <- d\noutput e");
        notebook.run("%plot model");
        assertThat(notebook.shown.getLast().text()).contains("d (16) <- b, c");
    }

    @Test
    void compared_runs_lie_over_each_other() throws Exception {
        flowers();
        notebook.run("%fit fresh epochs=2 quiet");
        notebook.run("%runs compare 1 2");
        assertThat(notebook.shown.getLast().html())
                .contains("<img src=\"data:image/svg+xml;base64,")
                .contains("val_loss of 2 runs. run 1 ");
        assertThat(notebook.shown.getLast().text()).contains("val_loss of 2 runs");
    }

    private void answers(String line, String code, String problem, String remedy) {
        assertThatThrownBy(() -> notebook.run(line))
                .isInstanceOfSatisfying(
                        UserError.class,
                        e -> {
                            assertThat(e.code()).isEqualTo(code);
                            assertThat(e.problem().lines().findFirst()).contains(problem);
                            assertThat(e.remedy()).isEqualTo(remedy);
                        });
    }

    @Test
    void a_chart_that_does_not_fit_a_classifier_names_one_that_does() throws Exception {
        flowers();
        answers(
                "%plot residuals",
                "E182",
                "residuals needs a number to predict; this model predicts a class.",
                "Type: %plot confusion");
        notebook.run("%plot confusion");
        answers(
                "%plot weights dense_9",
                "E183",
                "no layer dense_9 with weights. Did you mean dense or dense_1?"
                        + " Layers: dense, dense_1.",
                "Type: %plot weights dense");
        notebook.run("%plot weights dense");
        answers("%plot lr_find", "E181", "no learning rate was looked for yet.", "Type: %lr_find");
        notebook.run("%lr_find steps=10");
        notebook.run("%plot lr_find");
    }

    @Test
    void a_chart_that_does_not_fit_a_regression_names_one_that_does() throws Exception {
        numbers();
        answers(
                "%plot roc",
                "E182",
                "roc needs class probabilities; this model predicts a number.",
                "Type: %plot residuals");
        notebook.run("%plot residuals");
    }

    @Test
    void rows_of_one_score_are_passed_together() {
        var question =
                new ThresholdCurves(
                        "yes", List.of(0.9, 0.5, 0.5, 0.1), List.of(true, true, false, false));
        ScoredCurve roc = question.roc();
        assertThat(roc.area()).isCloseTo(0.875, within(1e-12));
        assertThat(roc.curve().x()).containsExactly(0.0, 0.0, 0.5, 1.0);
        assertThat(roc.curve().y()).containsExactly(0.0, 0.5, 1.0, 1.0);
        ScoredCurve found = question.precisionRecall();
        assertThat(found.area()).isCloseTo(0.5 + 0.5 * 2 / 3, within(1e-12));
        assertThat(question.calibration().x()).containsExactly(0.1, 0.5, 0.9);
        assertThat(question.calibration().y()).containsExactly(0.0, 0.5, 1.0);
    }
}
