package dev.kiln.magics.drawing.chart;

import dev.kiln.magics.drawing.font.ChartFont;
import dev.kiln.magics.drawing.font.FontsMissing;
import dev.kiln.magics.output.Bars;
import dev.kiln.magics.output.Markup;
import dev.kiln.magics.output.Numbers;

import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.CategorySeries;

import java.awt.Font;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// How many of each kind there are, as bars.
///
/// @param title  of the chart
/// @param x      what the kinds are
/// @param y      what was counted, with its unit
/// @param names  of the kinds; at most twenty are drawn, the first ones
/// @param counts one for each name, from 0
public record BarsPlot(String title, String x, String y, List<String> names, List<Double> counts)
        implements Plot {
    private static final int MOST = 20;
    private static final int TEXT_BAR = 20;
    private static final float TEXT_SIZE = 12;

    public BarsPlot {
        names = List.copyOf(names);
        counts = List.copyOf(counts);
        if (names.isEmpty() || names.size() != counts.size()) {
            throw new IllegalArgumentException(
                    names.size() + " names, " + counts.size() + " counts");
        }
    }

    private int drawn() {
        return Math.min(MOST, names.size());
    }

    /// Names as they are painted: XChart tells bars apart by them, so no two may be equal.
    private List<String> labels() {
        int longest = Math.max(3, 90 / drawn());
        Set<String> used = new HashSet<>();
        List<String> labels = new ArrayList<>();
        for (int i = 0; i < drawn(); i++) {
            String label = LineChart.shown(Markup.clean(names.get(i), longest));
            while (!used.add(label)) {
                label += "\u200A";
            }
            labels.add(label);
        }
        return labels;
    }

    @Override
    public CategoryChart chart(Size size) throws FontsMissing {
        List<String> labels = labels();
        List<String> texts = new ArrayList<>(labels);
        texts.addAll(List.of(LineChart.shown(title), LineChart.shown(x), LineChart.shown(y)));
        Font font = ChartFont.sizedFor(TEXT_SIZE, texts);
        CategoryChart chart =
                new CategoryChartBuilder().width(size.width()).height(size.height()).build();
        LineChart.style(chart.getStyler(), font);
        chart.setTitle(LineChart.shown(title));
        chart.setXAxisTitle(LineChart.shown(x));
        chart.setYAxisTitle(LineChart.shown(y));
        chart.getStyler().setPlotContentSize(0.96);
        chart.getStyler().setAvailableSpaceFill(0.8);
        chart.getStyler().setXAxisMaxLabelCount(labels.size());
        chart.getStyler().setYAxisMin(0.0);
        chart.getStyler().setYAxisTickLabelsFormattingFunction(Numbers::of);
        CategorySeries series = chart.addSeries("count", labels, counts.subList(0, drawn()));
        series.setFillColor(Palette.BLUE);
        return chart;
    }

    @Override
    public String alt() {
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < Math.min(6, drawn()); i++) {
            parts.add(Markup.clean(names.get(i), 20) + " " + Numbers.of(counts.get(i)));
        }
        int left = names.size() - parts.size();
        return Markup.clean(title)
                + ": "
                + String.join(", ", parts)
                + (left > 0 ? ", and " + left + " more" : "")
                + ".";
    }

    @Override
    public String text() {
        double most = counts.stream().mapToDouble(count -> count).max().orElse(1);
        StringBuilder text = new StringBuilder(Markup.clean(title));
        for (int i = 0; i < Math.min(10, names.size()); i++) {
            text.append(
                    String.format(
                            Locale.ROOT,
                            "%n%-16s %8s %s",
                            Markup.clean(names.get(i), 16),
                            Numbers.of(counts.get(i)),
                            Bars.bar(most == 0 ? 0 : counts.get(i) / most, TEXT_BAR)));
        }
        return text.append(names.size() > 10 ? "\nand " + (names.size() - 10) + " more" : "")
                .toString();
    }
}
