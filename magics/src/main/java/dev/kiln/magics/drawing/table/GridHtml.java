package dev.kiln.magics.drawing.table;

import dev.kiln.magics.output.Markup;

import java.util.Locale;

/// A [Grid] as HTML: the frontend's own table look, numbers on the right, tints as `rgba`.
final class GridHtml {
    private static final String RIGHT = "text-align:right";
    private static final String LEFT = "text-align:left";

    /// Set once for the row, not for each of its many cells; frontends that align cells themselves align them so, too.
    private static final String ROW = "<tr style=\"" + RIGHT + "\">";

    private final Grid grid;
    private final StringBuilder html = new StringBuilder();

    GridHtml(Grid grid) {
        this.grid = grid;
    }

    String html() {
        html.append("<table>");
        if (!grid.caption().isEmpty()) {
            html.append("<caption>").append(Markup.text(grid.caption())).append("</caption>");
        }
        head();
        html.append("<tbody>");
        for (int row = 0; row < grid.rows(); row++) {
            if (grid.gap().isPresent() && grid.gap().getAsInt() == row) {
                gap();
            }
            row(row);
        }
        html.append("</tbody></table>");
        if (!grid.footer().isEmpty()) {
            html.append("<small>").append(Markup.text(grid.footer())).append("</small>");
        }
        return html.toString();
    }

    private void head() {
        html.append("<thead>").append(ROW);
        for (Column column : grid.columns()) {
            html.append(
                    column.number()
                            ? "<th scope=\"col\">"
                            : "<th scope=\"col\" style=\"" + LEFT + "\">");
            html.append(Markup.text(column.name()));
            if (!column.type().isEmpty()) {
                html.append("<br><small>").append(Markup.text(column.type())).append("</small>");
            }
            html.append("</th>");
        }
        html.append("</tr></thead>");
    }

    private void row(int row) {
        html.append(ROW);
        for (Column column : grid.columns()) {
            cell(column, column.cells().get(row));
        }
        html.append("</tr>");
    }

    private void cell(Column column, Cell cell) {
        String tint = cell.tint() > 0 ? "background:" + tint(cell.tint() / 2) : "";
        String style = column.number() ? tint : tint.isEmpty() ? LEFT : LEFT + ";" + tint;
        html.append(style.isEmpty() ? "<td>" : "<td style=\"" + style + "\">");
        if (cell.bar() >= 0) {
            bar(cell.bar());
        }
        String text = Markup.text(cell.text());
        html.append(cell.bold() ? "<b>" + text + "</b>" : text).append("</td>");
    }

    private void bar(double share) {
        html.append("<span style=\"display:inline-block;width:")
                .append(Math.round(Math.clamp(share, 0, 1) * 80))
                .append("px;height:10px;background:")
                .append(tint(0.5))
                .append("\"></span> ");
    }

    private void gap() {
        html.append(ROW);
        for (Column column : grid.columns()) {
            html.append(column.number() ? "<td>…</td>" : "<td style=\"" + LEFT + "\">…</td>");
        }
        html.append("</tr>");
    }

    private static String tint(double alpha) {
        return String.format(Locale.ROOT, "rgba(0,114,178,%.2f)", alpha);
    }
}
