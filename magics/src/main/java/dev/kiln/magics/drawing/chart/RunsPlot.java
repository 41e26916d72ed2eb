package dev.kiln.magics.drawing.chart;

import dev.kiln.magics.drawing.font.FontsMissing;
import dev.kiln.magics.output.Markup;

import org.knowm.xchart.XYChart;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One metric of several runs over each other.
///
/// @param metric what was measured, for example `val_loss`
/// @param x      what lies on the horizontal axis: `epoch`, `step` or `time (s)`
/// @param runs   a curve for each, named as the run; at most eight are drawn, the first ones
public record RunsPlot(String metric, String x, List<Curve> runs) implements Plot {
    private static final int MOST = 8;

    public RunsPlot {
        runs = List.copyOf(runs);
    }

    @Override
    public XYChart chart(Size size) throws FontsMissing {
        List<Line> lines = new ArrayList<>();
        for (int i = 0; i < Math.min(MOST, runs.size()); i++) {
            lines.add(Line.series(runs.get(i), i));
        }
        List<Double> values = lines.stream().flatMap(line -> line.curve().y().stream()).toList();
        Range vertical = Range.spreadsWide(values) ? Range.logarithmic(values) : Range.of(values);
        Range horizontal =
                Range.of(lines.stream().flatMap(line -> line.curve().x().stream()).toList());
        return new LineChart(
                        title(),
                        x,
                        vertical.log() ? metric + " (log)" : metric,
                        horizontal,
                        vertical,
                        !x.startsWith("time"),
                        lines,
                        List.of(),
                        Optional.empty())
                .chart(size);
    }

    private String title() {
        return Markup.clean(metric, 30)
                + " of "
                + runs.size()
                + (runs.size() == 1 ? " run" : " runs");
    }

    @Override
    public String alt() {
        List<String> parts =
                runs.stream()
                        .limit(MOST)
                        .map(run -> Markup.clean(run.name(), 30) + " " + run.course())
                        .toList();
        return title() + ". " + String.join("; ", parts) + ".";
    }

    @Override
    public String text() {
        StringBuilder text = new StringBuilder(title());
        runs.stream().limit(MOST).forEach(run -> text.append('\n').append(run.row()));
        return text.toString();
    }
}
