package dev.kiln.magics.training;

import dev.kiln.catalog.Names;
import dev.kiln.catalog.UserError;
import dev.kiln.events.History;
import dev.kiln.magics.drawing.chart.Curve;
import dev.kiln.magics.drawing.chart.CurvesPlot;
import dev.kiln.magics.drawing.chart.HistoryPlot;
import dev.kiln.magics.drawing.chart.Plot;
import dev.kiln.magics.session.Run;
import dev.kiln.magics.session.Session;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Charts of what fits logged.
///
/// @param runs   at least one, each with an epoch at least
/// @param metric scores to draw; empty for all
/// @param smooth how much of the value before is kept, 0 to below 1
/// @param over   what lies on the horizontal axis
record HistoryPlots(
        List<Run> runs, List<String> metric, double smooth, HistoryPlot.Scale scale, Over over) {
    private static final int MOST_OVERLAID = 2;

    /// What scores are drawn over.
    enum Over {
        EPOCH,
        STEP,
        TIME;

        String title() {
            return name().toLowerCase(Locale.ROOT);
        }

        private String axis() {
            return this == TIME ? "time (s)" : title();
        }
    }

    /// @param numbers of the runs; empty for the last one
    static HistoryPlots of(
            Session session,
            List<Integer> numbers,
            List<String> metric,
            double smooth,
            HistoryPlot.Scale scale,
            Over over) {
        List<Run> runs =
                numbers.isEmpty()
                        ? session.lastRun().stream().toList()
                        : numbers.stream().map(number -> session.runs().number(number)).toList();
        if (runs.isEmpty()) {
            throw new UserError("E181", "no run yet.", "Type: %fit epochs=10");
        }
        for (Run run : runs) {
            if (run.history().epochs().isEmpty()) {
                throw new UserError(
                        "E181",
                        (numbers.isEmpty() ? "the run" : "run " + run.number())
                                + " has no epoch yet.",
                        "Type: %fit epochs=10");
            }
        }
        return new HistoryPlots(runs, metric, smooth, scale, over);
    }

    String heading() {
        return runs.size() == 1 ? runs.getFirst().toString() : runs.size() + " runs";
    }

    List<Plot> plots() {
        if (runs.size() > 1) {
            return overlaid();
        }
        Run run = runs.getFirst();
        return wanted(run).stream()
                .map(name -> over == Over.EPOCH ? (Plot) byEpoch(run, name) : stretched(run, name))
                .toList();
    }

    // ---- one run

    /// Scores without their validation, which is drawn with them.
    private List<String> wanted(Run run) {
        var known =
                run.history().names().stream().filter(name -> !name.startsWith("val_")).toList();
        var wanted = new ArrayList<String>();
        if (metric.isEmpty() && known.contains("loss")) {
            wanted.add("loss");
        }
        for (String name : metric.isEmpty() ? known : metric) {
            String score = name.startsWith("val_") ? name.substring(4) : name;
            if (!known.contains(score)) {
                throw unknown(name, known);
            }
            if (!wanted.contains(score)) {
                wanted.add(score);
            }
        }
        return wanted;
    }

    private static UserError unknown(String name, List<String> known) {
        return new UserError(
                        "E152",
                        "there is no score " + name + "." + Names.question(name, known),
                        "Logged: " + String.join(", ", known) + ".")
                .naming(name, known);
    }

    private HistoryPlot byEpoch(Run run, String name) {
        History history = run.history();
        var plot =
                new HistoryPlot(name, curve(run, name, "train"))
                        .withRun("run " + run.number())
                        .withSmoothing(smooth)
                        .withScale(scale);
        String validation = "val_" + name;
        if (history.names().contains(validation)) {
            plot = plot.withValidation(curve(run, validation, "validation"));
        }
        boolean isMonitored = run.monitor().equals(name) || run.monitor().equals(validation);
        return isMonitored && run.best().isPresent()
                ? plot.withBest(history.epochs().get(run.best().get()) + 1)
                : plot;
    }

    private CurvesPlot stretched(Run run, String name) {
        var curves = new ArrayList<Curve>();
        curves.add(curve(run, name, "train"));
        String validation = "val_" + name;
        if (run.history().names().contains(validation)) {
            curves.add(curve(run, validation, "validation"));
        }
        return new CurvesPlot(titled(name), over.axis(), name, curves, smooth, scale);
    }

    private String titled(String name) {
        return name.substring(0, 1).toUpperCase(Locale.ROOT)
                + name.substring(1)
                + " by "
                + over.title();
    }

    // ---- several runs

    private List<Plot> overlaid() {
        var known =
                runs.stream().flatMap(run -> run.history().names().stream()).distinct().toList();
        for (String name : metric) {
            if (!known.contains(name)) {
                throw unknown(name, known);
            }
        }
        List<String> wanted =
                metric.isEmpty()
                        ? known.stream()
                                .filter(
                                        name ->
                                                name.startsWith("val_")
                                                        || !known.contains("val_" + name))
                                .sorted(
                                        (some, other) ->
                                                Boolean.compare(
                                                        !some.endsWith("loss"),
                                                        !other.endsWith("loss")))
                                .limit(MOST_OVERLAID)
                                .toList()
                        : metric;
        return wanted.stream().map(this::overlaid).toList();
    }

    private Plot overlaid(String name) {
        var curves =
                runs.stream()
                        .filter(run -> run.history().names().contains(name))
                        .map(run -> curve(run, name, "run " + run.number() + " " + run.name()))
                        .toList();
        return new CurvesPlot(
                titled(name) + ", " + runs.size() + " runs",
                over.axis(),
                name,
                curves,
                smooth,
                scale);
    }

    // ---- the learning rate

    /// The rate that each epoch ended with.
    Plot learningRate() {
        var curves = new ArrayList<Curve>();
        for (Run run : runs) {
            double[] rates = run.paces().stream().mapToDouble(Run.Pace::learningRate).toArray();
            curves.add(
                    Curve.of(
                            runs.size() == 1
                                    ? "learning rate"
                                    : "run " + run.number() + " " + run.name(),
                            places(run),
                            rates));
        }
        return new CurvesPlot(
                "Learning rate by " + over.title(),
                over.axis(),
                "learning rate",
                curves,
                smooth,
                scale);
    }

    /// Epochs in which the score was not taken are left out.
    private Curve curve(Run run, String name, String called) {
        double[] values = run.history().byEpoch(name);
        double[] places = places(run);
        var x = new ArrayList<Double>();
        var y = new ArrayList<Double>();
        for (int i = 0; i < Math.min(values.length, places.length); i++) {
            if (!Double.isNaN(values[i])) {
                x.add(places[i]);
                y.add(values[i]);
            }
        }
        return new Curve(called, x, y);
    }

    /// Where the ends of the epochs lie on the horizontal axis.
    private double[] places(Run run) {
        var epochs = run.history().epochs();
        var paces = run.paces();
        double[] places = new double[Math.min(epochs.size(), paces.size())];
        double sum = 0;
        for (int i = 0; i < places.length; i++) {
            sum +=
                    switch (over) {
                        case EPOCH -> 0;
                        case STEP -> paces.get(i).steps();
                        case TIME -> paces.get(i).took().toNanos() / 1e9;
                    };
            places[i] = over == Over.EPOCH ? epochs.get(i) + 1.0 : sum;
        }
        return places;
    }
}
