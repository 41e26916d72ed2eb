package dev.kiln.magics.training;

import dev.kiln.catalog.Call;
import dev.kiln.catalog.Conversion;
import dev.kiln.catalog.Doc;
import dev.kiln.catalog.Names;
import dev.kiln.catalog.UserError;
import dev.kiln.data.DataSets;
import dev.kiln.magics.drawing.Drawing;
import dev.kiln.magics.drawing.card.Block;
import dev.kiln.magics.drawing.chart.Curve;
import dev.kiln.magics.drawing.chart.GraphPlot;
import dev.kiln.magics.drawing.chart.HistoryPlot;
import dev.kiln.magics.drawing.chart.LearningRatePlot;
import dev.kiln.magics.drawing.chart.Size;
import dev.kiln.magics.drawing.font.FontsMissing;
import dev.kiln.magics.notebook.Notebook;
import dev.kiln.magics.schema.Magic;
import dev.kiln.magics.schema.Words;
import dev.kiln.magics.session.RateSearch;
import dev.kiln.magics.session.Session;
import dev.kiln.model.Model;
import dev.kiln.tensor.Shape;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// `%plot`: charts of runs, of the model's answers, of its layers, of the data.
@Doc(
        value =
                "draws fits by epoch (history, lr), answers beside the truth (roc, pr, confusion, calibration,"
                        + " residuals, predicted, errors, threshold), layers (weights, activations, gradients,"
                        + " filters, each with or without a name), the model, data [column], the last %lr_find",
        example = "%plot history metric=[loss, accuracy]")
public record Plot(
        @Words(most = 2) List<Object> words,
        @Doc(value = "scores to draw; all where left out", example = "[loss, accuracy]")
                List<String> metric,
        @Doc(value = "how much of the value before is kept, 0 to below 1", example = "0.6")
                double smooth,
        @Doc(value = "scale of the scores", example = "log") HistoryPlot.Scale y,
        @Doc(value = "axis with a logarithmic scale: y", example = "y") @Nullable String log,
        @Doc(value = "numbers of the runs to lay over each other", example = "[1, 3]")
                List<Integer> runs,
        @Doc(value = "what the scores are drawn over: epoch, step or time", example = "time")
                HistoryPlots.Over x,
        @Doc(value = "rows to judge: test, val, train, a table or a file", example = "val")
                @Nullable Object on,
        @Doc(value = "file that the chart is written to, .svg or .png", example = "\"loss.svg\"")
                @Nullable String save,
        @Doc(value = "width and height in pixels", example = "720x360") @Nullable Shape size)
        implements Magic {
    private static final Set<String> OF_RUNS = Set.of("history", "lr");
    private static final Set<String> OF_ROWS =
            Set.of(
                    "roc",
                    "pr",
                    "confusion",
                    "calibration",
                    "residuals",
                    "predicted",
                    "errors",
                    "threshold",
                    "activations",
                    "gradients");
    private static final Set<String> WITH_NAME =
            Set.of("weights", "activations", "gradients", "filters", "data");

    private static final List<String> KINDS =
            List.of(
                    "history",
                    "roc",
                    "pr",
                    "confusion",
                    "calibration",
                    "residuals",
                    "predicted",
                    "errors",
                    "threshold",
                    "weights",
                    "activations",
                    "gradients",
                    "filters",
                    "lr",
                    "lr_find",
                    "model",
                    "data");

    public Plot() {
        this(
                List.of(),
                List.of(),
                0,
                HistoryPlot.Scale.AUTO,
                null,
                List.of(),
                HistoryPlots.Over.EPOCH,
                null,
                null,
                null);
    }

    @Override
    public @Nullable Object run(Session session, Notebook notebook) {
        String kind = words.isEmpty() ? "history" : word(0);
        if (!KINDS.contains(kind)) {
            throw new UserError(
                            "E182",
                            "there is no chart " + kind + "." + Names.question(kind, KINDS),
                            "Type: %plot history   or one of: " + String.join(", ", KINDS) + ".")
                    .naming(kind, KINDS);
        }
        refuseWhatDoesNothing(kind);
        String name = words.size() > 1 ? word(1) : "";
        return switch (kind) {
            case "history" -> {
                var all = histories(session);
                yield show(notebook, all.heading(), all.plots());
            }
            case "lr" -> show(notebook, "", List.of(histories(session).learningRate()));
            case "lr_find" -> show(notebook, "", List.of(rates(notebook)));
            case "weights" -> show(notebook, "", List.of(layers(session, notebook).weights(name)));
            case "filters" -> show(notebook, "", List.of(layers(session, notebook).filters(name)));
            case "activations" ->
                    show(notebook, "", List.of(layers(session, notebook).activations(name)));
            case "gradients" ->
                    show(notebook, "", List.of(layers(session, notebook).gradients(name)));
            case "model" ->
                    show(
                            notebook,
                            "",
                            List.of(ModelGraph.of(session.needModel(), session.modelName())));
            case "data" -> show(notebook, "", List.of(DataPlots.of(session.needData(), name)));
            default -> show(notebook, "", List.of(judged(kind, session, notebook)));
        };
    }

    /// An option that a chart would pass over in silence is a mistake.
    private void refuseWhatDoesNothing(String kind) {
        if (words.size() > 1 && !WITH_NAME.contains(kind)) {
            throw new UserError(
                    "E103",
                    "%plot " + kind + " takes no second word, not " + word(1) + ".",
                    "Type: %plot " + kind);
        }
        if (on != null && !OF_ROWS.contains(kind)) {
            throw new UserError(
                    "E102",
                    "%plot " + kind + " looks at no rows, so on= means nothing there.",
                    "Type: %plot " + kind);
        }
        boolean isOfHistory =
                !metric.isEmpty()
                        || smooth != 0
                        || y != HistoryPlot.Scale.AUTO
                        || log != null
                        || !runs.isEmpty()
                        || x != HistoryPlots.Over.EPOCH;
        if (isOfHistory && !OF_RUNS.contains(kind)) {
            throw new UserError(
                    "E102",
                    "metric, smooth, y, log, runs and x are options of %plot history, not of %plot "
                            + kind
                            + ".",
                    "Type: %plot " + kind);
        }
        if (!(smooth >= 0 && smooth < 1)) {
            throw new UserError(
                    "E103",
                    "smooth=" + Conversion.text(smooth) + " must be from 0 to below 1.",
                    "Type: %plot history smooth=0.6");
        }
        if (log != null && !log.equals("y")) {
            throw new UserError(
                    "E103", "log takes y, not " + log + ".", "Type: %plot history log=y");
        }
    }

    private String word(int place) {
        return words.get(place) instanceof Call call
                ? call.name()
                : Conversion.text(words.get(place));
    }

    private HistoryPlots histories(Session session) {
        return HistoryPlots.of(
                session, runs, metric, smooth, log == null ? y : HistoryPlot.Scale.LOG, x);
    }

    private Parts rows(DataSets data, Notebook notebook) {
        String kind = words.isEmpty() ? "" : word(0);
        return Parts.of(data, on == null ? Call.of("test") : on, notebook, "%plot " + kind);
    }

    private LayerPlots layers(Session session, Notebook notebook) {
        Model model = session.needModel();
        return new LayerPlots(session, model, () -> rows(session.needData(), notebook).rows());
    }

    private dev.kiln.magics.drawing.chart.Plot judged(
            String kind, Session session, Notebook notebook) {
        Model model = session.needModel();
        DataSets data = session.needData();
        Parts parts = rows(data, notebook);
        if (parts.rows().targets().isEmpty()) {
            throw new UserError(
                    "E162",
                    parts.name() + " lacks column " + String.join(", ", data.targets()) + ".",
                    "Type: %plot " + kind + " on=test");
        }
        return new JudgingPlots(data, parts.name(), parts.rows(), model.predict(parts.rows()))
                .plot(kind);
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

    private @Nullable Object show(
            Notebook notebook,
            String heading,
            List<? extends dev.kiln.magics.drawing.chart.Plot> plots) {
        Size chosen = size(plots.getFirst(), plots.size());
        var drawing = new Drawing();
        if (save != null) {
            new ChartFile(notebook.folder(), save).write(drawing, plots, chosen);
        }
        if (heading.isEmpty() && save == null) {
            notebook.show(drawing.show(plots.getFirst(), chosen));
        } else {
            var blocks = new ArrayList<Block>();
            if (!heading.isEmpty()) {
                blocks.add(new Block.Heading(heading, "by " + x.title()));
            }
            blocks.add(new Block.Plots(new ArrayList<>(plots), chosen));
            if (save != null) {
                blocks.add(new Block.Words("Saved as " + save + "."));
            }
            notebook.show(drawing.card(blocks.toArray(Block[]::new)));
        }
        return chart(plots.getFirst(), chosen, notebook);
    }

    private Size size(dev.kiln.magics.drawing.chart.Plot plot, int count) {
        Shape wanted = size;
        if (wanted == null) {
            return plot instanceof GraphPlot graph
                    ? graph.size()
                    : count == 1 ? Size.FULL : Size.HALF;
        }
        boolean isSize = wanted.rank() == 2;
        try {
            if (isSize) {
                return new Size(wanted.get(0), wanted.get(1));
            }
        } catch (IllegalArgumentException e) {
            throw new UserError(
                    "E103",
                    "size=" + wanted + " is " + e.getMessage() + ".",
                    "Type: size=720x360",
                    e);
        }
        throw new UserError(
                "E103",
                "size takes a width and a height, not " + wanted + ".",
                "Type: size=720x360");
    }

    /// The chart as XChart's object, for `chart`; none where Java cannot draw text on this machine.
    private static @Nullable Object chart(
            dev.kiln.magics.drawing.chart.Plot plot, Size size, Notebook notebook) {
        try {
            var chart = plot.chart(size == Size.HALF ? Size.FULL : size);
            Declared.set(notebook, "chart", chart, "the chart");
            return chart;
        } catch (FontsMissing e) {
            // The card above says so, and which package to install.
            return null;
        }
    }
}
