package dev.kiln.magics.drawing.chart;

import dev.kiln.magics.drawing.font.FontsMissing;
import dev.kiln.magics.output.Markup;
import dev.kiln.magics.output.Numbers;

import org.knowm.xchart.XYChart;
import org.knowm.xchart.internal.chartpart.Annotation;

import java.awt.Color;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/// A loss or metric by epoch: training as a line, validation dashed, the best epoch as a hollow
/// circle.
///
/// @param metric     what was measured, for example `loss`
/// @param run        which run it was, for example `run 3`; empty for none
/// @param train      by epoch
/// @param validation by epoch
/// @param epochs     up to which epoch the chart reaches; at least as far as the curves do
/// @param best       the best epoch of the monitored curve: validation where there is one
/// @param smoothing  0 (none) to below 1: the raw line stays, faint
/// @param scale      of the vertical axis
/// @param earlier    epochs that an earlier fit trained; they get a grey plate
public record HistoryPlot(
        String metric,
        String run,
        Curve train,
        Optional<Curve> validation,
        int epochs,
        OptionalInt best,
        double smoothing,
        Scale scale,
        int earlier)
        implements Plot {

    /// How the vertical axis is divided.
    public enum Scale {
        /// Logarithmic where the largest value is over a hundred times the smallest.
        AUTO,
        LINEAR,
        LOG
    }

    public HistoryPlot {
        if (!(smoothing >= 0 && smoothing < 1)) {
            throw new IllegalArgumentException("smoothing " + smoothing + " is not in [0, 1)");
        }
    }

    public HistoryPlot(String metric, Curve train) {
        this(metric, "", train, Optional.empty(), 0, OptionalInt.empty(), 0, Scale.AUTO, 0);
    }

    public HistoryPlot withRun(String name) {
        return new HistoryPlot(
                metric, name, train, validation, epochs, best, smoothing, scale, earlier);
    }

    public HistoryPlot withValidation(Curve curve) {
        return new HistoryPlot(
                metric, run, train, Optional.of(curve), epochs, best, smoothing, scale, earlier);
    }

    public HistoryPlot withEpochs(int last) {
        return new HistoryPlot(
                metric, run, train, validation, last, best, smoothing, scale, earlier);
    }

    public HistoryPlot withBest(int epoch) {
        return new HistoryPlot(
                metric,
                run,
                train,
                validation,
                epochs,
                OptionalInt.of(epoch),
                smoothing,
                scale,
                earlier);
    }

    public HistoryPlot withSmoothing(double share) {
        return new HistoryPlot(metric, run, train, validation, epochs, best, share, scale, earlier);
    }

    public HistoryPlot withScale(Scale next) {
        return new HistoryPlot(
                metric, run, train, validation, epochs, best, smoothing, next, earlier);
    }

    public HistoryPlot withEarlier(int count) {
        return new HistoryPlot(
                metric, run, train, validation, epochs, best, smoothing, scale, count);
    }

    @Override
    public XYChart chart(Size size) throws FontsMissing {
        List<Line> lines = new ArrayList<>();
        add(lines, Line.solid(train, Palette.BLUE));
        validation.ifPresent(curve -> add(lines, Line.dashed(curve, Palette.VERMILLION)));
        Range y = vertical(lines);
        List<Annotation> annotations = new ArrayList<>();
        if (earlier > 0) {
            annotations.add(new EarlierPlate(earlier + 0.5));
        }
        Color color = validation.isPresent() ? Palette.VERMILLION : Palette.BLUE;
        Optional<Spot> spot =
                bestValue()
                        .map(
                                value ->
                                        new Spot(
                                                best.getAsInt(),
                                                value,
                                                "best: " + best.getAsInt(),
                                                color));
        Range x = epochs(lines);
        String yTitle = y.log() ? metric + " (log)" : metric;
        return new LineChart(title(), "epoch", yTitle, x, y, true, lines, annotations, spot)
                .chart(size);
    }

    /// From the first epoch to the last, with a margin so that neither end lies on the rim.
    private Range epochs(List<Line> lines) {
        double last = epochs;
        for (Line line : lines) {
            for (double epoch : line.curve().x()) {
                last = Math.max(last, epoch);
            }
        }
        last = Math.max(1, last);
        return last < 4
                ? new Range(0.5, last + 0.5, false)
                : new Range(1 - 0.02 * (last - 1), last * 1.01, false);
    }

    private void add(List<Line> lines, Line line) {
        if (smoothing > 0) {
            lines.add(line.faint());
            Line smooth =
                    new Line(
                            line.curve().smoothed(smoothing),
                            line.color(),
                            line.stroke(),
                            line.label(),
                            line.form());
            lines.add(smooth.labelled(line.label() + ", smoothed " + Numbers.of(smoothing)));
        } else {
            lines.add(line);
        }
    }

    private Range vertical(List<Line> lines) {
        List<Double> values = lines.stream().flatMap(line -> line.curve().y().stream()).toList();
        boolean log =
                switch (scale) {
                    case AUTO -> Range.spreadsWide(values);
                    case LINEAR -> false;
                    case LOG -> values.stream().anyMatch(new Range(1, 10, true)::takes);
                };
        if (log) {
            return Range.logarithmic(values);
        }
        boolean share =
                !metric.contains("loss")
                        && values.stream()
                                .filter(Double::isFinite)
                                .allMatch(value -> value >= 0 && value <= 1);
        return share ? Range.of(values).within(0, 1) : Range.of(values);
    }

    private Optional<Double> bestValue() {
        Curve monitored = validation.orElse(train);
        if (best.isEmpty()) {
            return Optional.empty();
        }
        int at = monitored.x().indexOf((double) best.getAsInt());
        return at < 0 || !Double.isFinite(monitored.y().get(at))
                ? Optional.empty()
                : Optional.of(monitored.y().get(at));
    }

    private String title() {
        String name = Markup.clean(metric, 30);
        String first =
                name.isEmpty()
                        ? name
                        : name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
        return first + " by epoch";
    }

    @Override
    public String alt() {
        StringBuilder alt = new StringBuilder(title());
        if (!run.isEmpty()) {
            alt.append(", ").append(Markup.clean(run));
        }
        if (train.isEmpty()) {
            return alt.append(". No epoch is done yet.").toString();
        }
        alt.append(". Training ").append(train.course());
        validation
                .filter(curve -> !curve.isEmpty())
                .ifPresent(curve -> alt.append("; validation ").append(curve.course()));
        bestValue()
                .ifPresent(
                        value ->
                                alt.append(", best ")
                                        .append(Numbers.of(value))
                                        .append(" at epoch ")
                                        .append(best.getAsInt()));
        return alt.append('.').toString();
    }

    @Override
    public String text() {
        StringBuilder text = new StringBuilder(title());
        text.append('\n').append(train.row());
        validation.ifPresent(curve -> text.append('\n').append(curve.row()));
        bestValue()
                .ifPresent(
                        value ->
                                text.append("\nbest ")
                                        .append(Numbers.of(value))
                                        .append(" at epoch ")
                                        .append(best.getAsInt()));
        return text.toString();
    }
}
