package dev.kiln.magics.training;

import dev.kiln.activations.Activations;
import dev.kiln.catalog.Argument;
import dev.kiln.catalog.Call;
import dev.kiln.catalog.Entry;
import dev.kiln.catalog.Names;
import dev.kiln.catalog.UserError;
import dev.kiln.layers.Input;
import dev.kiln.layers.Layer;
import dev.kiln.layers.Layers;
import dev.kiln.magics.grammar.ArgumentParser;
import dev.kiln.magics.grammar.Reference;
import dev.kiln.magics.grammar.SyntaxError;
import dev.kiln.magics.grammar.Template;
import dev.kiln.magics.grammar.Written;
import dev.kiln.magics.notebook.Notebook;
import dev.kiln.magics.schema.MendedLine;
import dev.kiln.regularizers.L1;
import dev.kiln.regularizers.L2;
import dev.kiln.tensor.Shape;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// Reads one layer of a `%%model` cell: `dense 16 relu l2=1e-4`.
final class LayerText {
    private final Notebook notebook;
    private final @Nullable Shape row;

    /// @param row shape of one row of the data; null where there is no data
    LayerText(Notebook notebook, @Nullable Shape row) {
        this.notebook = notebook;
        this.row = row;
    }

    Layer read(ModelLines.Line line) {
        int number = line.number();
        try {
            var written = ArgumentParser.parse(line.text());
            if (written.isEmpty() || written.getFirst().key() != null) {
                throw new UserError(
                        "E131", "line " + number + " names no layer.", "Type: dense 16 relu");
            }
            Object first = written.getFirst().value();
            if (first instanceof Reference reference) {
                return java(number, reference);
            }
            Call call = first instanceof Call typed ? typed : Call.of(String.valueOf(first));
            var rest = written.subList(1, written.size());
            return call.name().equals("input") ? input(line, call, rest) : named(line, call, rest);
        } catch (SyntaxError e) {
            throw new UserError(
                    "E105",
                    "line " + number + ", " + e.getMessage() + ".",
                    "Like this: dense 16 relu");
        }
    }

    /// The same error with the line it is in.
    static UserError atLine(int number, UserError e) {
        return e.problem().startsWith("line ")
                ? e
                : e.misnamed()
                        .map(wrong -> placed(number, e).naming(wrong.word(), wrong.instead()))
                        .orElseGet(() -> placed(number, e));
    }

    private static UserError placed(int number, UserError e) {
        return new UserError(e.code(), "line " + number + ", " + e.problem(), e.remedy(), e);
    }

    private Layer java(int number, Reference reference) {
        if (evaluated(number, reference) instanceof Layer layer) {
            return layer;
        }
        throw new UserError(
                "E131",
                "line " + number + ", " + reference + " is no layer.",
                "Type: dense 16 relu   or make it a Layer");
    }

    private Layer named(ModelLines.Line line, Call call, List<Written> rest) {
        int number = line.number();
        Entry<Layer> entry =
                Layers.CATALOG.find(call.name()).orElseThrow(() -> unknown(line, call.name()));
        var named = new LinkedHashMap<String, @Nullable Object>();
        var positional = new ArrayList<@Nullable Object>(call.positional());
        call.named().forEach((key, value) -> put(entry, key, resolved(number, value), named));
        for (Written argument : rest) {
            Object value = resolved(number, argument.value());
            if (argument.key() == null) {
                positional.add(value);
            } else {
                put(entry, argument.key(), value, named);
            }
        }
        positional.forEach(value -> place(number, entry, resolved(number, value), named));
        if (!line.label().isEmpty()) {
            named.putIfAbsent("name", line.label());
        }
        try {
            return made(number, entry, named);
        } catch (UserError e) {
            throw withLine(e, line, entry);
        }
    }

    /// The error with the layer's whole line to type: the argument mended where it was named, else an example of the layer.
    private static UserError withLine(UserError e, ModelLines.Line line, Entry<Layer> entry) {
        var mended = new MendedLine("", line.text()).mended(e);
        boolean isFragment = e.remedy().matches("Type: \\w+=\\S+");
        String label = line.label().isEmpty() ? "" : line.label() + ": ";
        return mended.isEmpty() && !isFragment
                ? e
                : new UserError(
                        e.code(),
                        e.problem(),
                        "Type: " + label + mended.orElseGet(() -> usage(entry.name())),
                        e);
    }

    private static UserError unknown(ModelLines.Line line, String name) {
        var near = Names.nearest(name, Layers.CATALOG.names());
        return new UserError(
                "E131",
                "line "
                        + line.number()
                        + ", no layer "
                        + name
                        + "."
                        + Names.question(name, Layers.CATALOG.names()),
                near.isEmpty()
                        ? "%help layers lists them."
                        : "Type: " + renamed(line, name, near.getFirst()));
    }

    /// The line with another layer in it; an example of that layer where nothing stands behind the name.
    private static String renamed(ModelLines.Line line, String name, String near) {
        String label = line.label().isEmpty() ? "" : line.label() + ": ";
        String text = line.text().strip();
        return label
                + (text.equals(name) ? usage(near) : text.replaceFirst(Pattern.quote(name), near));
    }

    private static String usage(String layer) {
        return Layers.CATALOG
                .find(layer)
                .map(entry -> entry.example().isEmpty() ? entry.usage() : entry.example())
                .orElse(layer);
    }

    /// `l2=1e-4` is short for the kernel's regularizer.
    private static void put(
            Entry<Layer> entry,
            String key,
            @Nullable Object value,
            Map<String, @Nullable Object> to) {
        boolean isShort = (key.equals("l1") || key.equals("l2")) && entry.argument(key).isEmpty();
        if (isShort
                && value instanceof Number factor
                && entry.argument("kernel_regularizer").isPresent()) {
            to.put(
                    "kernel_regularizer",
                    key.equals("l1") ? new L1(factor.doubleValue()) : new L2(factor.doubleValue()));
            return;
        }
        to.put(entry.argument(key).map(Argument::name).orElse(key), value);
    }

    /// A word that names an activation goes to the activation, anything else to the next free argument.
    private static void place(
            int number,
            Entry<Layer> entry,
            @Nullable Object value,
            Map<String, @Nullable Object> to) {
        boolean isActivation =
                value instanceof Call word
                        && entry.argument("activation").isPresent()
                        && !to.containsKey("activation")
                        && (Activations.CATALOG.find(word.name()).isPresent()
                                || !entry.arguments().getFirst().name().equals("activation"));
        if (isActivation) {
            to.put("activation", value);
            return;
        }
        for (Argument argument : entry.arguments()) {
            boolean isFree = !to.containsKey(argument.name());
            if (isFree && (!argument.name().equals("activation") || argument.isRequired())) {
                to.put(argument.name(), value);
                return;
            }
        }
        throw new UserError(
                "E132",
                "line " + number + ", " + entry.name() + " takes fewer arguments.",
                "Type: " + usage(entry.name()));
    }

    private static Layer made(int number, Entry<Layer> entry, Map<String, @Nullable Object> named) {
        for (Argument argument : entry.arguments()) {
            if (argument.isRequired() && !named.containsKey(argument.name())) {
                String what =
                        argument.name().equals("units") ? "the number of units" : argument.name();
                throw new UserError(
                        "E132",
                        "line " + number + ", " + entry.name() + " needs " + what + ".",
                        "Type: " + usage(entry.name()));
            }
        }
        try {
            return Layers.CATALOG.get(entry.name(), named);
        } catch (UserError e) {
            throw atLine(number, e);
        }
    }

    private Layer input(ModelLines.Line line, Call call, List<Written> rest) {
        int number = line.number();
        var values = new ArrayList<@Nullable Object>(call.positional());
        rest.forEach(argument -> values.add(resolved(number, argument.value())));
        Input input =
                values.size() == 1
                                && values.getFirst() instanceof Call word
                                && word.name().equals("auto")
                        ? new Input(dataRow(number))
                        : new Input(shape(number, values));
        if (row != null && line.label().isEmpty() && !fits(input.shape(), row)) {
            throw new UserError(
                    "E136",
                    "the model takes "
                            + count(input.shape(), "inputs")
                            + ", the data has "
                            + count(row, "features")
                            + ".",
                    input.shape().rank() == 1 && row.rank() > 1
                            ? "Start the model with: input " + row + ", then flatten"
                            : "Type: input " + row + "  (or input auto)");
        }
        return line.label().isEmpty() ? input : input.withName(line.label());
    }

    private Shape dataRow(int number) {
        if (row == null) {
            throw new UserError(
                    "E111",
                    "line "
                            + number
                            + ", input auto takes the shape of the data, but there is no data yet.",
                    "Type: %data iris   or give the shape: input 4");
        }
        return row;
    }

    private static boolean fits(Shape wanted, Shape row) {
        boolean fits = wanted.rank() == row.rank();
        for (int axis = 0; fits && axis < row.rank(); axis++) {
            fits = wanted.get(axis) == Shape.UNKNOWN || wanted.get(axis) == row.get(axis);
        }
        return fits;
    }

    private static String count(Shape shape, String what) {
        return shape.rank() == 1 ? shape.get(0) + " " + what : shape.toString();
    }

    private static Shape shape(int number, List<@Nullable Object> values) {
        var sizes = new ArrayList<Integer>();
        for (Object value : values) {
            switch (value) {
                case Shape shape -> sizes.addAll(shape.dimensions());
                case Number size -> sizes.add(size.intValue());
                case List<?> list ->
                        list.forEach(
                                item ->
                                        sizes.add(
                                                item instanceof Number size
                                                        ? size.intValue()
                                                        : Shape.UNKNOWN));
                case null -> sizes.add(Shape.UNKNOWN);
                default ->
                        throw new UserError(
                                "E132",
                                "line " + number + ", input takes a shape.",
                                "Type: input 28x28x1   or input 4");
            }
        }
        if (sizes.isEmpty()) {
            throw new UserError(
                    "E132",
                    "line " + number + ", input needs a shape.",
                    "Type: input 28x28x1   or input auto");
        }
        return new Shape(sizes);
    }

    private @Nullable Object resolved(int number, @Nullable Object value) {
        return switch (value) {
            case Reference reference -> evaluated(number, reference);
            case Template template -> template.filled(reference -> evaluated(number, reference));
            case null, default -> value;
        };
    }

    private @Nullable Object evaluated(int number, Reference reference) {
        try {
            return notebook.evaluate(reference.expression());
        } catch (Exception e) {
            throw new UserError(
                    "E144",
                    "line "
                            + number
                            + ", "
                            + reference
                            + " cannot be read: "
                            + e.getMessage()
                            + ".",
                    reference.expression().matches("\\w+")
                            ? "Declare it in a cell first: var " + reference.expression() + " = …"
                            : "Try it in a cell of its own: var layer = "
                                    + reference.expression()
                                    + ";   then here: $layer",
                    e);
        }
    }
}
