package dev.kiln.magics.drawing.table;

import dev.kiln.magics.output.Numbers;

import java.util.ArrayList;
import java.util.List;

/// How many rows of each class the sets have, with a bar for the whole.
///
/// @param classes names, may be anything a user wrote
/// @param sets    for example `train`, `val`, `test`
/// @param counts  for each class, one count for each set
public record ClassCounts(List<String> classes, List<String> sets, List<List<Long>> counts) {
    private static final int ROWS = 20;

    public ClassCounts {
        classes = List.copyOf(classes);
        sets = List.copyOf(sets);
        counts = counts.stream().map(List::copyOf).toList();
        if (counts.size() != classes.size()) {
            throw new IllegalArgumentException(
                    classes.size() + " classes and " + counts.size() + " rows of counts");
        }
    }

    /// The first and last ten classes where there are more than twenty.
    public Grid grid() {
        List<Column> columns = new ArrayList<>();
        columns.add(Column.words("class", classes));
        for (int i = 0; i < sets.size(); i++) {
            int set = i;
            columns.add(
                    Column.written(
                            sets.get(set),
                            counts.stream().map(row -> Numbers.count(row.get(set))).toList()));
        }
        List<Long> sums = counts.stream().map(row -> row.stream().mapToLong(n -> n).sum()).toList();
        long most = Math.max(1, sums.stream().mapToLong(n -> n).max().orElse(1));
        List<Cell> bars =
                sums.stream().map(sum -> Cell.of("").withBar((double) sum / most)).toList();
        columns.add(new Column(" ", "", false, bars));
        Grid grid = new Grid("", columns);
        return classes.size() <= ROWS
                ? grid
                : grid.cutTo(ROWS).withFooter(Numbers.count(classes.size()) + " classes");
    }
}
