package dev.kiln.saving.source;

import dev.kiln.data.ColumnPreparation;
import dev.kiln.data.InputPreparation;
import dev.kiln.data.Pipeline;
import dev.kiln.data.TargetPreparation;
import dev.kiln.model.Model;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// The methods around the formulas: from a raw row to the model's inputs, from its outputs to what is printed.
final class RowCode {
    private final Model model;
    private final String name;
    private final @Nullable Pipeline pipeline;
    private final Formulas formulas;

    RowCode(Model model, String name, @Nullable Pipeline pipeline, Formulas formulas) {
        this.model = model;
        this.name = name;
        this.pipeline = pipeline;
        this.formulas = formulas;
    }

    /// Columns of a table, where the model was trained on one.
    private List<ColumnPreparation> columns() {
        return pipeline != null
                        && pipeline.inputs().stream()
                                .allMatch(InputPreparation.OfColumns.class::isInstance)
                ? pipeline.inputs().stream()
                        .flatMap(input -> ((InputPreparation.OfColumns) input).columns().stream())
                        .toList()
                : List.of();
    }

    /// What may be typed behind the program's name.
    String example() {
        return columns().isEmpty()
                ? "1.0 2.0 ..."
                : columns().stream()
                        .map(
                                column ->
                                        switch (column) {
                                            case ColumnPreparation.Numbers numbers ->
                                                    String.valueOf(
                                                            Math.rint(numbers.shift() * 10) / 10);
                                            case ColumnPreparation.OneHot oneHot ->
                                                    oneHot.values().isEmpty()
                                                            ? "\"\""
                                                            : "\""
                                                                    + oneHot.values().getFirst()
                                                                    + "\"";
                                            case ColumnPreparation.Words _ -> "\"some words\"";
                                        })
                        .collect(Collectors.joining(" "));
    }

    String methods() {
        return Stream.of(compute(), columns().isEmpty() ? numbers() : cells(), main())
                .collect(Collectors.joining("\n"));
    }

    private String compute() {
        return """
                    /**
                     * One row through the model.
                     *
                     * @param inputs prepared numbers, row-major: %s
                     * @return %s
                     */
                    public static float[][] predict(float[]... inputs) {
                        int[] sizes = %s;
                        if (inputs.length != sizes.length) {
                            throw new IllegalArgumentException(sizes.length + " inputs are needed, not " + inputs.length);
                        }
                        for (int i = 0; i < sizes.length; i++) {
                            if (inputs[i].length != sizes[i]) {
                                throw new IllegalArgumentException(
                                        "input " + i + " takes " + sizes[i] + " numbers, not " + inputs[i].length);
                            }
                        }
                        return compute(inputs);
                    }
                """
                .formatted(
                        Code.comment(
                                model.inputs().stream()
                                        .map(input -> input.name() + " " + input.row())
                                        .collect(Collectors.joining(", "))),
                        Code.comment(
                                IntStream.range(0, model.outputNames().size())
                                        .mapToObj(
                                                i ->
                                                        model.outputNames().get(i)
                                                                + " "
                                                                + model.outputShapes().get(i).row())
                                        .collect(Collectors.joining(", "))),
                        Code.wholes(
                                model.inputs().stream()
                                        .map(input -> (int) input.row().size())
                                        .toList()));
    }

    // ---- raw rows

    private String cells() {
        var code = new StringBuilder();
        code.append("    private static final String[] COLUMNS = {")
                .append(
                        columns().stream()
                                .map(column -> Code.text(column.column()))
                                .collect(Collectors.joining(", ")))
                .append(
                        "};\n\n    /** One row as it stands in the data, a cell for each column. */\n")
                .append("    public static float[][] predictRow(String... cells) {\n")
                .append("        if (cells.length != COLUMNS.length) {\n")
                .append("            throw new IllegalArgumentException(\n")
                .append(
                        "                    COLUMNS.length + \" values are needed, not \" + cells.length")
                .append(" + \": \" + String.join(\", \", COLUMNS));\n        }\n");
        int cell = 0;
        int input = 0;
        for (InputPreparation preparation : pipelineInputs()) {
            var columns = ((InputPreparation.OfColumns) preparation).columns();
            code.append(
                    "        float[] x%d = new float[%d];\n"
                            .formatted(input, preparation.rowShape().size()));
            int place = 0;
            for (ColumnPreparation column : columns) {
                code.append("        ")
                        .append(cell("x" + input, place, cell++, column))
                        .append(";\n");
                place += column.width();
            }
            input++;
        }
        String given =
                IntStream.range(0, input).mapToObj(i -> "x" + i).collect(Collectors.joining(", "));
        return code.append("        return predict(")
                .append(given)
                .append(");\n    }\n")
                .toString();
    }

    private List<InputPreparation> pipelineInputs() {
        return pipeline == null ? List.of() : pipeline.inputs();
    }

    private String cell(String array, int place, int cell, ColumnPreparation column) {
        String text = "cells[" + cell + "]";
        return switch (column) {
            case ColumnPreparation.Numbers(
                            var _,
                            var _,
                            double shift,
                            double divisor,
                            Double fill) ->
                    "%s[%d] = %s(%s, %s, %s, %s)"
                            .formatted(
                                    array,
                                    place,
                                    formulas.use("number"),
                                    text,
                                    shift,
                                    divisor,
                                    fill == null ? "Double.NaN" : fill.toString());
            case ColumnPreparation.OneHot(var _, List<String> values, String fill) ->
                    "%s(%s, %d, %s, %s, %s)"
                            .formatted(
                                    formulas.use("oneHot"),
                                    array,
                                    place,
                                    text,
                                    fill == null ? "null" : Code.text(fill),
                                    texts(values));
            case ColumnPreparation.Words(var _, List<String> vocabulary, int length) ->
                    "%s(%s, %d, %d, %s, %s)"
                            .formatted(
                                    formulas.use("words"),
                                    array,
                                    place,
                                    length,
                                    text,
                                    texts(vocabulary));
        };
    }

    private static String texts(List<String> texts) {
        return texts.stream().map(Code::text).collect(Collectors.joining(", "));
    }

    /// Arrays: one rule for all numbers, or none.
    private String numbers() {
        var inputs = pipelineInputs();
        boolean isScaled =
                inputs.size() == 1
                        && inputs.getFirst() instanceof InputPreparation.OfArray array
                        && (array.numbers().shift() != 0 || array.numbers().divisor() != 1);
        var rule = isScaled ? ((InputPreparation.OfArray) inputs.getFirst()).numbers() : null;
        String number =
                rule == null
                        ? "Float.parseFloat(cells[i])"
                        : "%s(cells[i], %s, %s, Double.NaN)"
                                .formatted(formulas.use("number"), rule.shift(), rule.divisor());
        return """
                    /** One row as it stands in the data, its numbers one behind the other. */
                    public static float[][] predictRow(String... cells) {
                        int[] sizes = %s;
                        float[][] inputs = new float[sizes.length][];
                        int total = 0;
                        for (int i = 0; i < sizes.length; i++) {
                            inputs[i] = new float[sizes[i]];
                            total += sizes[i];
                        }
                        if (cells.length != total) {
                            throw new IllegalArgumentException(total + " numbers are needed, not " + cells.length);
                        }
                        int input = 0;
                        int place = 0;
                        for (int i = 0; i < total; i++) {
                            while (place == sizes[input]) {
                                input++;
                                place = 0;
                            }
                            inputs[input][place++] = %s;
                        }
                        return predict(inputs);
                    }
                """
                .formatted(
                        Code.wholes(
                                model.inputs().stream()
                                        .map(input -> (int) input.row().size())
                                        .toList()),
                        number);
    }

    // ---- answers

    private String main() {
        var targets = pipeline == null ? List.<TargetPreparation>of() : pipeline.targets();
        var code = new StringBuilder();
        code.append("    public static void main(String... cells) {\n")
                .append("        float[][] outputs;\n        try {\n")
                .append("            outputs = predictRow(cells);\n")
                .append("        } catch (IllegalArgumentException wrong) {\n")
                .append("            System.err.println(wrong.getMessage());\n")
                .append("            System.exit(1);\n            return;\n        }\n");
        for (int i = 0; i < model.outputNames().size(); i++) {
            String output = "outputs[" + i + "]";
            TargetPreparation target = i < targets.size() ? targets.get(i) : null;
            if (model.outputNames().size() > 1) {
                code.append("        System.out.print(")
                        .append(Code.text(model.outputNames().get(i) + ": "))
                        .append(");\n");
            }
            code.append("        ").append(print(output, target, i)).append("\n");
        }
        return code.append("    }\n").toString();
    }

    private String print(String output, @Nullable TargetPreparation target, int index) {
        long width = model.outputShapes().get(index).row().size();
        return switch (target) {
            case TargetPreparation.Classes classes
                    when width == classes.classes().size()
                            || width == 1 && classes.classes().size() == 2 ->
                    classes(output, classes, width == 1);
            case TargetPreparation.Values values when width == values.columns().size() ->
                    values(output, values);
            case null, default -> "System.out.println(java.util.Arrays.toString(" + output + "));";
        };
    }

    private static String classes(
            String output, TargetPreparation.Classes classes, boolean isProbability) {
        String names = "new String[] {" + texts(classes.classes()) + "}";
        return isProbability
                ? "System.out.println(%s[%s[0] >= 0.5 ? 1 : 0] + \" \" + %s[0]);"
                        .formatted(names, output, output)
                : """
                        {
                                    int best = 0;
                                    for (int i = 1; i < %1$s.length; i++) {
                                        best = %1$s[i] > %1$s[best] ? i : best;
                                    }
                                    System.out.println(%2$s[best] + " " + java.util.Arrays.toString(%1$s));
                                }"""
                        .formatted(output, names);
    }

    private static String values(String output, TargetPreparation.Values values) {
        return IntStream.range(0, values.columns().size())
                .mapToObj(
                        i ->
                                "System.out.println(%s[%d] * %s + %s);"
                                        .formatted(
                                                output,
                                                i,
                                                values.columns().get(i).divisor(),
                                                values.columns().get(i).shift()))
                .collect(Collectors.joining("\n        "));
    }
}
