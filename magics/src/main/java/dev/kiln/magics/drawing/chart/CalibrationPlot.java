package dev.kiln.magics.drawing.chart;

import dev.kiln.magics.drawing.font.FontsMissing;
import dev.kiln.magics.output.Numbers;

import org.knowm.xchart.XYChart;

import java.util.ArrayList;
import java.util.List;

/// How often what was predicted came true, over the predicted probability.
///
/// @param bins one point a bin: mean predicted probability, share that came true
public record CalibrationPlot(Curve bins) implements Plot {
    @Override
    public XYChart chart(Size size) throws FontsMissing {
        List<Line> lines = new ArrayList<>();
        lines.add(Line.reference(Curve.of("perfect", new double[] {0, 1}, new double[] {0, 1})));
        lines.add(Line.solid(bins, Palette.BLUE));
        lines.add(Line.points(bins, Palette.BLUE));
        Range share = new Range(-0.02, 1.02, false);
        return LineChart.plain(
                        "Calibration",
                        "predicted probability",
                        "share that came true",
                        share,
                        share,
                        lines)
                .chart(size);
    }

    /// The mean distance of the bins from the diagonal.
    private double error() {
        double sum = 0;
        int count = 0;
        for (int i = 0; i < bins.x().size(); i++) {
            double apart = Math.abs(bins.x().get(i) - bins.y().get(i));
            if (Double.isFinite(apart)) {
                sum += apart;
                count++;
            }
        }
        return count == 0 ? Double.NaN : sum / count;
    }

    @Override
    public String alt() {
        return "Calibration of "
                + bins.x().size()
                + " bins. Predicted and true shares differ by "
                + Numbers.of(error())
                + " on average.";
    }

    @Override
    public String text() {
        StringBuilder text = new StringBuilder(alt());
        Curve shown = bins.picked(10);
        for (int i = 0; i < shown.x().size(); i++) {
            text.append("\npredicted ")
                    .append(Numbers.score(shown.x().get(i)))
                    .append("  true ")
                    .append(Numbers.score(shown.y().get(i)));
        }
        return text.toString();
    }
}
