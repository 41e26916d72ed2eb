package dev.kiln.magics.drawing;

import dev.kiln.magics.output.Markup;
import dev.kiln.magics.output.Numbers;

import org.jspecify.annotations.Nullable;
import org.knowm.xchart.internal.chartpart.AxesChart;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.internal.series.AxesChartSeries;
import org.knowm.xchart.internal.series.Series;

import java.util.ArrayList;
import java.util.List;

/// A user's chart in a sentence: its title, its axes, its series with their ranges.
final class ChartText {
    private static final int MOST_SERIES = 8;

    private ChartText() {}

    static String of(Chart<?, ?> chart) {
        StringBuilder text = new StringBuilder();
        String title = chart.getTitle();
        text.append(title == null || title.isBlank() ? "Chart" : Markup.clean(title));
        if (chart instanceof AxesChart<?, ?> axes) {
            text.append(axis(", ", axes.getYAxisTitle()))
                    .append(axis(" over ", axes.getXAxisTitle()));
        }
        List<String> parts = new ArrayList<>();
        for (Series series : chart.getSeriesCollection()) {
            if (parts.size() == MOST_SERIES) {
                parts.add("and " + (chart.getSeriesCollection().size() - MOST_SERIES) + " more");
                break;
            }
            parts.add(series(series));
        }
        return parts.isEmpty()
                ? text.append('.').toString()
                : text + ". Series: " + String.join("; ", parts) + ".";
    }

    private static String axis(String before, @Nullable String title) {
        return title == null || title.isBlank() ? "" : before + Markup.clean(title);
    }

    private static String series(Series series) {
        String name = Markup.clean(series.getName());
        if (series instanceof AxesChartSeries axes
                && Double.isFinite(axes.getYMin())
                && Double.isFinite(axes.getYMax())) {
            return name
                    + " from "
                    + Numbers.of(axes.getYMin())
                    + " to "
                    + Numbers.of(axes.getYMax());
        }
        return name;
    }
}
