package dev.kiln.magics.drawing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.magics.drawing.chart.Bins;
import dev.kiln.magics.drawing.chart.CalibrationPlot;
import dev.kiln.magics.drawing.chart.Curve;
import dev.kiln.magics.drawing.chart.HeatPlot;
import dev.kiln.magics.drawing.chart.HistogramPlot;
import dev.kiln.magics.drawing.chart.HistoryPlot;
import dev.kiln.magics.drawing.chart.LearningRatePlot;
import dev.kiln.magics.drawing.chart.Plot;
import dev.kiln.magics.drawing.chart.PrecisionRecallPlot;
import dev.kiln.magics.drawing.chart.PredictedPlot;
import dev.kiln.magics.drawing.chart.ResidualsPlot;
import dev.kiln.magics.drawing.chart.RocPlot;
import dev.kiln.magics.drawing.chart.RunsPlot;
import dev.kiln.magics.drawing.chart.ScoredCurve;
import dev.kiln.magics.drawing.chart.Size;
import dev.kiln.magics.drawing.svg.Theme;
import dev.kiln.magics.output.Output;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.knowm.xchart.XYChart;
import org.xml.sax.InputSource;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

import javax.xml.parsers.DocumentBuilderFactory;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ChartsTest {
    private static final String HOSTILE = "\"><svg/onload=1>\u202E\u0000</script>";

    @ParameterizedTest
    @MethodSource("everyKind")
    void every_chart_is_a_small_well_formed_picture_with_words_for_it(Plot plot) throws Exception {
        Output output = new Drawing().show(plot, Size.HALF);
        assertThat(output.html())
                .startsWith("<img src=\"data:image/svg+xml;base64,")
                .hasSizeLessThan(15_000);
        AllowedMarkup.check(output.html(), false);
        String svg = SvgText.decoded(output.html());
        DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(svg)));
        assertThat(svg)
                .contains("@media(prefers-color-scheme:dark)", "width=\"352\" height=\"220\"")
                .doesNotContain("NaN", "<text", "<script");
        assertThat(plot.alt()).matches("(?s).*[0-9].*\\.").hasSizeLessThan(400);
        assertThat(output.text().lines())
                .hasSizeLessThanOrEqualTo(12)
                .allMatch(line -> line.length() <= 400);
    }

    @ParameterizedTest
    @MethodSource("everyKind")
    void every_chart_can_be_painted_again_by_xchart_itself(Plot plot) throws Exception {
        assertThat(plot.chart(Size.FULL))
                .satisfies(
                        chart -> {
                            assertThat(chart.getTitle()).isNotBlank();
                            assertThat(new Painter(Theme.LIGHT).paint(chart, "again").svg())
                                    .contains("width=\"720\"");
                        });
    }

    static Stream<Plot> everyKind() {
        SplittableRandom random = new SplittableRandom(7);
        double[] rates = DoubleStream.iterate(1e-7, rate -> rate * 1.2).limit(88).toArray();
        double[] losses =
                DoubleStream.of(rates).map(r -> r < 0.1 ? 2.3 / (1 + r * 300) : 1000 * r).toArray();
        double[] share = DoubleStream.iterate(0, s -> s + 0.001).limit(1001).toArray();
        double[] found = DoubleStream.of(share).map(Math::sqrt).toArray();
        double[] actual = random.doubles(2000, 100, 900).toArray();
        double[] guessed =
                DoubleStream.of(actual).map(a -> a + random.nextDouble(-40, 40)).toArray();
        List<ScoredCurve> classes = new ArrayList<>();
        List<Curve> runs = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            classes.add(new ScoredCurve(Curve.of("class " + i, share, found), 0.9 - i / 100.0));
            runs.add(Curve.epochs("run " + i, falling(20, 1.0 + i)));
        }
        int[][] confusion = new int[40][40];
        for (int[] row : confusion) {
            for (int i = 0; i < row.length; i++) {
                row[i] = random.nextInt(100);
            }
        }
        return Stream.of(
                history(20).withBest(18).withRun("run 3"),
                history(1000).withSmoothing(0.6).withEarlier(300),
                new HistoryPlot(HOSTILE, Curve.epochs(HOSTILE, 0.5, 0.4)).withRun(HOSTILE),
                new HistoryPlot("loss", Curve.epochs("train", 200, 20, 2, 0.2))
                        .withScale(HistoryPlot.Scale.AUTO),
                new LearningRatePlot(
                        Curve.of("loss", rates, losses),
                        OptionalDouble.of(0.003),
                        OptionalDouble.of(0.1)),
                new RocPlot(classes),
                new PrecisionRecallPlot(classes, 0.3),
                new CalibrationPlot(
                        Curve.of(
                                "model",
                                new double[] {0.1, 0.5, 0.9},
                                new double[] {0.2, 0.4, 0.95})),
                new PredictedPlot("price", Curve.of("", actual, guessed)),
                new ResidualsPlot(HOSTILE, Curve.of("", guessed, actual)),
                new HistogramPlot(
                        "Residuals",
                        "actual - predicted",
                        List.of(Bins.of("residual", guessed, 60))),
                new HistogramPlot(
                        "Weights",
                        "weight",
                        List.of(Bins.of("dense", share, 40), Bins.of(HOSTILE, found, 40))),
                HeatPlot.confusion(List.of(HOSTILE, "b"), confusion),
                new RunsPlot("val_loss", "epoch", runs));
    }

    @Test
    void a_line_at_accuracy_1_keeps_clear_of_the_title() throws Exception {
        var chart =
                new HistoryPlot("accuracy", Curve.epochs("train", 0.6, 0.9, 1, 1)).chart(Size.HALF);
        assertThat(chart.getStyler().getYAxisMax()).isBetween(1.015, 1.03);
    }

    @Test
    void the_title_the_axes_and_the_best_epoch_are_said_in_words() {
        HistoryPlot plot =
                new HistoryPlot("loss", Curve.epochs("train", 0.91, 0.2, 0.05))
                        .withValidation(Curve.epochs("validation", 0.52, 0.0702, 0.08))
                        .withBest(2)
                        .withRun("run 3");
        assertThat(plot.alt())
                .isEqualTo(
                        "Loss by epoch, run 3. Training fell from 0.91 to 0.05; validation fell from 0.52 to 0.08,"
                                + " best 0.0702 at epoch 2.");
        assertThat(plot.text())
                .isEqualTo(
                        """
                Loss by epoch
                train        0.91 ▇▂▁ 0.05
                validation   0.52 ▇▁▁ 0.08
                best 0.0702 at epoch 2""");
    }

    @Test
    void a_loss_that_falls_a_hundredfold_gets_a_logarithmic_axis_and_says_so() throws Exception {
        XYChart wide =
                new HistoryPlot("loss", Curve.epochs("train", 5, 0.5, 0.04)).chart(Size.HALF);
        assertThat(wide.getYAxisTitle()).isEqualTo("loss (log)");
        XYChart narrow =
                new HistoryPlot("loss", Curve.epochs("train", 5, 0.5, 0.06)).chart(Size.HALF);
        assertThat(narrow.getYAxisTitle()).isEqualTo("loss");
    }

    @Test
    void the_axis_of_a_share_ends_just_beyond_one() throws Exception {
        XYChart chart =
                new HistoryPlot("accuracy", Curve.epochs("train", 0.5, 0.99)).chart(Size.HALF);
        assertThat(chart.getStyler().getYAxisMax()).isBetween(1.0, 1.03);
        assertThat(chart.getStyler().getYAxisMin()).isGreaterThan(0.4);
    }

    @Test
    void smoothing_keeps_the_raw_line_at_a_quarter() throws Exception {
        XYChart chart = history(20).withSmoothing(0.6).chart(Size.HALF);
        assertThat(chart.getSeriesCollection()).hasSize(4);
        assertThat(chart.getSeriesCollection().iterator().next().getLineColor().getAlpha())
                .isEqualTo(64);
        assertThat(Curve.epochs("x", 1, 0, Double.NaN, 0).smoothed(0.5).y())
                .containsExactly(1.0, 0.5, Double.NaN, 0.25);
    }

    @Test
    void a_fixed_theme_holds_no_other() throws Exception {
        String dark = new Painter(Theme.DARK).paint(history(5).chart(Size.HALF), "").svg();
        assertThat(dark)
                .contains("fill=\"#111\"", "fill=\"#ddd\"")
                .doesNotContain("@media", "#fff", "<style");
        String light = new Painter(Theme.LIGHT).paint(history(5).chart(Size.HALF), "").svg();
        assertThat(light)
                .contains("fill=\"#fff\"", "fill=\"#333\"")
                .doesNotContain("@media", "<style");
    }

    /// XChart looks for ticks in a loop; whatever the numbers, it has to come to an end.
    @Property(tries = 150)
    void any_numbers_are_drawn(@ForAll double[] train, @ForAll double[] validation) {
        HistoryPlot plot =
                new HistoryPlot("loss", Curve.epochs("train", train))
                        .withValidation(Curve.epochs("validation", validation))
                        .withBest(1);
        AllowedMarkup.check(new Drawing().show(plot, Size.HALF).html(), false);
    }

    @ParameterizedTest
    @MethodSource("awkward")
    void awkward_numbers_are_drawn(double[] values) {
        for (HistoryPlot.Scale scale : HistoryPlot.Scale.values()) {
            HistoryPlot plot =
                    new HistoryPlot("loss", Curve.epochs("train", values))
                            .withScale(scale)
                            .withEpochs(3);
            AllowedMarkup.check(new Drawing().show(plot, Size.HALF).html(), false);
        }
    }

    static Stream<double[]> awkward() {
        return Stream.of(
                new double[0],
                new double[] {Double.NaN},
                new double[] {0},
                new double[] {0, 0, 0},
                new double[] {1e308, -1e308},
                new double[] {Double.MIN_VALUE, 1},
                new double[] {1e-300, 1e-299},
                new double[] {Double.POSITIVE_INFINITY, 1, 2},
                new double[] {1e9, 1e9 + 1},
                new double[] {0.1234567, 0.1234568},
                new double[] {1 / 3.0, 1 / 3.0 + 1e-17, 1 / 3.0},
                new double[] {-5, 1e12, 3});
    }

    private static HistoryPlot history(int epochs) {
        return new HistoryPlot("loss", Curve.epochs("train", falling(epochs, 1)))
                .withValidation(Curve.epochs("validation", falling(epochs, 1.2)));
    }

    private static double[] falling(int epochs, double from) {
        SplittableRandom random = new SplittableRandom(epochs);
        return DoubleStream.iterate(from, value -> value * 0.97 + random.nextDouble(0.004))
                .limit(epochs)
                .toArray();
    }
}
