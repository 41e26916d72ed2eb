package dev.kiln.magics.training;

import dev.kiln.catalog.Call;
import dev.kiln.catalog.Conversion;
import dev.kiln.catalog.Doc;
import dev.kiln.catalog.Names;
import dev.kiln.catalog.UserError;
import dev.kiln.events.History;
import dev.kiln.magics.drawing.Drawing;
import dev.kiln.magics.drawing.card.Block;
import dev.kiln.magics.drawing.chart.Curve;
import dev.kiln.magics.drawing.chart.HistoryPlot;
import dev.kiln.magics.drawing.chart.Size;
import dev.kiln.magics.drawing.font.FontsMissing;
import dev.kiln.magics.notebook.Notebook;
import dev.kiln.magics.schema.Magic;
import dev.kiln.magics.schema.Words;
import dev.kiln.magics.session.Run;
import dev.kiln.magics.session.Session;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/// `%plot`: charts of the last run.
@Doc(
        value = "draws the scores of the last fit by epoch",
        example = "%plot history metric=[loss, accuracy]")
public record Plot(
        @Words(most = 1) List<Object> words,
        @Doc(value = "scores to draw; all where left out", example = "[loss, accuracy]")
                List<String> metric,
        @Doc(value = "how much of the value before is kept, 0 to below 1", example = "0.6")
                double smooth,
        @Doc(value = "scale of the scores", example = "log") HistoryPlot.Scale y)
        implements Magic {
    private static final List<String> KINDS = List.of("history");

    public Plot() {
        this(List.of(), List.of(), 0, HistoryPlot.Scale.AUTO);
    }

    @Override
    public @Nullable Object run(Session session, Notebook notebook) {
        String kind =
                words.isEmpty()
                        ? "history"
                        : words.getFirst() instanceof Call call
                                ? call.name()
                                : Conversion.text(words.getFirst());
        if (!KINDS.contains(kind)) {
            throw new UserError(
                    "E182",
                    "there is no chart " + kind + "." + Names.question(kind, KINDS),
                    "Type: %plot history");
        }
        Run run =
                session.lastRun()
                        .orElseThrow(
                                () -> new UserError("E181", "no run yet.", "Type: %fit epochs=10"));
        var plots = plots(run);
        if (plots.isEmpty()) {
            throw new UserError("E181", "the run has no epoch yet.", "Type: %fit epochs=10");
        }
        notebook.show(
                new Drawing()
                        .card(
                                new Block.Heading(run.toString(), "by epoch"),
                                new Block.Plots(
                                        new ArrayList<>(plots),
                                        plots.size() == 1 ? Size.FULL : Size.HALF)));
        return chart(plots.getFirst(), notebook);
    }

    /// The chart as XChart's object, for `chart`; none where Java cannot draw text on this machine.
    private static @Nullable Object chart(HistoryPlot plot, Notebook notebook) {
        try {
            var chart = plot.chart(Size.FULL);
            Declared.set(notebook, "chart", chart, "the chart");
            return chart;
        } catch (FontsMissing e) {
            // The card above says so, and which package to install.
            return null;
        }
    }

    private List<HistoryPlot> plots(Run run) {
        History history = run.history();
        var known = history.names().stream().filter(name -> !name.startsWith("val_")).toList();
        for (String name : metric) {
            if (!known.contains(name)) {
                throw new UserError(
                        "E152",
                        "there is no score " + name + "." + Names.question(name, known),
                        "Logged: " + String.join(", ", known) + ".");
            }
        }
        var wanted = new ArrayList<String>();
        if (metric.isEmpty()) {
            wanted.add("loss");
            known.stream().filter(name -> !name.equals("loss")).forEach(wanted::add);
        } else {
            wanted.addAll(metric);
        }
        return wanted.stream().filter(known::contains).map(name -> plot(run, name)).toList();
    }

    private HistoryPlot plot(Run run, String name) {
        History history = run.history();
        var plot =
                new HistoryPlot(name, curve(history, name, "train"))
                        .withRun("run " + run.number())
                        .withSmoothing(smooth)
                        .withScale(y);
        String validation = "val_" + name;
        if (history.names().contains(validation)) {
            plot = plot.withValidation(curve(history, validation, "validation"));
        }
        boolean isMonitored = run.monitor().equals(name) || run.monitor().equals(validation);
        return isMonitored && run.best().isPresent()
                ? plot.withBest(history.epochs().get(run.best().get()) + 1)
                : plot;
    }

    /// Epochs in which the score was not taken are left out.
    private static Curve curve(History history, String name, String called) {
        double[] values = history.byEpoch(name);
        var x = new ArrayList<Double>();
        var y = new ArrayList<Double>();
        for (int i = 0; i < values.length; i++) {
            if (!Double.isNaN(values[i])) {
                x.add(history.epochs().get(i) + 1.0);
                y.add(values[i]);
            }
        }
        return new Curve(called, x, y);
    }
}
