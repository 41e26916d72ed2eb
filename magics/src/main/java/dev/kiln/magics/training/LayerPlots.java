package dev.kiln.magics.training;

import dev.kiln.catalog.Names;
import dev.kiln.catalog.UserError;
import dev.kiln.data.Dataset;
import dev.kiln.data.FloatArray;
import dev.kiln.layers.Input;
import dev.kiln.magics.drawing.chart.Bins;
import dev.kiln.magics.drawing.chart.HistogramPlot;
import dev.kiln.magics.drawing.chart.Plot;
import dev.kiln.magics.drawing.chart.TilesPlot;
import dev.kiln.magics.output.Numbers;
import dev.kiln.magics.session.Session;
import dev.kiln.model.Checks;
import dev.kiln.model.CompileOptions;
import dev.kiln.model.Model;
import dev.kiln.model.Part;
import dev.kiln.model.Weight;
import dev.kiln.model.Weights;
import dev.kiln.optimizers.SGD;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// Charts of what is inside a model.
///
/// @param rows what it is shown, for activations and gradients
record LayerPlots(Session session, Model model, Supplier<Dataset> rows) {
    private static final int BINS = 40;
    private static final int MOST_ROWS = 256;
    private static final int MOST_FILTERS = 64;

    // ---- weights

    Plot weights(String wanted) {
        var parameters = parameters(wanted);
        var histograms =
                parameters.stream()
                        .map(weight -> Bins.of(within(weight), doubles(weight.get()), BINS))
                        .toList();
        return new HistogramPlot(titled("Weights", wanted), "weight", histograms);
    }

    private static String titled(String what, String layer) {
        return layer.isEmpty() ? what : what + " of " + layer;
    }

    /// The largest first.
    private List<Weight> parameters(String wanted) {
        var all = model.weights().all().stream().filter(Weight::isParameter).toList();
        var layers = all.stream().map(this::layer).distinct().toList();
        if (all.isEmpty()) {
            throw new UserError("E183", "the model has no weights.", "Type: %summary");
        }
        if (!wanted.isEmpty() && !layers.contains(wanted)) {
            throw noLayerWith("weights", wanted, layers);
        }
        return all.stream()
                .filter(weight -> wanted.isEmpty() || layer(weight).equals(wanted))
                .sorted(Comparator.comparingLong(Weight::size).reversed())
                .toList();
    }

    /// The layer as the summary and the user call it: without the model that it lies in.
    private String layer(Weight weight) {
        String path = within(weight);
        int end = path.lastIndexOf('/');
        return end < 0 ? path : path.substring(0, end);
    }

    private String within(Weight weight) {
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

    // ---- activations

    /// What layers give for some rows: the named one, else the first four that have weights.
    Plot activations(String wanted) {
        requireBuilt();
        var chosen = layers(wanted);
        Dataset shown = rows.get();
        Dataset some = shown.slice(0, Math.min(MOST_ROWS, shown.rows()));
        var inner = Model.of(model.inputSymbols(), chosen.stream().map(Part::output).toList());
        var answers = inner.training().predict(some, 32);
        var histograms = new ArrayList<Bins>();
        for (int i = 0; i < chosen.size(); i++) {
            double[] values = doubles(answers.get(i).toArray());
            histograms.add(Bins.of(chosen.get(i).name() + zeros(values), values, BINS));
        }
        return new HistogramPlot(titled("Activations", wanted), "output of the layer", histograms);
    }

    /// A unit that gives 0 for everything learns nothing, so their share is worth a word.
    private static String zeros(double[] values) {
        long zeros = 0;
        for (double value : values) {
            zeros += value == 0 ? 1 : 0;
        }
        return zeros == 0 || values.length == 0
                ? ""
                : " (" + Numbers.of(Math.round(100.0 * zeros / values.length)) + " % zeros)";
    }

    private void requireBuilt() {
        if (!model.isBuilt()) {
            model.build(rows.get().x.rowShape());
        }
    }

    private List<Part> layers(String wanted) {
        var all = model.layers().stream().filter(part -> !(part.layer() instanceof Input)).toList();
        if (wanted.isEmpty()) {
            var weighty = all.stream().filter(part -> !part.weights().all().isEmpty()).toList();
            return (weighty.isEmpty() ? all : weighty).stream().limit(4).toList();
        }
        return List.of(
                all.stream()
                        .filter(part -> part.name().equals(wanted))
                        .findFirst()
                        .orElseThrow(() -> noLayer(wanted, all, "activations")));
    }

    /// @param what the kind of plot, and what it shows of layers
    private static UserError noLayerWith(String what, String wanted, List<String> layers) {
        return new UserError(
                        "E183",
                        "no layer "
                                + wanted
                                + " with "
                                + what
                                + "."
                                + Names.question(wanted, layers)
                                + " Layers: "
                                + String.join(", ", layers)
                                + ".",
                        "Type: %plot " + what + " " + layers.getFirst())
                .naming(wanted, layers);
    }

    private static UserError noLayer(String wanted, List<Part> all, String kind) {
        var names = all.stream().map(Part::name).toList();
        return new UserError(
                        "E183",
                        "no layer "
                                + wanted
                                + "."
                                + Names.question(wanted, names)
                                + " Layers: "
                                + String.join(", ", names),
                        "Type: %plot " + kind + " " + names.getFirst())
                .naming(wanted, names);
    }

    // ---- gradients

    /// How large the loss' gradients are on some rows. The model is as it was afterwards.
    Plot gradients(String wanted) {
        requireBuilt();
        CompileOptions compiled = model.training().compiled();
        Dataset shown = rows.get();
        Dataset some = shown.slice(0, Math.min(MOST_ROWS, shown.rows()));
        var parameters = parameters(wanted).stream().filter(Weight::isTrainable).toList();
        if (parameters.isEmpty()) {
            throw new UserError(
                    "E183", "no weight is trained, so there are no gradients.", "Type: %summary");
        }
        var before = session.moment();
        Map<Weight, float[]> gradients = new HashMap<>();
        try {
            model.training()
                    .compile(
                            new CompileOptions(
                                    new SGD(1.0).withMomentum(0.5),
                                    compiled.loss(),
                                    null,
                                    compiled.lossWeights(),
                                    null,
                                    Checks.OFF,
                                    compiled.step()));
            model.training().trainOnBatch(some);
            gradients.putAll(velocities());
        } finally {
            session.restore(before);
        }
        var histograms = new ArrayList<Bins>();
        for (Weight weight : parameters) {
            float[] numbers = gradients.get(weight);
            if (numbers != null) {
                double[] values = doubles(numbers);
                histograms.add(Bins.of(within(weight) + zeros(values), magnitudes(values), BINS));
            }
        }
        return new HistogramPlot(
                titled("Gradients", wanted), "size of the gradient (power of ten)", histograms);
    }

    /// After one step from rest at a rate of 1 the velocity is the gradient, with its sign turned.
    private Map<Weight, float[]> velocities() {
        var slots =
                model.training().optimizerState().stream()
                        .filter(slot -> slot.shape().rank() > 0)
                        .toList();
        var segments = model.weights().trainableSegments();
        if (slots.size() != segments.size()) {
            throw new IllegalStateException(
                    slots.size() + " velocities for " + segments.size() + " weights");
        }
        Map<Weight, float[]> velocities = new HashMap<>();
        for (int i = 0; i < segments.size(); i++) {
            Weights.Segment segment = segments.get(i);
            velocities.put(segment.weight(), slots.get(i).numbers());
        }
        return velocities;
    }

    private static double[] magnitudes(double[] values) {
        double[] magnitudes = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            magnitudes[i] = Math.log10(Math.abs(values[i]));
        }
        return magnitudes;
    }

    // ---- filters

    /// The kernels of a convolution, their input channels averaged.
    Plot filters(String wanted) {
        requireBuilt();
        var kernels =
                model.weights().all().stream()
                        .filter(weight -> weight.name().equals("kernel"))
                        .filter(weight -> weight.shape().rank() == 4)
                        .toList();
        if (kernels.isEmpty()) {
            throw new UserError(
                    "E182",
                    "filters need a layer that convolves images; this model has none.",
                    "Type: %plot weights");
        }
        var names = kernels.stream().map(this::layer).toList();
        int at = wanted.isEmpty() ? 0 : names.indexOf(wanted);
        if (at < 0) {
            throw noLayerWith("filters", wanted, names);
        }
        Weight kernel = kernels.get(at);
        var shape = kernel.shape();
        var numbers = FloatArray.of(shape, kernel.get());
        int filters = Math.min(MOST_FILTERS, shape.get(3));
        var tiles = new ArrayList<List<List<Double>>>();
        for (int filter = 0; filter < filters; filter++) {
            tiles.add(
                    tile(numbers, shape.get(0), shape.get(1), shape.get(2), shape.get(3), filter));
        }
        return new TilesPlot("Filters of " + names.get(at), "filter", tiles);
    }

    private static List<List<Double>> tile(
            FloatArray numbers, int height, int width, int channels, int filters, int filter) {
        var tile = new ArrayList<List<Double>>();
        for (int row = 0; row < height; row++) {
            var line = new ArrayList<Double>();
            for (int column = 0; column < width; column++) {
                double sum = 0;
                for (int channel = 0; channel < channels; channel++) {
                    long place =
                            (((long) row * width + column) * channels + channel) * filters + filter;
                    sum += numbers.get(place);
                }
                line.add(sum / channels);
            }
            tile.add(line);
        }
        return tile;
    }
}
