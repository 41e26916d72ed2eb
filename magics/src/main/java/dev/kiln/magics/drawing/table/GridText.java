package dev.kiln.magics.drawing.table;

import dev.kiln.magics.output.Bars;
import dev.kiln.magics.output.Markup;

import java.util.ArrayList;
import java.util.List;

/// A [Grid] in characters, at most [#WIDTH] wide: columns that do not fit are left out and counted.
final class GridText {
    static final int WIDTH = 100;
    private static final int WIDEST_CELL = 80;
    private static final int NARROWEST_CUT = 12;
    private static final int BAR = 10;

    private final Grid grid;

    GridText(Grid grid) {
        this.grid = grid;
    }

    String text() {
        List<List<String>> columns = new ArrayList<>();
        List<Integer> widths = new ArrayList<>();
        int[] longest = fitting();
        int used = 0;
        for (int i = 0; i < grid.columns().size(); i++) {
            List<String> lines = lines(grid.columns().get(i), longest[i]);
            int width = widest(lines);
            if (i > 0 && used + 2 + width > WIDTH) {
                break;
            }
            used += width + (i == 0 ? 0 : 2);
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
            text.append("and ")
                    .append(left)
                    .append(left == 1 ? " more column\n" : " more columns\n");
        }
        if (!grid.footer().isEmpty()) {
            text.append(Markup.clean(grid.footer())).append('\n');
        }
        return text.toString().stripTrailing();
    }

    /// The longest text of each column; where the table is too wide, its widest words are cut first.
    private int[] fitting() {
        List<Column> columns = grid.columns();
        int[] longest = new int[columns.size()];
        int[] widths = new int[columns.size()];
        int excess = -WIDTH - 2;
        for (int i = 0; i < longest.length; i++) {
            longest[i] = WIDEST_CELL;
            widths[i] = widest(lines(columns.get(i), WIDEST_CELL));
            excess += widths[i] + 2;
        }
        while (excess > 0) {
            int widest = -1;
            for (int i = 0; i < longest.length; i++) {
                boolean cuttable = !columns.get(i).number() && widths[i] > NARROWEST_CUT;
                if (cuttable && (widest < 0 || widths[i] > widths[widest])) {
                    widest = i;
                }
            }
            if (widest < 0) {
                break;
            }
            widths[widest]--;
            longest[widest] = widths[widest];
            excess--;
        }
        return longest;
    }

    private static int widest(List<String> lines) {
        return lines.stream().mapToInt(GridText::width).max().orElse(0);
    }

    private List<String> lines(Column column, int longest) {
        List<String> lines = new ArrayList<>();
        lines.add(Markup.clean(column.name(), longest));
        if (grid.columns().stream().anyMatch(each -> !each.type().isEmpty())) {
            lines.add(Markup.clean(column.type(), longest));
        }
        for (int row = 0; row < grid.rows(); row++) {
            if (grid.gap().isPresent() && grid.gap().getAsInt() == row) {
                lines.add("…");
            }
            lines.add(cell(column.cells().get(row), longest));
        }
        return lines;
    }

    private static String cell(Cell cell, int longest) {
        String words = Markup.clean(cell.text(), longest);
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
