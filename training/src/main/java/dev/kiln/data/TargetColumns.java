package dev.kiln.data;

import dev.kiln.catalog.UserError;
import dev.kiln.data.ColumnChoice.TaskChoice;
import dev.kiln.data.ColumnPreparation.Numbers;
import dev.kiln.data.ColumnPreparation.Scaling;
import dev.kiln.data.TargetPreparation.Classes;
import dev.kiln.data.TargetPreparation.Values;

import tech.tablesaw.api.BooleanColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/// Finds out what the target columns ask for: classes, yes/no answers or numbers.
final class TargetColumns {
    /// More different whole numbers than this are taken for a quantity.
    private static final int MOST_CLASSES = 20;

    private TargetColumns() {}

    /// A label as its class is written: `setosa`, `true`, `3`, `2.5`.
    static String label(Column<?> column, int row) {
        return column instanceof BooleanColumn yes
                ? String.valueOf(yes.get(row))
                : TableColumns.text(column, row);
    }

    /// The labels of rows; equal numbers are written once, as there are few of them.
    static String[] labels(Column<?> column, int[] rows) {
        var labels = new String[rows.length];
        boolean isNumbers = TableColumns.isNumber(column) && !(column instanceof BooleanColumn);
        double[] values = isNumbers ? TableColumns.numbers(column) : new double[0];
        var written = new HashMap<Double, String>();
        for (int i = 0; i < rows.length; i++) {
            int row = rows[i];
            labels[i] =
                    isNumbers
                            ? written.computeIfAbsent(values[row], _ -> label(column, row))
                            : label(column, row);
        }
        return labels;
    }

    /// What is learned from the columns.
    static Task task(Table table, List<String> targets, int[] rows, DataOptions options) {
        TaskChoice choice = options.columnChoice().task();
        List<Column<?>> columns = columns(table, targets);
        if (columns.isEmpty()) {
            return Task.UNLABELLED;
        }
        boolean hasText = columns.stream().anyMatch(column -> !TableColumns.isNumber(column));
        if (choice == TaskChoice.REGRESSION && hasText) {
            Column<?> text =
                    columns.stream()
                            .filter(column -> !TableColumns.isNumber(column))
                            .findFirst()
                            .orElseThrow();
            throw new UserError(
                    "E127",
                    "column "
                            + text.name()
                            + " holds "
                            + TableColumns.kind(text)
                            + " such as \""
                            + (rows.length == 0 ? "" : label(text, rows[0]))
                            + "\", so it is no target of a regression.",
                    "Leave out task=regression, or name a target of numbers.");
        }
        if (choice == TaskChoice.REGRESSION) {
            return Task.REGRESSION;
        }
        if (columns.size() == 1 || hasText) {
            return choice == TaskChoice.CLASSIFICATION
                            || columns.stream().allMatch(column -> isClasses(column, rows))
                    ? Task.CLASSIFICATION
                    : Task.REGRESSION;
        }
        if (!columns.stream().allMatch(column -> isYesNo(column, rows))) {
            return Task.REGRESSION;
        }
        return isOneHot(columns, rows) ? Task.CLASSIFICATION : Task.MULTI_LABEL;
    }

    /// The rules of the target columns. Columns of numbers stand side by side in one target; columns of classes are a target
    /// each.
    static List<TargetPreparation> fit(
            Table table,
            List<String> targets,
            Task task,
            int[] rows,
            int[] train,
            DataOptions options) {
        List<Column<?>> columns = columns(table, targets);
        if (columns.isEmpty()) {
            return List.of();
        }
        boolean isByColumn =
                columns.size() == 1
                        || columns.stream().anyMatch(column -> !TableColumns.isNumber(column));
        if (isByColumn) {
            return columns.stream()
                    .<TargetPreparation>map(
                            column ->
                                    task == Task.CLASSIFICATION
                                                    && isClassColumn(column, rows, columns.size())
                                            ? classes(column, rows, options)
                                            : new Values(
                                                    column.name(),
                                                    List.of(scaled(column, train, options))))
                    .toList();
        }
        boolean scales = task == Task.REGRESSION;
        return List.of(
                new Values(
                        "y",
                        columns.stream()
                                .map(
                                        column ->
                                                scales
                                                        ? scaled(column, train, options)
                                                        : ColumnFitting.untouched(
                                                                column.name(), null))
                                .toList()));
    }

    private static boolean isClassColumn(Column<?> column, int[] rows, int columns) {
        return columns == 1 || isClasses(column, rows);
    }

    private static Numbers scaled(Column<?> column, int[] train, DataOptions options) {
        return options.preparing().scaleTarget()
                ? ColumnFitting.scaled(column, train, Scaling.ZSCORE, null)
                : ColumnFitting.untouched(column.name(), null);
    }

    private static List<Column<?>> columns(Table table, List<String> names) {
        var columns = new ArrayList<Column<?>>();
        names.forEach(name -> columns.add(TableColumns.named(table, name)));
        return columns;
    }

    private static boolean isClasses(Column<?> column, int[] rows) {
        if (!(TableColumns.isNumber(column)) || column instanceof BooleanColumn) {
            return true;
        }
        var different = new TreeSet<Double>();
        double[] values = TableColumns.numbers(column);
        for (int row : rows) {
            double value = values[row];
            if (value != Math.rint(value)) {
                return false;
            }
            different.add(value);
            if (different.size() > MOST_CLASSES) {
                return false;
            }
        }
        return true;
    }

    private static boolean isYesNo(Column<?> column, int[] rows) {
        return Arrays.stream(rows)
                .mapToDouble(row -> TableColumns.number(column, row))
                .allMatch(v -> v == 0 || v == 1);
    }

    static boolean isOneHot(List<Column<?>> columns, int[] rows) {
        return Arrays.stream(rows)
                .allMatch(
                        row ->
                                columns.stream()
                                                .mapToDouble(
                                                        column -> TableColumns.number(column, row))
                                                .sum()
                                        == 1);
    }

    private static Classes classes(Column<?> column, int[] rows, DataOptions options) {
        boolean isNumbers = TableColumns.isNumber(column) && !(column instanceof BooleanColumn);
        var numbers = new TreeMap<Double, String>();
        var names = new HashSet<String>();
        String[] written = labels(column, rows);
        for (int i = 0; i < rows.length; i++) {
            if (names.add(written[i]) && isNumbers) {
                numbers.put(TableColumns.number(column, rows[i]), written[i]);
            }
        }
        Preparing preparing = options.preparing();
        List<String> texts =
                isNumbers ? List.copyOf(numbers.values()) : names.stream().sorted().toList();
        List<Double> labels = range(texts.size());
        boolean isWhole = numbers.keySet().stream().allMatch(value -> value == Math.rint(value));
        if (isNumbers && isWhole && !preparing.relabel() && !isMinusOneAndOne(numbers, preparing)) {
            labels = List.copyOf(numbers.keySet());
        }
        return named(column.name(), texts, labels, isNumbers, options);
    }

    private static boolean isMinusOneAndOne(TreeMap<Double, String> numbers, Preparing preparing) {
        if (preparing.labels() == null) {
            return false;
        }
        if (!List.of(-1.0, 1.0).containsAll(numbers.keySet())
                && !List.of(0.0, 1.0).containsAll(numbers.keySet())) {
            throw new UserError(
                    "E127",
                    "labels=01 is for the labels -1 and 1; here they are "
                            + String.join(", ", TableColumns.shown(List.copyOf(numbers.values())))
                            + ".",
                    "Leave labels=01 out.");
        }
        return true;
    }

    private static Classes named(
            String column,
            List<String> texts,
            List<Double> labels,
            boolean isNumbers,
            DataOptions options) {
        List<String> given = options.columnChoice().classes();
        boolean oneHot = options.preparing().oneHot();
        if (given.isEmpty()) {
            return new Classes(column, texts, labels, texts, oneHot);
        }
        boolean namesNumbers =
                isNumbers && labels.stream().allMatch(label -> label >= 0 && label < given.size());
        boolean ordersTexts = !isNumbers && given.containsAll(texts);
        if (!namesNumbers && !ordersTexts) {
            throw new UserError(
                    "E127",
                    "classes names "
                            + given.size()
                            + (given.size() == 1 ? " class, but column " : " classes, but column ")
                            + column
                            + " holds "
                            + String.join(", ", TableColumns.shown(texts))
                            + ".",
                    "Name every class once, in the order of the numbers 0, 1, ...");
        }
        if (ordersTexts) {
            return new Classes(column, given, range(given.size()), given, oneHot);
        }
        // Class numbers that the data at hand happens to lack keep their place.
        var written = new ArrayList<String>();
        for (int i = 0; i < given.size(); i++) {
            int place = labels.indexOf((double) i);
            written.add(place >= 0 ? texts.get(place) : String.valueOf(i));
        }
        return new Classes(column, given, range(given.size()), written, oneHot);
    }

    private static List<Double> range(int size) {
        var numbers = new ArrayList<Double>();
        for (int i = 0; i < size; i++) {
            numbers.add((double) i);
        }
        return numbers;
    }
}
