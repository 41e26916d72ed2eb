package dev.kiln.magics.training;

import dev.kiln.catalog.Call;
import dev.kiln.catalog.Conversion;
import dev.kiln.catalog.Doc;
import dev.kiln.catalog.Names;
import dev.kiln.catalog.UserError;
import dev.kiln.data.DataSets;
import dev.kiln.events.History;
import dev.kiln.magics.drawing.Drawing;
import dev.kiln.magics.drawing.card.Block;
import dev.kiln.magics.drawing.chart.Bins;
import dev.kiln.magics.drawing.chart.Curve;
import dev.kiln.magics.drawing.chart.HistogramPlot;
import dev.kiln.magics.drawing.chart.HistoryPlot;
import dev.kiln.magics.drawing.chart.LearningRatePlot;
import dev.kiln.magics.drawing.chart.Size;
import dev.kiln.magics.drawing.font.FontsMissing;
import dev.kiln.magics.notebook.Notebook;
import dev.kiln.magics.schema.Magic;
import dev.kiln.magics.schema.Words;
import dev.kiln.magics.session.RateSearch;
import dev.kiln.magics.session.Run;
import dev.kiln.magics.session.Session;
import dev.kiln.model.Model;
import dev.kiln.model.Weight;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// `%plot`: charts of the last run, of the model's answers, of its weights.
@Doc(
        value =
                "draws the last fit by epoch (history), answers beside the truth (roc, pr, confusion, calibration,"
                        + " residuals, predicted), weights of all layers or one (weights dense), the last %lr_find (lr)",
        example = "%plot history metric=[loss, accuracy]")
public record Plot(
        @Words(most = 2) List<Object> words,
        @Doc(value = "scores to draw; all where left out", example = "[loss, accuracy]")
                List<String> metric,
        @Doc(value = "how much of the value before is kept, 0 to below 1", example = "0.6")
                double smooth,
        @Doc(value = "scale of the scores", example = "log") HistoryPlot.Scale y,
        @Doc(value = "rows to judge: test, val, train, a table or a file", example = "val")
                @Nullable Object on)
        implements Magic {
    private static final List<String> KINDS =
            List.of(
                    "history",
                    "roc",
                    "pr",
                    "confusion",
                    "calibration",
                    "residuals",
                    "predicted",
                    "weights",
                    "lr");

    private static final int BINS = 40;

    public Plot() {
        this(List.of(), List.of(), 0, HistoryPlot.Scale.AUTO, null);
    }

    @Override
    public @Nullable Object run(Session session, Notebook notebook) {
        String kind = words.isEmpty() ? "history" : word(0);
        if (!KINDS.contains(kind)) {
            throw new UserError(
                    "E182",
                    "there is no chart " + kind + "." + Names.question(kind, KINDS),
                    "Type: %plot history   or one of: " + String.join(", ", KINDS) + ".");
        }
        if (words.size() > 1 && !kind.equals("weights")) {
            throw new UserError(
                    "E103",
                    "%plot " + kind + " takes no second word, not " + word(1) + ".",
                    "Type: %plot " + kind);
        }
        return switch (kind) {
            case "history" -> history(session, notebook);
            case "weights" -> show(notebook, weights(session.needModel()));
            case "lr" -> show(notebook, rates(notebook));
            default -> show(notebook, judged(kind, session, notebook));
        };
    }

    private String word(int place) {
        return words.get(place) instanceof Call call
                ? call.name()
                : Conversion.text(words.get(place));
    }

    private static @Nullable Object show(
            Notebook notebook, dev.kiln.magics.drawing.chart.Plot plot) {
        notebook.show(new Drawing().show(plot, Size.FULL));
        return chart(plot, notebook);
    }

    private dev.kiln.magics.drawing.chart.Plot judged(
            String kind, Session session, Notebook notebook) {
        Model model = session.needModel();
        DataSets data = session.needData();
        Parts parts = Parts.of(data, on == null ? Call.of("test") : on, notebook);
        if (parts.rows().targets().isEmpty()) {
            throw new UserError(
                    "E162",
                    parts.name() + " lacks column " + String.join(", ", data.targets()) + ".",
                    "Type: %plot " + kind + " on=test");
        }
        return new JudgingPlots(data, parts.name(), parts.rows(), model.predict(parts.rows()))
                .plot(kind);
    }

    private HistogramPlot weights(Model model) {
        var parameters = model.weights().all().stream().filter(Weight::isParameter).toList();
        var layers = parameters.stream().map(weight -> layer(model, weight)).distinct().toList();
        String wanted = words.size() > 1 ? word(1) : "";
        if (!wanted.isEmpty() && !layers.contains(wanted)) {
            throw new UserError(
                    "E183",
                    "no layer "
                            + wanted
                            + " with weights."
                            + Names.question(wanted, layers)
                            + " Layers: "
                            + String.join(", ", layers)
                            + ".",
                    layers.isEmpty()
                            ? "Type: %summary"
                            : "Type: %plot weights " + layers.getFirst());
        }
        var histograms =
                parameters.stream()
                        .filter(weight -> wanted.isEmpty() || layer(model, weight).equals(wanted))
                        .sorted(Comparator.comparingLong(Weight::size).reversed())
                        .map(weight -> Bins.of(within(model, weight), doubles(weight.get()), BINS))
                        .toList();
        if (histograms.isEmpty()) {
            throw new UserError("E183", "the model has no weights.", "Type: %summary");
        }
        return new HistogramPlot(
                wanted.isEmpty() ? "Weights" : "Weights of " + wanted, "weight", histograms);
    }

    /// The layer as the summary and the user call it: without the model that it lies in.
    private static String layer(Model model, Weight weight) {
        String path = within(model, weight);
        int end = path.lastIndexOf('/');
        return end < 0 ? path : path.substring(0, end);
    }

    private static String within(Model model, Weight weight) {
        String outer = model.name() + "/";
        return weight.path().startsWith(outer)
                ? weight.path().substring(outer.length())
                : weight.path();
    }

    private static double[] doubles(float[] values) {
        double[] doubles = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            doubles[i] = values[i];
        }
        return doubles;
    }

    private static LearningRatePlot rates(Notebook notebook) {
        if (notebook.variable("lrFind").orElse(null) instanceof RateSearch found) {
            return new LearningRatePlot(
                    new Curve("loss", found.rates(), found.losses()),
                    found.steepest(),
                    found.blowsUp());
        }
        throw new UserError("E181", "no learning rate was looked for yet.", "Type: %lr_find");
    }

    private @Nullable Object history(Session session, Notebook notebook) {
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
    private static @Nullable Object chart(
            dev.kiln.magics.drawing.chart.Plot plot, Notebook notebook) {
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
