package dev.kiln.magics.drawing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.magics.drawing.table.Cell;
import dev.kiln.magics.drawing.table.Column;
import dev.kiln.magics.drawing.table.Grid;
import dev.kiln.magics.output.Output;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

import tech.tablesaw.api.BooleanColumn;
import tech.tablesaw.api.DateColumn;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

import java.util.ArrayList;
import java.util.List;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class TablesTest {
    private static final Drawing DRAWING = new Drawing();

    @Test
    void a_small_table_is_shown_whole() {
        Table table =
                Table.create("flowers")
                        .addColumns(
                                DoubleColumn.create("length", 5.1, 4.95, Double.NaN),
                                StringColumn.create("species", "setoza", "", "virginica"),
                                IntColumn.create("count", 1, 20, 3000));
        Output output = DRAWING.show(table);
        assertThat(output.text())
                .isEqualTo(
                        """
                flowers
                length  species      count
                double  string     integer
                  5.10  setoza           1
                  4.95  -               20
                     -  virginica    3,000
                3 rows, 3 columns""");
        assertThat(output.html())
                .contains(
                        "<caption>flowers</caption>",
                        "<tr style=\"text-align:right\"><th scope=\"col\">length<br><small>double</small>");
        AllowedMarkup.check(output.html(), false);
    }

    @Test
    void of_a_long_table_the_first_ten_and_last_ten_rows_are_shown() {
        int[] numbers = new int[150];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = i;
        }
        Output output =
                DRAWING.show(Table.create("long").addColumns(IntColumn.create("n", numbers)));
        assertThat(output.html())
                .contains(
                        "<td>9</td></tr><tr style=\"text-align:right\"><td>…</td></tr>",
                        "<td>140</td>",
                        "150 rows, 1 column")
                .doesNotContain("<td>10</td>", "<td>139</td>");
        assertThat(output.text().lines()).hasSizeLessThanOrEqualTo(25);
    }

    @Test
    void a_wide_table_of_long_texts_stays_within_ten_kilobytes() {
        List<tech.tablesaw.columns.Column<?>> columns = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            columns.add(DoubleColumn.create("a column with a long name " + i, new double[500]));
        }
        Output output = DRAWING.show(Table.create("wide", columns));
        assertThat(output.html().length()).isLessThan(12_000);
        assertThat(output.html()).contains("500 rows, 60 columns, the first 20 shown");
        assertThat(output.text().lines())
                .hasSizeLessThanOrEqualTo(25)
                .allMatch(line -> line.length() <= 100);
    }

    @Test
    void hostile_cells_and_names_come_out_as_text() {
        Table table =
                Table.create("<b>name</b>")
                        .addColumns(
                                StringColumn.create(
                                        "<img src=x onerror=alert(1)>",
                                        "</script>",
                                        "\u202Eabc",
                                        "x".repeat(10_000)),
                                BooleanColumn.create("yes", true, false, true),
                                DateColumn.create("day", 3));
        Output output = DRAWING.show(table);
        AllowedMarkup.check(output.html(), false);
        assertThat(output.html())
                .contains("&lt;/script&gt;")
                .doesNotContain("\u202E")
                .hasSizeLessThan(3000);
    }

    @Test
    void a_table_without_rows_or_columns_is_shown_too() {
        AllowedMarkup.check(DRAWING.show(Table.create("empty")).html(), false);
        assertThat(DRAWING.show(Table.create("none").addColumns(IntColumn.create("n"))).text())
                .contains("0 rows, 1 column");
    }

    @Test
    void bars_and_tints_have_words_beside_them() {
        Grid grid =
                new Grid(
                        "classes",
                        List.of(
                                Column.words("class", List.of("a", "b")),
                                new Column(
                                        "n",
                                        "",
                                        true,
                                        List.of(
                                                Cell.of("36").withBar(1),
                                                Cell.of("9").tinted(0.5).inBold()))));
        AllowedMarkup.check(grid.html(), false);
        assertThat(grid.html())
                .contains("background:rgba(0,114,178,0.25)\"><b>9</b>", "width:80px");
        assertThat(grid.text()).contains("a      36 ##########", "9^");
    }
}
