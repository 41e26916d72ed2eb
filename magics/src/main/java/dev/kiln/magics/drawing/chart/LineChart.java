package dev.kiln.magics.drawing.chart;

import dev.kiln.magics.drawing.font.ChartFont;
import dev.kiln.magics.drawing.font.FontsMissing;
import dev.kiln.magics.output.Markup;
import dev.kiln.magics.output.Numbers;

import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.internal.chartpart.Annotation;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.markers.SeriesMarkers;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// An XChart chart of lines and points in Kiln's style.
///
/// @param x           the horizontal axis
/// @param wholeX      whether only whole numbers make sense on it
/// @param annotations drawn over the lines, besides their labels
/// @param best        the one point that is marked
record LineChart(
        String title,
        String xTitle,
        String yTitle,
        Range x,
        Range y,
        boolean wholeX,
        List<Line> lines,
        List<Annotation> annotations,
        Optional<Spot> best) {

    private static final float TEXT_SIZE = 12;
    private static final int LABEL_GAP = 7;

    /// More points than a wide chart has pixels only cost time.
    private static final int MOST_POINTS = 600;

    XYChart chart(Size size) throws FontsMissing {
        return chart(size, 0);
    }

    /// @param atLeast pixels to keep free on the right
    XYChart chart(Size size, int atLeast) throws FontsMissing {
        Font font = ChartFont.sizedFor(TEXT_SIZE, texts());
        int room = (int) Math.max(atLeast, Math.ceil(EndLabels.room(lines, font)));
        XYChart chart = new LabelledChart(size, room);
        style(chart.getStyler(), font);
        chart.getStyler().setMarkerSize(5);
        chart.setTitle(shown(title));
        chart.setXAxisTitle(shown(xTitle));
        chart.setYAxisTitle(shown(yTitle));
        axes(chart.getStyler(), size.width() - room - 75, size.height() - 70);
        int number = 0;
        for (Line line : decades()) {
            add(chart, line, number++);
        }
        List<Line> drawn = drawn();
        for (Line line : drawn) {
            add(chart, line, number++);
        }
        EndLabels labels = new EndLabels(drawn, font);
        chart.addAnnotation(labels);
        annotations.forEach(chart::addAnnotation);
        best.filter(spot -> x.takes(spot.x()) && y.takes(spot.y()))
                .ifPresent(spot -> chart.addAnnotation(new BestMark(spot, drawn, labels)));
        return chart;
    }

    /// What is the same for all charts with axes.
    static void style(AxesChartStyler styler, Font font) {
        styler.setChartBackgroundColor(Palette.PLATE);
        styler.setPlotBackgroundColor(Palette.CLEAR);
        styler.setPlotBorderVisible(false);
        styler.setChartPadding(6);
        styler.setChartFontColor(Palette.TEXT);
        styler.setBaseFont(font);
        styler.setChartTitleFont(font);
        styler.setChartTitleBoxVisible(false);
        styler.setChartTitlePadding(4);
        styler.setLegendVisible(false);
        styler.setLegendFont(font);
        styler.setAnnotationTextFont(font);
        styler.setAnnotationTextFontColor(Palette.TEXT);
        styler.setAxisTitleFont(font);
        styler.setAxisTitlePadding(4);
        styler.setAxisTickLabelsFont(font);
        styler.setAxisTickLabelsColor(Palette.TEXT);
        styler.setXAxisTitleColor(Palette.TEXT);
        styler.setYAxisTitleColor(Palette.TEXT);
        styler.setAxisTicksMarksVisible(false);
        styler.setAxisTicksLineVisible(false);
        styler.setAxisTickPadding(3);
        styler.setPlotMargin(0);
        styler.setPlotContentSize(1);
        styler.setPlotTicksMarksVisible(false);
        styler.setPlotGridLinesColor(Palette.GRID);
        styler.setPlotGridLinesStroke(new BasicStroke(1));
        styler.setPlotGridVerticalLinesVisible(false);
    }

    /// The lines without the points that the axes cannot show.
    private List<Line> drawn() {
        return lines.stream()
                .map(line -> line.with(line.curve().where(x::takes, y::takes)))
                .filter(line -> !line.curve().isEmpty())
                .map(line -> wholeX ? line.with(line.curve().outlined(MOST_POINTS)) : line)
                .toList();
    }

    /// XChart rules a logarithmic axis at all of 1, 2, 3 … 10, which is a grey wall; these are the powers of ten alone.
    private List<Line> decades() {
        List<Line> rules = new ArrayList<>();
        if (y.log()) {
            for (double power = Math.ceil(Math.log10(y.min()));
                    power <= Math.log10(y.max());
                    power++) {
                double[] level = {Math.pow(10, power), Math.pow(10, power)};
                Curve rule = Curve.of("grid", new double[] {x.min(), x.max()}, level);
                rules.add(new Line(rule, Palette.GRID, new BasicStroke(1), "", Line.Form.JOINED));
            }
        }
        return rules;
    }

    /// @param width  of the horizontal axis in pixels, about
    /// @param height of the vertical axis in pixels, about
    private void axes(AxesChartStyler styler, double width, double height) {
        styler.setXAxisMin(x.min());
        styler.setXAxisMax(x.max());
        styler.setXAxisLogarithmic(x.log());
        styler.setYAxisMin(y.min());
        styler.setYAxisMax(y.max());
        styler.setYAxisLogarithmic(y.log());
        styler.setYAxisLogarithmicDecadeOnly(true);
        styler.setXAxisLogarithmicDecadeOnly(true);
        int spacing = Ticks.spacing(x.max() - x.min(), Math.max(60, width), wholeX);
        // XChart gives a vertical axis no length where this distance is more than its height.
        styler.setXAxisTickMarkSpacingHint(Math.min(spacing, (int) Math.max(20, 0.8 * height)));
        styler.setPlotGridHorizontalLinesVisible(!y.log());
        styler.setYAxisTickMarkSpacingHint(32);
        styler.setXAxisTickLabelsFormattingFunction(wholeX ? Numbers::of : x.labels());
        styler.setYAxisTickLabelsFormattingFunction(y.labels());
    }

    private static void add(XYChart chart, Line line, int number) {
        // XChart knows series by name, so two lines of one name need different ones.
        XYSeries series =
                chart.addSeries(
                        number + " " + shown(line.curve().name()),
                        line.curve().xs(),
                        line.curve().ys());
        series.setLineColor(line.color());
        series.setLineStyle(line.stroke());
        series.setMarkerColor(line.color());
        boolean lone = line.curve().y().stream().filter(Double::isFinite).count() == 1;
        series.setMarker(
                line.form() == Line.Form.POINTS || lone
                        ? SeriesMarkers.CIRCLE
                        : SeriesMarkers.NONE);
        series.setXYSeriesRenderStyle(
                switch (line.form()) {
                    case JOINED -> XYSeriesRenderStyle.Line;
                    case POINTS -> XYSeriesRenderStyle.Scatter;
                    case AREA -> XYSeriesRenderStyle.Area;
                });
        Color color = line.color();
        series.setFillColor(new Color(color.getRed(), color.getGreen(), color.getBlue(), 64));
    }

    private List<String> texts() {
        List<String> texts = new ArrayList<>(List.of(shown(title), shown(xTitle), shown(yTitle)));
        lines.forEach(line -> texts.add(shown(line.label())));
        return texts;
    }

    static LineChart plain(
            String title, String xTitle, String yTitle, Range x, Range y, List<Line> lines) {
        return new LineChart(
                title, xTitle, yTitle, x, y, false, lines, List.of(), Optional.empty());
    }

    LineChart withSpot(Optional<Spot> next) {
        return new LineChart(title, xTitle, yTitle, x, y, wholeX, lines, annotations, next);
    }

    /// A user's text as it is painted; XChart takes `$…$` for a formula.
    static String shown(String text) {
        String clean = Markup.clean(text, 40);
        return clean.startsWith("$") ? "\u200A" + clean : clean;
    }

    static int labelGap() {
        return LABEL_GAP;
    }
}
