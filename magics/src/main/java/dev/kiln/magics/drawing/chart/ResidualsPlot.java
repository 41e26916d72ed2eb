package dev.kiln.magics.drawing.chart;

import dev.kiln.magics.drawing.font.FontsMissing;
import dev.kiln.magics.output.Markup;
import dev.kiln.magics.output.Numbers;

import org.knowm.xchart.XYChart;

import java.util.List;

/// What was left over, actual minus predicted, by predicted value: a good model leaves a level band.
///
/// @param target    what is predicted
/// @param residuals left over by predicted value, in any order
public record ResidualsPlot(String target, Curve residuals) implements Plot {
    @Override
    public XYChart chart(Size size) throws FontsMissing {
        Range x = Range.of(residuals.x());
        Range y = Range.of(residuals.y());
        Curve zero = Curve.of("zero", new double[] {x.min(), x.max()}, new double[] {0, 0});
        Range roomy = new Range(Math.min(y.min(), 0), Math.max(y.max(), 0), false);
        List<Line> lines =
                List.of(
                        Line.reference(zero),
                        Line.points(residuals.picked(PredictedPlot.MOST_POINTS), Palette.BLUE));
        return LineChart.plain(
                        "Residuals",
                        "predicted " + Markup.clean(target, 30),
                        "actual - predicted",
                        x,
                        roomy,
                        lines)
                .chart(size);
    }

    @Override
    public String alt() {
        double mean = residuals.y().stream().mapToDouble(left -> left).average().orElse(Double.NaN);
        Range range = Range.of(residuals.y());
        return "Residuals of "
                + Markup.clean(target)
                + ", "
                + Numbers.count(residuals.y().size())
                + " rows, mean "
                + Numbers.of(mean)
                + ", within "
                + Numbers.of(range.min())
                + " to "
                + Numbers.of(range.max())
                + ".";
    }

    @Override
    public String text() {
        return alt();
    }
}
