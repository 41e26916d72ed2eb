package dev.kiln.magics.drawing.chart;

import dev.kiln.magics.drawing.font.FontsMissing;
import dev.kiln.magics.output.Numbers;

import org.knowm.xchart.XYChart;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// The loss over the learning rate, which grew from step to step.
///
/// @param losses   loss by learning rate; rates above 0
/// @param steepest the rate at which the loss falls fastest
/// @param blowsUp  the rate from which on the loss explodes; empty where it never did
public record LearningRatePlot(Curve losses, OptionalDouble steepest, OptionalDouble blowsUp)
        implements Plot {
    @Override
    public XYChart chart(Size size) throws FontsMissing {
        Curve shown = upToExplosion();
        Line line = Line.solid(shown, Palette.BLUE).labelled("");
        Optional<Spot> spot =
                steepest.isPresent()
                        ? Optional.of(
                                new Spot(
                                        steepest.getAsDouble(),
                                        at(steepest.getAsDouble()),
                                        "steepest: " + Numbers.of(steepest.getAsDouble()),
                                        Palette.VERMILLION))
                        : Optional.empty();
        Range x = Range.logarithmic(shown.x());
        Range y = Range.spreadsWide(shown.y()) ? Range.logarithmic(shown.y()) : Range.of(shown.y());
        return LineChart.plain(
                        "Loss by learning rate",
                        "learning rate (log)",
                        y.log() ? "loss (log)" : "loss",
                        x,
                        y,
                        List.of(line))
                .withSpot(spot)
                .chart(size);
    }

    /// Past the explosion the loss is so large that the rest of the curve would be a flat line.
    private Curve upToExplosion() {
        double least =
                losses.y().stream()
                        .filter(Double::isFinite)
                        .mapToDouble(loss -> loss)
                        .min()
                        .orElse(0);
        double start = losses.first();
        double most = Math.max(start, least) + 2 * Math.abs(start - least);
        return new Curve(
                losses.name(),
                losses.x(),
                losses.y().stream()
                        .map(loss -> loss <= most || Double.isNaN(most) ? loss : Double.NaN)
                        .toList());
    }

    private double at(double rate) {
        double nearest = Double.NaN;
        double distance = Double.POSITIVE_INFINITY;
        for (int i = 0; i < losses.x().size(); i++) {
            double apart = Math.abs(Math.log(losses.x().get(i) / rate));
            if (apart < distance && Double.isFinite(losses.y().get(i))) {
                distance = apart;
                nearest = losses.y().get(i);
            }
        }
        return nearest;
    }

    @Override
    public String alt() {
        String alt =
                "Loss by learning rate, from "
                        + Numbers.of(losses.x().isEmpty() ? Double.NaN : losses.x().getFirst())
                        + " to "
                        + Numbers.of(losses.x().isEmpty() ? Double.NaN : losses.x().getLast())
                        + ". The loss "
                        + losses.course();
        if (steepest.isPresent()) {
            alt += ", steepest at " + Numbers.of(steepest.getAsDouble());
        }
        return blowsUp.isPresent()
                ? alt + ", blows up at " + Numbers.of(blowsUp.getAsDouble()) + "."
                : alt + ".";
    }

    @Override
    public String text() {
        return alt() + "\n" + upToExplosion().row();
    }
}
