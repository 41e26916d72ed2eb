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
import org.knowm.xchart.XYChart;

import java.nio.file.Path;
import java.util.List;

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
        var chart = (XYChart) notebook.run(line);
        assertThat(chart.getTitle()).isEqualTo(title);
        assertThat(chart.getXAxisTitle()).isNotBlank();
        assertThat(chart.getYAxisTitle()).isNotBlank();
        assertThat(notebook.values.get("chart")).isSameAs(chart);
        assertThat(notebook.shown).hasSize(before + 1);
        Output output = notebook.shown.getLast();
        assertThat(output.text()).startsWith(title);
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
                "%plot weights dense | Weights of dense | Weights of dense. "
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
                "%plot predicted on=val | Predicted over actual | Predicted over actual "
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
        draws("%plot lr", "Loss by learning rate", "Loss by learning rate, from ");
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
                            assertThat(e.problem()).isEqualTo(problem);
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
        answers("%plot lr", "E181", "no learning rate was looked for yet.", "Type: %lr_find");
        notebook.run("%lr_find steps=10");
        notebook.run("%plot lr");
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
