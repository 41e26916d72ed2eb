package dev.kiln.magics.training;

import dev.kiln.catalog.Names;
import dev.kiln.catalog.UserError;
import dev.kiln.data.DataSets;
import dev.kiln.data.Dataset;
import dev.kiln.data.Task;
import dev.kiln.magics.drawing.chart.BarsPlot;
import dev.kiln.magics.drawing.chart.Bins;
import dev.kiln.magics.drawing.chart.HistogramPlot;
import dev.kiln.magics.drawing.chart.Plot;

import tech.tablesaw.api.NumericColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Charts of the training rows, as they were read.
final class DataPlots {
    private static final int BINS = 30;
    private static final int MOST_CLASSES = 4;
    private static final int FEW_VALUES = 12;

    private DataPlots() {}

    /// The classes or the target; a column where one is named.
    static Plot of(DataSets data, String column) {
        if (data.train.isEmpty()) {
            throw new UserError("E161", "there is no train set.", "Type: %data iris");
        }
        if (!column.isEmpty()) {
            return column(data, column);
        }
        if (data.task() == Task.CLASSIFICATION && data.classes().size() > 1) {
            var counts = new ArrayList<Double>();
            for (int count : data.counts(data.train)) {
                counts.add((double) count);
            }
            return new BarsPlot(
                    "Classes of " + data.name(),
                    data.targets().isEmpty() ? "class" : data.targets().getFirst(),
                    "rows of train",
                    data.classes(),
                    counts);
        }
        Dataset train = data.train;
        var shown = train.targets().isEmpty() ? train.x : Predict.original(data, train.y);
        double[] values = new double[Math.toIntExact(shown.rows() * shown.rowSize())];
        for (int i = 0; i < values.length; i++) {
            values[i] = shown.get(i);
        }
        String name =
                train.targets().isEmpty()
                        ? "inputs"
                        : data.targets().isEmpty() ? "y" : String.join(", ", data.targets());
        return new HistogramPlot("Values of " + name, name, List.of(Bins.of(name, values, BINS)));
    }

    private static Plot column(DataSets data, String name) {
        Table rows = data.train.table();
        if (!rows.columnNames().contains(name)) {
            throw new UserError(
                            "E121",
                            "no column "
                                    + name
                                    + " in "
                                    + data.name()
                                    + "."
                                    + Names.question(name, rows.columnNames()),
                            "Type: %plot data "
                                    + Names.nearest(name, rows.columnNames()).stream()
                                            .findFirst()
                                            .orElse(rows.columnNames().getFirst()))
                    .naming(name, rows.columnNames());
        }
        Column<?> column = rows.column(name);
        if (!(column instanceof NumericColumn<?> numbers) || column.countUnique() <= FEW_VALUES) {
            return counted(name, column);
        }
        var histograms = new ArrayList<Bins>();
        int classes = data.classes().size();
        boolean isSplit =
                data.task() == Task.CLASSIFICATION && classes > 1 && classes <= MOST_CLASSES;
        for (int label = 0; isSplit && label < classes; label++) {
            var values = new ArrayList<Double>();
            for (int row = 0; row < rows.rowCount(); row++) {
                if (Judged.label(data.train.y, row) == label) {
                    values.add(numbers.getDouble(row));
                }
            }
            histograms.add(Bins.of(data.classes().get(label), doubles(values), BINS));
        }
        if (!isSplit) {
            histograms.add(Bins.of(name, numbers.asDoubleArray(), BINS));
        }
        return new HistogramPlot("Values of " + name, name, histograms);
    }

    private static double[] doubles(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }

    /// The most frequent values first; whole numbers in their order.
    private static Plot counted(String name, Column<?> column) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        for (int row = 0; row < column.size(); row++) {
            counts.merge(
                    column.isMissing(row) ? "(missing)" : column.getString(row), 1, Integer::sum);
        }
        Comparator<Map.Entry<String, Integer>> order = Map.Entry.comparingByValue();
        var sorted = counts.entrySet().stream().sorted(order.reversed()).toList();
        return new BarsPlot(
                "Values of " + name,
                name,
                "rows of train",
                sorted.stream().map(Map.Entry::getKey).toList(),
                sorted.stream().map(entry -> (double) entry.getValue()).toList());
    }
}
