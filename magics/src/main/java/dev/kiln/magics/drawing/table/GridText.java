package dev.kiln.magics.drawing.table;

import dev.kiln.magics.output.Bars;
import dev.kiln.magics.output.Markup;
import java.util.ArrayList;
import java.util.List;

/// A [Grid] in characters, at most [#WIDTH] wide: columns that do not fit are left out and counted.
final class GridText {
    static final int WIDTH = 100;
    private static final int WIDEST_CELL = 24;
    private static final int BAR = 10;

    private final Grid grid;

    GridText(Grid grid) {
        this.grid = grid;
    }

    String text() {
        List<List<String>> columns = new ArrayList<>();
        List<Integer> widths = new ArrayList<>();
        int used = 0;
        for (Column column : grid.columns()) {
            List<String> lines = lines(column);
            int width = lines.stream().mapToInt(GridText::width).max().orElse(0);
            if (!columns.isEmpty() && used + 2 + width > WIDTH) {
                break;
            }
            used += width + (columns.isEmpty() ? 0 : 2);
            columns.add(lines);
            widths.add(width);
        }
        StringBuilder text = new StringBuilder();
        if (!grid.caption().isEmpty()) {
            text.append(Markup.clean(grid.caption())).append('\n');
        }
        for (int line = 0; line < columns.getFirst().size(); line++) {
            StringBuilder row = new StringBuilder();
            for (int i = 0; i < columns.size(); i++) {
                String cell = columns.get(i).get(line);
                String blanks = " ".repeat(widths.get(i) - width(cell));
                row.append(i == 0 ? "" : "  ");
                row.append(grid.columns().get(i).number() ? blanks + cell : cell + blanks);
            }
            text.append(row.toString().stripTrailing()).append('\n');
        }
        int left = grid.columns().size() - columns.size();
        if (left > 0) {
            text.append("and ").append(left).append(left == 1 ? " more column\n" : " more columns\n");
        }
        if (!grid.footer().isEmpty()) {
            text.append(Markup.clean(grid.footer())).append('\n');
        }
        return text.toString().stripTrailing();
    }

    private List<String> lines(Column column) {
        List<String> lines = new ArrayList<>();
        lines.add(Markup.clean(column.name(), WIDEST_CELL));
        if (grid.columns().stream().anyMatch(each -> !each.type().isEmpty())) {
            lines.add(Markup.clean(column.type(), WIDEST_CELL));
        }
        for (int row = 0; row < grid.rows(); row++) {
            if (grid.gap().isPresent() && grid.gap().getAsInt() == row) {
                lines.add("…");
            }
            lines.add(cell(column.cells().get(row)));
        }
        return lines;
    }

    private static String cell(Cell cell) {
        String words = Markup.clean(cell.text(), WIDEST_CELL);
        String text = words.isEmpty() && cell.bar() < 0 ? "-" : words;
        if (cell.bar() >= 0) {
            text = (text + " " + Bars.bar(cell.bar(), BAR)).strip();
        }
        return cell.bold() ? text + "^" : text;
    }

    private static int width(String text) {
        return text.codePointCount(0, text.length());
    }
}
