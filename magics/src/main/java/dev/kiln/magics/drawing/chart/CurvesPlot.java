package dev.kiln.magics.drawing.chart;

import dev.kiln.magics.drawing.font.FontsMissing;
import dev.kiln.magics.output.Markup;
import dev.kiln.magics.output.Numbers;

import org.knowm.xchart.XYChart;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Curves of equal standing over one axis.
///
/// @param title     of the chart
/// @param x         what lies on the horizontal axis, with its unit
/// @param y         what lies on the vertical axis, with its unit
/// @param curves    at most eight are drawn, the first ones
/// @param smoothing 0 (none) to below 1: the raw lines stay, faint
/// @param scale     of the vertical axis
public record CurvesPlot(
        String title,
        String x,
        String y,
        List<Curve> curves,
        double smoothing,
        HistoryPlot.Scale scale)
        implements Plot {
    private static final int MOST = 8;

    public CurvesPlot {
        curves = List.copyOf(curves);
        if (!(smoothing >= 0 && smoothing < 1)) {
            throw new IllegalArgumentException("smoothing " + smoothing + " is not in [0, 1)");
        }
    }

    public CurvesPlot(String title, String x, String y, List<Curve> curves) {
        this(title, x, y, curves, 0, HistoryPlot.Scale.AUTO);
    }

    @Override
    public XYChart chart(Size size) throws FontsMissing {
        List<Line> lines = new ArrayList<>();
        for (int i = 0; i < Math.min(MOST, curves.size()); i++) {
            Line line = Line.series(curves.get(i), i);
            if (smoothing > 0) {
                lines.add(line.faint());
                line =
                        line.with(curves.get(i).smoothed(smoothing))
                                .labelled(line.label() + ", smoothed " + Numbers.of(smoothing));
            }
            lines.add(curves.size() == 1 && smoothing == 0 ? line.labelled("") : line);
        }
        List<Double> values = lines.stream().flatMap(line -> line.curve().y().stream()).toList();
        boolean log =
                switch (scale) {
                    case AUTO -> Range.spreadsWide(values);
                    case LINEAR -> false;
                    case LOG -> values.stream().anyMatch(new Range(1, 10, true)::takes);
                };
        return new LineChart(
                        title,
                        x,
                        log ? y + " (log)" : y,
                        Range.of(
                                lines.stream().flatMap(line -> line.curve().x().stream()).toList()),
                        log ? Range.logarithmic(values) : Range.of(values),
                        x.equals("epoch") || x.equals("step"),
                        lines,
                        List.of(),
                        Optional.empty())
                .chart(size);
    }

    @Override
    public String alt() {
        List<String> parts =
                curves.stream()
                        .limit(MOST)
                        .map(curve -> Markup.clean(curve.name(), 30) + " " + curve.course())
                        .toList();
        return Markup.clean(title) + ". " + String.join("; ", parts) + ".";
    }

    @Override
    public String text() {
        StringBuilder text = new StringBuilder(Markup.clean(title));
        curves.stream().limit(MOST).forEach(curve -> text.append('\n').append(curve.row()));
        return text.toString();
    }
}
