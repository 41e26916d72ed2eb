package dev.kiln.magics.drawing.table;

import dev.kiln.magics.output.Numbers;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// How often each class, down, was taken for each class, across: a cell is tinted by its share of
/// the row. Meant for up to twenty classes; [dev.kiln.magics.drawing.chart.HeatPlot] shows more.
///
/// @param classes names, may be anything a user wrote
/// @param counts  rows are the truth, columns what was predicted
/// @param percent whether shares of the row are written instead of counts
public record ConfusionTable(List<String> classes, List<List<Integer>> counts, boolean percent) {
    public ConfusionTable {
        classes = List.copyOf(classes);
        counts = counts.stream().map(List::copyOf).toList();
        int size = classes.size();
        if (counts.size() != size || counts.stream().anyMatch(row -> row.size() != size)) {
            throw new IllegalArgumentException(
                    "a confusion of " + size + " classes has " + size + " rows and columns");
        }
    }

    public static ConfusionTable of(List<String> classes, int[][] counts) {
        return new ConfusionTable(
                classes,
                Arrays.stream(counts).map(row -> Arrays.stream(row).boxed().toList()).toList(),
                false);
    }

    public ConfusionTable inPercent() {
        return new ConfusionTable(classes, counts, true);
    }

    public Grid grid() {
        List<Column> columns = new ArrayList<>();
        columns.add(Column.words("truth \\ predicted", classes));
        for (int column = 0; column < classes.size(); column++) {
            List<Cell> cells = new ArrayList<>();
            for (List<Integer> row : counts) {
                double all = Math.max(1, row.stream().mapToInt(n -> n).sum());
                int count = row.get(column);
                cells.add(
                        Cell.of(percent ? Numbers.percent(count / all) : Numbers.count(count))
                                .tinted(count / all));
            }
            columns.add(new Column(classes.get(column), "", true, cells));
        }
        return new Grid("", columns);
    }
}
