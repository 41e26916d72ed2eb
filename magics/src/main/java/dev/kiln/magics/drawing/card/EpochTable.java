package dev.kiln.magics.drawing.card;

import dev.kiln.magics.drawing.chart.Curve;
import dev.kiln.magics.drawing.table.Cell;
import dev.kiln.magics.drawing.table.Column;
import dev.kiln.magics.drawing.table.Grid;
import dev.kiln.magics.output.Numbers;
import dev.kiln.magics.output.Times;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Function;

/// The table of epochs of a fit: one row each, the best one marked.
final class EpochTable {
    private static final int MOST_NAMES = 8;

    private final FitProgress fit;

    EpochTable(FitProgress fit) {
        this.fit = fit;
    }

    /// What was logged under a name, by epoch.
    Curve curve(String name, String called) {
        int column = fit.names().indexOf(name);
        List<Double> epochs = fit.rows().stream().map(row -> (double) row.epoch()).toList();
        List<Double> values = fit.rows().stream().map(row -> row.values().get(column)).toList();
        return new Curve(called, epochs, values);
    }

    /// The last epochs.
    ///
    /// @param atLeast rows in any case, empty ones where there are fewer epochs
    Grid last(int most, int atLeast) {
        List<EpochRow> rows =
                fit.rows().subList(Math.max(0, fit.rows().size() - most), fit.rows().size());
        return grid(rows, atLeast, "");
    }

    /// All epochs, or where they are too many: the first, every so many, the best and the last.
    Grid chosen(int most) {
        int count = fit.rows().size();
        if (count <= most) {
            return grid(fit.rows(), 0, "");
        }
        TreeSet<Integer> chosen = new TreeSet<>(List.of(0, count - 1));
        for (int row = 0; row < count; row++) {
            if (isBest(fit.rows().get(row))) {
                chosen.add(row);
            }
        }
        int every = (int) Math.ceil(count / (double) (most - chosen.size()));
        for (int row = every; row < count; row += every) {
            chosen.add(row);
        }
        List<EpochRow> rows = chosen.stream().map(fit.rows()::get).toList();
        return grid(
                rows,
                0,
                Numbers.count(rows.size())
                        + " of "
                        + Numbers.count(count)
                        + " epochs; all are in history");
    }

    private Grid grid(List<EpochRow> rows, int atLeast, String footer) {
        List<Column> columns = new ArrayList<>();
        int blanks = Math.max(0, atLeast - rows.size());
        columns.add(column("epoch", rows, blanks, row -> Numbers.count(row.epoch())));
        for (int i = 0; i < Math.min(MOST_NAMES, fit.names().size()); i++) {
            int index = i;
            columns.add(
                    column(
                            fit.names().get(i),
                            rows,
                            blanks,
                            row -> {
                                double value = row.values().get(index);
                                return Double.isNaN(value) && row.took().isEmpty()
                                                || row.untaken().contains(index)
                                        ? ""
                                        : Numbers.score(value);
                            }));
        }
        columns.add(
                column(
                        "time",
                        rows,
                        blanks,
                        row -> row.took().map(Times::length).orElse("running")));
        List<Cell> marks = new ArrayList<>();
        rows.forEach(row -> marks.add(Cell.of(isBest(row) ? "best" : " ")));
        // A blank that keeps a row as high as the others.
        marks.addAll(Collections.nCopies(blanks, Cell.of("\u00A0")));
        columns.add(new Column(" ", "", false, marks));
        return new Grid("", columns).withFooter(footer);
    }

    private Column column(
            String name, List<EpochRow> rows, int blanks, Function<EpochRow, String> written) {
        List<Cell> cells = new ArrayList<>();
        for (EpochRow row : rows) {
            Cell cell = Cell.of(written.apply(row));
            cells.add(isBest(row) && name.equals(fit.monitored()) ? cell.inBold() : cell);
        }
        cells.addAll(Collections.nCopies(blanks, Cell.of("\u00A0")));
        return new Column(name, "", true, cells);
    }

    private boolean isBest(EpochRow row) {
        return fit.best().isPresent() && fit.best().getAsInt() == row.epoch();
    }
}
