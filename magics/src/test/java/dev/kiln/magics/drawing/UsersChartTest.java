package dev.kiln.magics.drawing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.magics.output.Output;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.knowm.xchart.BoxChart;
import org.knowm.xchart.BoxChartBuilder;
import org.knowm.xchart.BubbleChart;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.DialChart;
import org.knowm.xchart.DialChartBuilder;
import org.knowm.xchart.HeatMapChart;
import org.knowm.xchart.HeatMapChartBuilder;
import org.knowm.xchart.PieChart;
import org.knowm.xchart.RadarChart;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.Styler.ChartTheme;
import org.xml.sax.InputSource;

import java.awt.Color;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import javax.xml.parsers.DocumentBuilderFactory;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class UsersChartTest {
    private static final double[] X =
            IntStream.range(0, 2000).mapToDouble(i -> i / 200.0).toArray();
    private static final double[] SINE =
            IntStream.range(0, 2000).mapToDouble(i -> Math.sin(i / 200.0)).toArray();

    @ParameterizedTest
    @MethodSource("everyKind")
    void any_xchart_chart_is_drawn_through_the_same_writer(Chart<?, ?> chart) throws Exception {
        Output output = new Drawing().show(chart);
        AllowedMarkup.check(output.html(), false);
        String svg = SvgText.decoded(output.html());
        DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(svg)));
        assertThat(svg)
                .contains("width=\"400\" height=\"300\"", "<path")
                .doesNotContain("NaN", "Infinity");
        assertThat(output.html().length()).isLessThan(25_000);
    }

    static Stream<Chart<?, ?>> everyKind() {
        return Stream.concat(Stream.of(ChartTheme.values()).map(UsersChartTest::lines), others());
    }

    private static Chart<?, ?> lines(ChartTheme theme) {
        XYChart chart = new XYChart(400, 300, theme);
        chart.setTitle("Lines <b>");
        chart.addSeries("sine", X, SINE);
        chart.addSeries("few", new double[] {0, 5, 10}, new double[] {0, Double.NaN, 1});
        return chart;
    }

    private static Stream<Chart<?, ?>> others() {
        CategoryChart bars = new CategoryChart(400, 300);
        bars.addSeries("n", List.of("a", "b", "c"), List.of(1, 2, 3));
        PieChart pie = new PieChart(400, 300);
        pie.addSeries("a", 1);
        pie.addSeries("b", 2);
        BubbleChart bubbles = new BubbleChart(400, 300);
        bubbles.addSeries("b", new double[] {1, 2}, new double[] {1, 2}, new double[] {10, 30});
        HeatMapChart heat = new HeatMapChartBuilder().width(400).height(300).build();
        heat.addSeries("h", new int[] {1, 2}, new int[] {1, 2}, new int[][] {{1, 2}, {3, 4}});
        DialChart dial = new DialChartBuilder().width(400).height(300).build();
        dial.addSeries("d", 0.7, "label");
        RadarChart radar = new RadarChart(400, 300);
        radar.setRadiiLabels(new String[] {"x", "y", "z"});
        radar.addSeries("r", new double[] {0.1, 0.5, 0.9});
        BoxChart boxes = new BoxChartBuilder().width(400).height(300).build();
        boxes.addSeries("b", new ArrayList<>(List.of(1, 2, 3, 9)));
        return Stream.of(bars, pie, bubbles, heat, dial, radar, boxes);
    }

    @Test
    void its_title_and_series_are_said_in_words() {
        XYChart chart = new XYChart(400, 300);
        chart.setTitle("Sines");
        chart.setXAxisTitle("t (s)");
        chart.setYAxisTitle("u (V)");
        chart.addSeries("a", new double[] {0, 1}, new double[] {-1, 2.5});
        assertThat(new Drawing().show(chart).text())
                .isEqualTo("Sines, u (V) over t (s). Series: a from -1 to 2.5.");
    }

    @Test
    void a_line_is_one_path_of_few_points_with_unbroken_dashes() {
        String svg = SvgText.decoded(new Drawing().show(lines(ChartTheme.XChart)).html());
        assertThat(svg.split("stroke-linejoin", -1)).hasSizeLessThan(20);
    }

    @Test
    void greys_follow_the_plate_and_colours_stay() {
        XYChart chart = new XYChart(400, 300);
        chart.getStyler().setChartBackgroundColor(Color.WHITE);
        chart.addSeries("a", new double[] {0, 1}, new double[] {-1, 2.5})
                .setLineColor(new Color(0x0072B2));
        assertThat(SvgText.decoded(new Drawing().show(chart).html()))
                .contains(
                        "{fill:#fff}",
                        "prefers-color-scheme:dark",
                        "{fill:#111}",
                        "stroke=\"#0072b2\"");
    }
}
