package dev.kiln.magics.drawing.chart;

import dev.kiln.magics.drawing.font.FontsMissing;
import dev.kiln.magics.output.Bars;
import dev.kiln.magics.output.Markup;
import dev.kiln.magics.output.Numbers;

import org.knowm.xchart.XYChart;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Histograms over one axis: the values of a column, the weights of layers, what a model left over.
///
/// @param title      of the chart
/// @param quantity   what lies on the horizontal axis, with its unit
/// @param histograms at most four are drawn, over each other
public record HistogramPlot(String title, String quantity, List<Bins> histograms) implements Plot {
    private static final int MOST = 4;

    public HistogramPlot {
        histograms = List.copyOf(histograms);
    }

    @Override
    public XYChart chart(Size size) throws FontsMissing {
        List<Line> lines = new ArrayList<>();
        List<Double> edges = new ArrayList<>();
        double most = 1;
        for (int i = 0; i < Math.min(MOST, histograms.size()); i++) {
            Bins histogram = histograms.get(i);
            lines.add(Line.area(histogram.outline(), Palette.series(i)));
            edges.addAll(histogram.edges());
            most =
                    Math.max(
                            most,
                            histogram.counts().stream()
                                    .mapToDouble(count -> count)
                                    .max()
                                    .orElse(1));
        }
        if (histograms.size() > 1) {
            for (int i = 0; i < lines.size(); i++) {
                lines.set(i, lines.get(i).labelled(histograms.get(i).name()));
            }
        }
        return LineChart.plain(
                        title,
                        quantity,
                        "count",
                        Range.of(edges),
                        new Range(0, most * 1.05, false),
                        lines)
                .chart(size);
    }

    @Override
    public String alt() {
        List<String> parts = new ArrayList<>();
        for (Bins histogram : histograms.subList(0, Math.min(MOST, histograms.size()))) {
            parts.add(
                    Markup.clean(histogram.name(), 30)
                            + ", "
                            + Numbers.count(Math.round(histogram.total()))
                            + " values from "
                            + Numbers.of(histogram.edges().getFirst())
                            + " to "
                            + Numbers.of(histogram.edges().getLast()));
        }
        return Markup.clean(title) + ". " + String.join("; ", parts) + ".";
    }

    @Override
    public String text() {
        StringBuilder text = new StringBuilder(Markup.clean(title));
        for (Bins histogram : histograms.subList(0, Math.min(MOST, histograms.size()))) {
            text.append(
                    String.format(
                            Locale.ROOT,
                            "%n%-16s %s %s %s",
                            Markup.clean(histogram.name(), 16),
                            Numbers.of(histogram.edges().getFirst()),
                            Bars.sparkline(histogram.counts(), 30),
                            Numbers.of(histogram.edges().getLast())));
        }
        return text.toString();
    }
}
