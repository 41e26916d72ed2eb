package dev.kiln.saving.source;

import dev.kiln.catalog.UserError;
import dev.kiln.data.Pipeline;
import dev.kiln.graph.Graph;
import dev.kiln.graph.Tensor;
import dev.kiln.graph.Variable;
import dev.kiln.model.Inference;
import dev.kiln.model.Model;
import dev.kiln.model.Weight;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// A model's prediction as one Java class without dependencies, Java 17 or newer.
///
/// It holds the weights, what was done to the data before the model, and the names of the classes. It runs as it is
/// (`java Iris.java 5.1 3.5 1.4 0.2`) and as a class of any project. Rows are computed one by one with plain loops:
/// right rather than fast.
public final class JavaProgram {
    /// More numbers make a source that javac cannot be expected to compile.
    private static final long MOST_NUMBERS = 20_000_000;

    private final Model model;
    private final String name;
    private final @Nullable Pipeline pipeline;
    private final Formulas formulas = new Formulas();
    private final Map<Variable, Weight> weights = new HashMap<>();
    private final Map<String, String> constants = new LinkedHashMap<>();
    private final Map<Variable, String> constantNames = new HashMap<>();

    private JavaProgram(Model model, String name, @Nullable Pipeline pipeline) {
        this.model = model;
        this.name = name;
        this.pipeline = pipeline;
        model.weights().all().forEach(weight -> weights.put(weight.variable(), weight));
    }

    /// @param name     of the class
    /// @param pipeline what raw rows go through first; null for a program that takes prepared numbers
    /// @throws UserError   E198 where the model has no such form; names the layer
    /// @throws IOException where the program cannot be written
    public static void write(Model model, String name, @Nullable Pipeline pipeline, Writer out)
            throws IOException {
        requireName(name);
        if (model.weights().size() > MOST_NUMBERS) {
            throw new UserError(
                    "E198",
                    model.name()
                            + " has "
                            + model.weights().size()
                            + " weights, too many for one source file.",
                    "Type: %save \"" + name + ".onnx\"");
        }
        out.write(new JavaProgram(model, name, pipeline).text());
    }

    private static void requireName(String name) {
        if (!javax.lang.model.SourceVersion.isName(name) || name.contains(".")) {
            throw new UserError(
                    "E198",
                    "\"" + name + "\" cannot be the name of a Java class.",
                    "Type: %save \"Model.java\"");
        }
    }

    private String text() {
        var methods = new ArrayList<String>();
        var graph = new Graph();
        model.inputs().stream()
                .filter(input -> input.shape().get(0) > 1)
                .findFirst()
                .ifPresent(
                        input -> {
                            throw new UserError(
                                    "E198",
                                    "input "
                                            + input.name()
                                            + " takes "
                                            + input.shape().get(0)
                                            + " rows at a time; a program computes one.",
                                    "Leave out batch_size, or type: %save \"" + name + ".keras\"");
                        });
        var outputs = Inference.of(model, graph, 1, "E198", "a program");
        var inputs = IntStream.range(0, model.inputs().size()).boxed().toList();
        new SourceWriter(graph, formulas, this::constant, methods, "compute")
                .method("compute", inputs, outputs.stream().map(Tensor::id).toList());
        var rows = new RowCode(model, name, pipeline, formulas);
        String prepare = rows.methods();
        var code = new StringBuilder();
        code.append(head(rows));
        code.append("public final class ").append(name).append(" {\n");
        constants.forEach(
                (constant, value) ->
                        code.append("    private static final float[] ")
                                .append(constant)
                                .append(" = ")
                                .append(value)
                                .append(";\n"));
        code.append("\n    private ").append(name).append("() {}\n\n").append(prepare).append("\n");
        code.append(String.join("\n", methods)).append("\n");
        return code.append(formulas.text()).append("}\n").toString();
    }

    private String head(RowCode rows) {
        return "/*\n * "
                + Code.comment(model.name())
                + ", trained in Kiln. Needs Java 17 or newer and nothing else.\n *\n *   java "
                + name
                + ".java "
                + Code.comment(rows.example())
                + "\n *\n * In a Maven project it belongs into src/main/java and needs no dependency.\n"
                + " * Inputs:  "
                + Code.comment(
                        model.inputs().stream()
                                .map(input -> input.name() + " " + input.row())
                                .collect(Collectors.joining(", ")))
                + "\n * Outputs: "
                + Code.comment(
                        IntStream.range(0, model.outputNames().size())
                                .mapToObj(
                                        i ->
                                                model.outputNames().get(i)
                                                        + " "
                                                        + model.outputShapes().get(i).row())
                                .collect(Collectors.joining(", ")))
                + "\n */\n";
    }

    private String constant(Variable variable) {
        return constantNames.computeIfAbsent(
                variable,
                key -> {
                    Weight weight = weights.get(key);
                    if (weight == null) {
                        throw new IllegalStateException(key + " is no weight of the model");
                    }
                    String plain =
                            weight.path()
                                    .toUpperCase(java.util.Locale.ROOT)
                                    .replaceAll("[^A-Z0-9]", "_");
                    String constant = Character.isDigit(plain.charAt(0)) ? "W_" + plain : plain;
                    while (constants.containsKey(constant)) {
                        constant += "_";
                    }
                    constants.put(constant, Numbers.of(formulas, weight.get()));
                    return constant;
                });
    }
}
