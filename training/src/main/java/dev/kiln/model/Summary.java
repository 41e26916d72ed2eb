package dev.kiln.model;

import dev.kiln.catalog.Argument;
import dev.kiln.catalog.Conversion;
import dev.kiln.catalog.Entry;
import dev.kiln.layers.Layer;
import dev.kiln.layers.Layers;
import dev.kiln.tensor.Shape;

import org.jspecify.annotations.Nullable;

import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/// What a model is made of.
///
/// @param rows             one a layer, in order
/// @param trainable        numbers that training changes at present
/// @param nonTrainable     the others
/// @param operations       floating point operations that one row takes, multiplications and additions counted
///                         apart; unknown dimensions count as 1
/// @param activationBytes  memory of all layers' outputs for one row, in bytes; unknown dimensions count as 1
/// @param training         native memory of training with 32 rows a step; null where it is not known, as before compile
public record Summary(
        String name,
        List<Row> rows,
        long trainable,
        long nonTrainable,
        long operations,
        long activationBytes,
        @Nullable TrainingMemory training) {
    public Summary {
        rows = List.copyOf(rows);
    }

    /// @param layer       its name in the model
    /// @param kind        its class
    /// @param settings    what differs from the defaults, as a user would type it
    /// @param outputShape of one row; [Shape#UNKNOWN] where the data decides
    /// @param parameters  numbers it owns; a shared layer's are counted once
    /// @param share       of all the model's numbers, 0 to 1
    /// @param isTrained   whether training changes any of them at present
    public record Row(
            String layer,
            String kind,
            String settings,
            Shape outputShape,
            long parameters,
            double share,
            boolean isTrained) {}

    static Summary of(Model model) {
        var weights = model.weights();
        double total = Math.max(weights.size(), 1);
        var rows = new ArrayList<Row>();
        long activations = 0;
        for (Part part : model.layers()) {
            long parameters = part.weights().size();
            activations += part.outputs().stream().mapToLong(out -> size(out.shape())).sum();
            rows.add(
                    new Row(
                            part.name(),
                            part.layer().getClass().getSimpleName(),
                            settings(part.layer()),
                            part.outputShape().row(),
                            parameters,
                            parameters / total,
                            !part.weights().trainable().isEmpty()));
        }
        return new Summary(
                model.name(),
                rows,
                weights.trainableSize(),
                weights.nonTrainableSize(),
                Operations.ofOneRow(model),
                activations * Float.BYTES,
                model.training().memory(32).orElse(null));
    }

    private static long size(Shape shape) {
        long size = 1;
        for (int axis = 1; axis < shape.rank(); axis++) {
            size *= Math.max(shape.get(axis), 1);
        }
        return size;
    }

    /// `64 relu` for a dense layer: what must be given, the activation, then what differs from the defaults.
    private static String settings(Layer layer) {
        if (layer instanceof Model nested) {
            return nested.layers().size() + " layers";
        }
        return Layers.CATALOG
                .entryOf(layer)
                .filter(entry -> entry.type() == layer.getClass())
                .map(entry -> settings(entry, layer))
                .orElse("");
    }

    private static String settings(Entry<Layer> entry, Layer layer) {
        var texts = new ArrayList<String>();
        var values = entry.values(layer);
        for (Argument argument : entry.arguments()) {
            Object value = values.get(argument.name());
            boolean isDefault = Objects.equals(value, argument.defaultValue());
            boolean isShape = argument.name().equals("shape");
            if (argument.name().equals("name") || isShape || !argument.isRequired() && isDefault) {
                continue;
            }
            String text =
                    value instanceof Layer inner
                            ? inner.getClass().getSimpleName()
                            : Conversion.text(value);
            boolean isPlain = argument.isRequired() || argument.name().equals("activation");
            texts.add(isPlain ? text : argument.name() + "=" + text);
        }
        return String.join(" ", texts);
    }

    /// All numbers of the model.
    public long parameters() {
        return trainable + nonTrainable;
    }

    /// Memory of the weights, in bytes.
    public long bytes() {
        return parameters() * Float.BYTES;
    }

    /// One row a layer: layer, settings, output shape, parameters, share.
    public Table table() {
        return Table.create(name)
                .addColumns(
                        StringColumn.create("layer", rows.stream().map(Row::layer)),
                        StringColumn.create("settings", rows.stream().map(Row::settings)),
                        StringColumn.create(
                                "output shape",
                                rows.stream().map(row -> row.outputShape().toString())),
                        LongColumn.create("params", rows.stream().mapToLong(Row::parameters)),
                        DoubleColumn.create("share", rows.stream().mapToDouble(Row::share)));
    }

    /// The totals in one line.
    public String totals() {
        String trained =
                nonTrainable == 0 ? "all trainable" : "%,d of them trainable".formatted(trainable);
        return "total %,d parameters (%s), %s; about %s a sample"
                        .formatted(parameters(), memory(bytes()), trained, flops(operations))
                + (training == null ? "" : "\ntraining 32 rows a step takes " + training);
    }

    private static String memory(long bytes) {
        return bytes < 1024 * 1024
                ? "%,d KB".formatted(Math.ceilDiv(bytes, 1024))
                : "%,.1f MB".formatted(bytes / 1024.0 / 1024.0);
    }

    private static String flops(long operations) {
        return operations < 100_000
                ? "%,d FLOP".formatted(operations)
                : operations < 100_000_000
                        ? "%,.1f MFLOP".formatted(operations / 1e6)
                        : "%,.1f GFLOP".formatted(operations / 1e9);
    }

    /// One line a layer, then the totals.
    @Override
    public String toString() {
        int layer = width(rows.stream().map(Row::layer).toList(), "layer");
        int settings = width(rows.stream().map(Row::settings).toList(), "settings");
        int shape =
                width(
                        rows.stream().map(row -> row.outputShape().toString()).toList(),
                        "output shape");
        String format = "%-" + layer + "s  %-" + settings + "s  %-" + shape + "s  ";
        String lines =
                rows.stream()
                        .map(
                                row ->
                                        (format + "%,12d")
                                                .formatted(
                                                        row.layer(),
                                                        row.settings(),
                                                        row.outputShape(),
                                                        row.parameters()))
                        .collect(Collectors.joining("\n"));
        String header = (format + "%12s").formatted("layer", "settings", "output shape", "params");
        return name + "\n" + header + "\n" + lines + "\n" + totals();
    }

    private static int width(List<String> texts, String header) {
        return Math.max(texts.stream().mapToInt(String::length).max().orElse(0), header.length());
    }
}
