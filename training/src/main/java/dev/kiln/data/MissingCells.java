package dev.kiln.data;

import dev.kiln.catalog.UserError;
import dev.kiln.data.Preparing.Missing;

import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Finds empty cells and decides which rows stay.
final class MissingCells {
    private static final int NAMED_ROWS = 3;

    private MissingCells() {}

    /// The rows that can be used.
    ///
    /// @param typed   the source as the user named it
    /// @throws UserError E122 where cells are empty and nothing was said about them
    static int[] rowsToKeep(
            Table table,
            List<String> features,
            List<String> targets,
            String typed,
            DataOptions options) {
        Missing missing = options.preparing().missing();
        var dropped = new boolean[table.rowCount()];
        var columns = new ArrayList<>(features);
        columns.addAll(targets);
        var byName = new NamedColumns(table);
        var answers = new HashSet<>(targets);
        for (String name : columns) {
            // A missing input can be filled, a missing answer cannot.
            boolean isFilled =
                    (missing == Missing.MEAN || missing == Missing.MEDIAN)
                            && !answers.contains(name);
            boolean isText =
                    options.columnChoice().text().stream().anyMatch(name::equalsIgnoreCase);
            if (isFilled || isText) {
                continue;
            }
            Column<?> column = byName.get(name);
            int[] rows = TableColumns.missing(column);
            if (rows.length > 0 && missing == Missing.ERROR) {
                throw found(column, rows, typed + options.typed("missing", Missing.MEAN));
            }
            for (int row : rows) {
                dropped[row] = true;
            }
        }
        return IntStream.range(0, dropped.length).filter(row -> !dropped[row]).toArray();
    }

    private static UserError found(Column<?> column, int[] rows, String typed) {
        boolean isInfinite = IntStream.of(rows).noneMatch(column::isMissing);
        String cells = isInfinite ? "infinite value" : "empty cell";
        String named =
                IntStream.of(rows)
                        .limit(NAMED_ROWS)
                        .mapToObj(row -> String.valueOf(row + 1))
                        .collect(Collectors.joining(", "));
        return new UserError(
                "E122",
                String.format(java.util.Locale.ROOT, "%,d", rows.length)
                        + " "
                        + cells
                        + (rows.length == 1 ? "" : "s")
                        + " in column "
                        + column.name()
                        + " (row"
                        + (rows.length == 1 ? " " : "s ")
                        + named
                        + (rows.length > NAMED_ROWS ? ", ..." : "")
                        + ").",
                "Type: %data " + typed + "  (or missing=drop)");
    }
}
