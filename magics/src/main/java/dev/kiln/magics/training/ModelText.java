package dev.kiln.magics.training;

import dev.kiln.catalog.Names;
import dev.kiln.catalog.UserError;
import dev.kiln.layers.Arguments;
import dev.kiln.layers.Dense;
import dev.kiln.layers.Input;
import dev.kiln.layers.Layer;
import dev.kiln.layers.Symbol;
import dev.kiln.magics.notebook.Notebook;
import dev.kiln.model.Model;
import dev.kiln.model.Sequential;
import dev.kiln.tensor.Shape;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Makes a model of the body of a `%%model` cell.
final class ModelText {
    private static final int IMAGE = 3;

    /// What a layer says of an image that its window does not fit into, with the image's shape.
    private static final Pattern TOO_SMALL =
            Pattern.compile(
                    "\\S+( needs .* of at least \\S+), but gets .*\\((\\S+) with its channels\\)\\.");

    private final LayerText layers;
    private final @Nullable Shape row;
    private final String name;
    private @Nullable FlatLayer flat;

    /// A layer of units that stands on images, which it takes line by line.
    ///
    /// @param number of its line
    record FlatLayer(int number, Shape images) {}

    /// @param row  shape of one row of the data; null where there is no data
    /// @param name of the model; empty for none
    ModelText(Notebook notebook, @Nullable Shape row, String name) {
        this.layers = new LayerText(notebook, row);
        this.row = row;
        this.name = name;
    }

    private record Placed(ModelLines.Line line, Layer layer) {
        boolean isInput() {
            return layer instanceof Input;
        }
    }

    Model read(String body) {
        ModelLines text = ModelLines.read(body);
        var placed =
                text.lines().stream().map(line -> new Placed(line, layers.read(line))).toList();
        refuseEqualNames(placed);
        refuseCircles(text.lines());
        boolean isChain =
                text.outputs().isEmpty()
                        && placed.stream().allMatch(one -> one.line().sources().isEmpty())
                        && placed.stream().skip(1).noneMatch(Placed::isInput);
        return isChain ? chain(placed) : functional(placed, text.outputs());
    }

    private static void refuseEqualNames(List<Placed> placed) {
        var lines = new HashMap<String, Integer>();
        for (Placed one : placed) {
            String name = one.layer().settings().name();
            Integer before = name == null ? null : lines.put(name, one.line().number());
            if (before != null && before == one.line().number()) {
                throw new UserError(
                        "E135",
                        "line %d is repeated, and its layer would be called %s each time."
                                .formatted(before, name),
                        "Leave its name out: " + one.line().text());
            }
            if (before != null) {
                throw new UserError(
                        "E135",
                        "line %d and line %d are both called %s."
                                .formatted(before, one.line().number(), name),
                        "Give line %d another name: %s_2".formatted(one.line().number(), name));
            }
        }
    }

    /// A line may use what lines above it define; one that is below it would need what it is needed for.
    private static void refuseCircles(List<ModelLines.Line> lines) {
        var below = new HashMap<String, Integer>();
        for (ModelLines.Line line : lines.reversed()) {
            if (!line.label().isEmpty()) {
                below.put(line.label(), line.number());
            }
            for (String source : line.sources()) {
                Integer at = below.get(source);
                if (at != null) {
                    throw new UserError(
                            "E135",
                            at == line.number()
                                    ? "line %d takes its own result, %s: a layer cannot be its own input."
                                            .formatted(at, source)
                                    : "line %d takes %s, which line %d defines below it: layers cannot form a circle."
                                            .formatted(line.number(), source, at),
                            at == line.number()
                                    ? "Name the layer above it behind <-, or leave <- out."
                                    : "Move line %d above line %d, or take another layer."
                                            .formatted(at, line.number()));
                }
            }
        }
    }

    private Model chain(List<Placed> placed) {
        var all = new ArrayList<Layer>();
        if (!placed.getFirst().isInput() && row != null) {
            all.add(new Input(row));
        }
        placed.forEach(one -> all.add(one.layer()));
        if (all.getFirst() instanceof Input input) {
            // Applied one by one first, so that a layer that does not fit is named with its line.
            Symbol x = input.symbol();
            for (Placed one : placed) {
                if (flat == null
                        && one.layer() instanceof Dense
                        && x.shape().row().rank() == IMAGE) {
                    flat = new FlatLayer(one.line().number(), x.shape().row());
                }
                x = one.isInput() ? x : applied(one, List.of(x));
            }
        }
        return name.isEmpty() ? Sequential.of(all) : Sequential.of(name, all);
    }

    /// The first dense layer that stands on images; found while a chain of layers is read.
    Optional<FlatLayer> flat() {
        return Optional.ofNullable(flat);
    }

    private static Symbol applied(Placed one, List<Symbol> inputs) {
        try {
            return one.layer().applyAll(inputs, Arguments.NONE).getFirst();
        } catch (UserError e) {
            throw LayerText.atLine(one.line().number(), inWordsOfCells(one.line(), e));
        }
    }

    /// What a layer says of its input, with lines of the cell in the place of Java.
    private static UserError inWordsOfCells(ModelLines.Line line, UserError e) {
        if (e.code().equals("E134") && e.remedy().endsWith("new Reshape(-1, 1)")) {
            return new UserError(e.code(), e.problem(), "Type reshape [-1, 1] before it.", e);
        }
        Matcher size = TOO_SMALL.matcher(e.problem());
        if (!e.code().equals("E133") || !size.matches()) {
            return e;
        }
        String without = line.text().replaceFirst("[ ,]+padding *= *\\w+", "");
        return new UserError(
                e.code(),
                line.text() + size.group(1) + ", but gets " + size.group(2) + ".",
                "Type: " + without + " padding=same   or remove line " + line.number(),
                e);
    }

    private Model functional(List<Placed> placed, List<String> outputs) {
        var symbols = new LinkedHashMap<String, Symbol>();
        var inputs = new ArrayList<Symbol>();
        Symbol above = null;
        if (row != null && placed.stream().noneMatch(Placed::isInput)) {
            above = new Input(row).symbol();
            inputs.add(above);
        }
        for (Placed one : placed) {
            if (one.layer() instanceof Input input) {
                above = input.symbol();
                inputs.add(above);
            } else {
                above = applied(one, sources(one.line(), symbols, above));
            }
            if (!one.line().label().isEmpty()) {
                symbols.put(one.line().label(), above);
            }
        }
        var ends = new ArrayList<Symbol>();
        outputs.forEach(output -> ends.add(known(0, output, symbols)));
        if (ends.isEmpty() && above != null) {
            ends.add(above);
        }
        return name.isEmpty() ? Model.of(inputs, ends) : Model.of(name, inputs, ends);
    }

    private static List<Symbol> sources(
            ModelLines.Line line, Map<String, Symbol> symbols, @Nullable Symbol above) {
        if (!line.sources().isEmpty()) {
            return line.sources().stream()
                    .map(source -> known(line.number(), source, symbols))
                    .toList();
        }
        if (above == null) {
            throw new UserError(
                    "E111",
                    "line " + line.number() + " has no input: there is no data yet.",
                    "Start the model with: input 4");
        }
        return List.of(above);
    }

    private static Symbol known(int number, String source, Map<String, Symbol> symbols) {
        Symbol symbol = symbols.get(source);
        if (symbol == null) {
            throw new UserError(
                    "E135",
                    (number == 0 ? "output" : "line " + number)
                            + " uses "
                            + source
                            + ", which no line defines."
                            + Names.question(source, symbols.keySet()),
                    "Names so far: " + String.join(", ", symbols.keySet()) + ".");
        }
        return symbol;
    }
}
