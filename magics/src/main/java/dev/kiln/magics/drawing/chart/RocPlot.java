package dev.kiln.magics.drawing.chart;

import dev.kiln.magics.drawing.font.FontsMissing;
import dev.kiln.magics.output.Markup;
import dev.kiln.magics.output.Numbers;

import org.knowm.xchart.XYChart;

import java.util.ArrayList;
import java.util.List;

/// The receiver operating characteristic: how many of the positives are found, over how many of the
/// negatives are taken for one, as the threshold falls.
///
/// @param curves one, or one for each class; at most eight are drawn
public record RocPlot(List<ScoredCurve> curves) implements Plot {
    private static final int MOST = 8;

    public RocPlot {
        curves = List.copyOf(curves);
    }

    @Override
    public XYChart chart(Size size) throws FontsMissing {
        List<Line> lines = new ArrayList<>();
        lines.add(Line.reference(Curve.of("no skill", new double[] {0, 1}, new double[] {0, 1})));
        for (int i = 0; i < Math.min(MOST, curves.size()); i++) {
            lines.add(Line.series(curves.get(i).curve(), i).labelled(label(curves.get(i))));
        }
        Range share = new Range(0, 1.02, false);
        return LineChart.plain(
                        "ROC curve",
                        "false positive rate",
                        "true positive rate",
                        new Range(0, 1, false),
                        share,
                        lines)
                .chart(size);
    }

    private static String label(ScoredCurve scored) {
        return (Markup.clean(scored.curve().name(), 16)
                        + " "
                        + Numbers.of(Math.round(scored.area() * 1000) / 1000.0))
                .strip();
    }

    @Override
    public String alt() {
        return "ROC curve. Area under the curve: "
                + String.join(
                        "; ",
                        curves.stream()
                                .limit(MOST)
                                .map(
                                        scored ->
                                                (Markup.clean(scored.curve().name(), 30)
                                                                + " "
                                                                + Numbers.of(scored.area()))
                                                        .strip())
                                .toList())
                + (curves.size() > MOST ? "; and " + (curves.size() - MOST) + " more" : "")
                + ". No skill is 0.5.";
    }

    @Override
    public String text() {
        StringBuilder text = new StringBuilder(alt());
        curves.stream()
                .limit(MOST)
                .forEach(scored -> text.append('\n').append(scored.curve().row()));
        return text.toString();
    }
}
