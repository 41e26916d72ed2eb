package dev.kiln.magics.drawing.card;

import dev.kiln.magics.drawing.Drawing;
import dev.kiln.magics.drawing.chart.HistoryPlot;
import dev.kiln.magics.drawing.chart.Size;
import dev.kiln.magics.output.Bars;
import dev.kiln.magics.output.Markup;
import dev.kiln.magics.output.Numbers;
import dev.kiln.magics.output.Output;
import dev.kiln.magics.output.Times;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The card of a fit. While it runs, every frame has the same height: two lines, the charts, a table
/// of three epochs, one line. When it is done, the bar and the button go, and all epochs are there,
/// folded.
public final class FitCard {
    private static final int LIVE_ROWS = 3;
    private static final int LAST_ROWS = 5;
    private static final int TEXT_ROWS = 12;
    private static final int MOST_ROWS = 100;
    private static final String LINE = "<div style=\"white-space:nowrap;overflow:hidden\">";

    private final Drawing drawing;

    public FitCard(Drawing drawing) {
        this.drawing = drawing;
    }

    /// A frame of a fit that runs.
    ///
    /// @param stop empty where the kernel's id is not known
    public Output live(FitProgress fit, Optional<StopButton> stop) {
        EpochTable table = new EpochTable(fit);
        String title = title(fit);
        String where =
                "epoch "
                        + Numbers.count(fit.epoch())
                        + " of "
                        + Numbers.count(fit.epochs())
                        + "   step "
                        + Numbers.count(fit.step())
                        + "/"
                        + Numbers.count(fit.steps());
        String percent = Math.round(fit.share() * 100) + " %";
        String pace = pace(fit);
        String html =
                "<div style=\"max-width:720px\">"
                        + LINE
                        + "<b>"
                        + Markup.escape(title)
                        + "</b> "
                        + Markup.escape(where)
                        + " <progress value=\""
                        + Math.round(fit.share() * 1000)
                        + "\" max=\"1000\" aria-label=\""
                        + percent
                        + "\"></progress> "
                        + percent
                        + " "
                        + stop.map(StopButton::html).orElse("")
                        + "</div>"
                        + LINE
                        + Markup.escape(pace)
                        + "</div>"
                        + liveCharts(fit)
                        + table.last(LIVE_ROWS, LIVE_ROWS).html()
                        + LINE
                        + "<small>Stop: the button, the toolbar's stop, or I I. Weights and history are kept.</small></div>"
                        + "</div>";
        String text =
                title
                        + "   "
                        + where
                        + "   "
                        + Bars.progress(fit.share(), 28)
                        + "  "
                        + percent
                        + "\n"
                        + pace
                        + "\n"
                        + table.chosen(TEXT_ROWS).text()
                        + "\n"
                        + sparklines(fit);
        return new Output.Card(html, text.stripTrailing());
    }

    /// The fit as it is kept in the notebook.
    ///
    /// @param headline what came of it, for example `finished: 20 epochs in 1:01. Best val_loss …`
    /// @param advice   what to type next, and what about the weights; one line each
    public Output finished(FitProgress fit, String headline, List<String> advice) {
        EpochTable table = new EpochTable(fit);
        String title = title(fit);
        StringBuilder html =
                new StringBuilder(
                        "<div style=\"max-width:720px\"><div><b>"
                                + Markup.escape(title)
                                + "</b> "
                                + Markup.escape(Markup.clean(headline, 400))
                                + "</div>");
        html.append(charts(fit.ended())).append(table.last(LAST_ROWS, 0).html());
        if (fit.rows().size() > LAST_ROWS) {
            html.append("<details><summary>All ")
                    .append(Numbers.count(fit.rows().size()))
                    .append(" epochs</summary>")
                    .append(table.chosen(MOST_ROWS).html())
                    .append("</details>");
        }
        advice.forEach(
                line ->
                        html.append("<div>")
                                .append(Markup.escape(Markup.clean(line, 400)))
                                .append("</div>"));
        String text =
                title
                        + " "
                        + Markup.clean(headline, 400)
                        + "\n"
                        + table.chosen(TEXT_ROWS).text()
                        + "\n"
                        + sparklines(fit)
                        + String.join(
                                "\n",
                                advice.stream().map(line -> Markup.clean(line, 400)).toList());
        return new Output.Card(html.append("</div>").toString(), text.stripTrailing());
    }

    /// The charts that the card shows: the loss, and the first metric where there is one.
    public static List<HistoryPlot> plots(FitProgress fit) {
        List<HistoryPlot> plots = new ArrayList<>();
        fit.names().stream()
                .filter(name -> !name.startsWith("val_"))
                .limit(2)
                .forEach(name -> plots.add(plot(fit, name)));
        return plots;
    }

    private static HistoryPlot plot(FitProgress fit, String name) {
        EpochTable table = new EpochTable(fit);
        HistoryPlot plot =
                new HistoryPlot(name, table.curve(name, "train"))
                        .withRun(fit.run())
                        .withEpochs(fit.epochs())
                        .withEarlier(fit.earlier());
        String validation = "val_" + name;
        if (fit.names().contains(validation)) {
            plot = plot.withValidation(table.curve(validation, "validation"));
        }
        boolean monitored = fit.monitored().equals(name) || fit.monitored().equals(validation);
        return monitored && fit.best().isPresent() ? plot.withBest(fit.best().getAsInt()) : plot;
    }

    /// One picture for all, because four frames a second are sent. It is in a box of its shape, for until a browser has
    /// decoded a picture it may take no room.
    private String liveCharts(FitProgress fit) {
        List<HistoryPlot> plots = plots(fit);
        if (plots.isEmpty()) {
            return "<div></div>";
        }
        Size one = Size.HALF;
        int width = plots.size() * one.width() + (plots.size() - 1) * Drawing.GAP;
        return "<div style=\"max-width:"
                + width
                + "px;aspect-ratio:"
                + width
                + "/"
                + one.height()
                + ";overflow:hidden\">"
                + drawing.live(plots, one)
                + "</div>";
    }

    private String charts(FitProgress fit) {
        StringBuilder html = new StringBuilder("<div>");
        plots(fit).forEach(plot -> html.append(drawing.html(plot, Size.HALF)).append(' '));
        return html.append("</div>").toString();
    }

    private static String title(FitProgress fit) {
        String run = Markup.clean(fit.run(), 30);
        return fit.name().isEmpty() ? run : run + " \"" + Markup.clean(fit.name(), 40) + "\"";
    }

    private static String pace(FitProgress fit) {
        String left =
                fit.left()
                        .map(
                                time ->
                                        (fit.atMost() ? "at most " : "about ")
                                                + Times.clock(time)
                                                + " left")
                        .orElse("time left not known yet");
        String speed =
                Double.isFinite(fit.samplesPerSecond())
                        ? "   " + Numbers.count(Math.round(fit.samplesPerSecond())) + " samples/s"
                        : "";
        String rate =
                Double.isFinite(fit.learningRate())
                        ? "   learning rate " + Numbers.of(fit.learningRate())
                        : "";
        return Times.clock(fit.elapsed()) + " elapsed, " + left + speed + rate;
    }

    private static String sparklines(FitProgress fit) {
        EpochTable table = new EpochTable(fit);
        StringBuilder text = new StringBuilder();
        for (String name : fit.names().subList(0, Math.min(4, fit.names().size()))) {
            List<Double> values = table.curve(name, name).y();
            List<Double> known = values.stream().filter(Double::isFinite).toList();
            if (!known.isEmpty()) {
                text.append(
                        String.format(
                                Locale.ROOT,
                                "%s %s %s %s%n",
                                Markup.clean(name, 24),
                                Numbers.of(known.getFirst()),
                                Bars.sparkline(values, 20),
                                Numbers.of(known.getLast())));
            }
        }
        return text.toString();
    }
}
