package dev.kiln.magics.drawing.chart;

import dev.kiln.magics.drawing.font.FontsMissing;
import dev.kiln.magics.output.Markup;
import dev.kiln.magics.output.Numbers;

import org.knowm.xchart.XYChart;

import java.util.ArrayList;
import java.util.List;

/// Predicted over actual numbers: the nearer to the diagonal, the better.
///
/// @param target    what is predicted
/// @param predicted predicted by actual value, in any order
public record PredictedPlot(String target, Curve predicted) implements Plot {
    /// The most points that are drawn; more would only hide each other.
    static final int MOST_POINTS = 300;

    @Override
    public XYChart chart(Size size) throws FontsMissing {
        List<Double> all = new ArrayList<>(predicted.x());
        all.addAll(predicted.y());
        Range range = Range.of(all);
        double[] ends = {range.min(), range.max()};
        List<Line> lines =
                List.of(
                        Line.reference(Curve.of("exact", ends, ends)),
                        Line.points(predicted.picked(MOST_POINTS), Palette.BLUE));
        String name = Markup.clean(target, 30);
        return LineChart.plain(
                        "Predicted over actual",
                        "actual " + name,
                        "predicted " + name,
                        range,
                        range,
                        lines)
                .chart(size);
    }

    @Override
    public String alt() {
        Range actual = Range.of(predicted.x());
        return "Predicted over actual "
                + Markup.clean(target)
                + ", "
                + Numbers.count(predicted.x().size())
                + " rows, actual values within "
                + Numbers.of(actual.min())
                + " to "
                + Numbers.of(actual.max())
                + ". Mean distance from exact "
                + Numbers.of(distance())
                + ".";
    }

    private double distance() {
        double sum = 0;
        for (int i = 0; i < predicted.x().size(); i++) {
            sum += Math.abs(predicted.x().get(i) - predicted.y().get(i));
        }
        return sum / Math.max(1, predicted.x().size());
    }

    @Override
    public String text() {
        return alt();
    }
}
