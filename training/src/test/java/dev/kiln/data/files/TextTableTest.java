package dev.kiln.data.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.catalog.UserError;
import dev.kiln.data.DataOptions;
import dev.kiln.data.Reading;
import dev.kiln.data.Reading.HeaderChoice;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import tech.tablesaw.api.ColumnType;
import tech.tablesaw.api.Table;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class TextTableTest {
    @TempDir Path folder;

    private Table read(String text) {
        return read("m.csv", text);
    }

    private Table read(String name, String text) {
        return TextTable.read(
                write(name, text.getBytes(StandardCharsets.UTF_8)), new Reading(), _ -> false);
    }

    private Path write(String name, byte[] bytes) {
        try {
            return Files.write(folder.resolve(name), bytes);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void numbers_booleans_and_texts_become_columns_of_their_kind() {
        Table table = read("a,b,c\n1,true,x\n2.5,False,\"y, z\"\n");
        assertThat(table.columnNames()).containsExactly("a", "b", "c");
        assertThat(table.types())
                .containsExactly(ColumnType.DOUBLE, ColumnType.BOOLEAN, ColumnType.STRING);
        assertThat(table.doubleColumn("a").asDoubleArray()).containsExactly(1, 2.5);
        assertThat(table.booleanColumn("b").asList()).containsExactly(true, false);
        assertThat(table.stringColumn("c").asList()).containsExactly("x", "y, z");
    }

    @ParameterizedTest
    @ValueSource(strings = {",", ";", "\t", "|"})
    void the_separator_is_found_out(String separator) {
        Table table =
                read(
                        String.join(separator, "a", "b", "c")
                                + "\n"
                                + String.join(separator, "1", "\"x,;|y\"", "3")
                                + "\n");
        assertThat(table.columnNames()).containsExactly("a", "b", "c");
        assertThat(table.stringColumn("b").get(0)).isEqualTo("x,;|y");
    }

    @Test
    void a_separator_can_be_named() {
        Path file = write("m.txt", "a b\n1 2\n".getBytes(StandardCharsets.UTF_8));
        Table table = TextTable.read(file, new Reading(" ", HeaderChoice.AUTO, null), _ -> false);
        assertThat(table.columnNames()).containsExactly("a", "b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    void every_kind_of_line_end_is_read_and_empty_lines_and_a_missing_last_end_do_not_matter(
            String end) {
        Table table = read("a,b" + end + end + "1,2" + end + "3,4");
        assertThat(table.rowCount()).isEqualTo(2);
        assertThat(table.doubleColumn("b").asDoubleArray()).containsExactly(2, 4);
    }

    @Test
    void quotes_hold_quotes_and_line_ends() {
        Table table = read("a,b\n\"say \"\"hi\"\"\",1\n\"two\nlines\",2\n");
        assertThat(table.stringColumn("a").asList()).containsExactly("say \"hi\"", "two\nlines");
    }

    @Test
    void a_file_whose_first_line_holds_a_number_has_no_header() {
        Table table = read("5.1,setosa\n4.9,virginica\n");
        assertThat(table.columnNames()).containsExactly("column_1", "column_2");
        assertThat(table.rowCount()).isEqualTo(2);
        Path file = write("n.csv", "2019,2020\n1,2\n".getBytes(StandardCharsets.UTF_8));
        assertThat(
                        TextTable.read(file, new Reading(null, HeaderChoice.TRUE, null), _ -> false)
                                .columnNames())
                .containsExactly("2019", "2020");
        assertThat(TextTable.columnNames(file, new Reading(null, HeaderChoice.TRUE, null)))
                .containsExactly("2019", "2020");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "NA", "N/A", "NaN", "nan", "null", "?"})
    void empty_cells_are_missing(String cell) {
        Table table = read("a,b\n" + cell + ",x\n2," + cell + "\n");
        assertThat(table.doubleColumn("a").isMissing(0)).isTrue();
        assertThat(table.column("b").isMissing(1)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "1e3,1000",
        "-2.5E-2,-0.025",
        "+7,7",
        ".5,0.5",
        "3.,3",
        "inf,Infinity",
        "-Infinity,-Infinity",
        "12345678901234567890,12345678901234567890"
    })
    void numbers_are_read_as_people_write_them(String text, double expected) {
        assertThat(read("a,b\n" + text + ",1\n").doubleColumn("a").get(0)).isEqualTo(expected);
    }

    @Property(tries = 500)
    void every_number_is_read_to_the_last_bit(
            @ForAll @DoubleRange(min = -1e15, max = 1e15) double number) {
        for (String text :
                List.of(
                        String.valueOf(number),
                        String.format(java.util.Locale.ROOT, "%.6f", number),
                        String.format(java.util.Locale.ROOT, "%.17g", number))) {
            char[] cell = text.toCharArray();
            assertThat(NumberText.parse(cell, 0, cell.length, '.'))
                    .isEqualTo(Double.parseDouble(text));
        }
    }

    @Test
    void a_decimal_comma_is_understood_where_the_comma_does_not_separate() {
        Table table = read("a;b\n3,14;1\n2,5;2\n");
        assertThat(table.doubleColumn("a").asDoubleArray()).containsExactly(3.14, 2.5);
    }

    @Test
    void compressed_files_and_byte_order_marks_are_read() throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bytes)) {
            gzip.write("a\tb\n1\t2\n".getBytes(StandardCharsets.UTF_8));
        }
        Table zipped =
                TextTable.read(write("m.tsv.gz", bytes.toByteArray()), new Reading(), _ -> false);
        assertThat(zipped.columnNames()).containsExactly("a", "b");
        for (Charset charset :
                List.of(
                        StandardCharsets.UTF_8,
                        StandardCharsets.UTF_16LE,
                        StandardCharsets.UTF_16BE)) {
            Path file = write("bom.csv", "\uFEFFgröße,b\n1,2\n".getBytes(charset));
            assertThat(TextTable.read(file, new Reading(), _ -> false).columnNames())
                    .containsExactly("größe", "b");
        }
    }

    @Test
    void a_line_of_another_length_is_named() {
        assertThatThrownBy(() -> read("a,b\n1,2\n1,2,3\n"))
                .isInstanceOf(UserError.class)
                .hasMessage(
                        "E126: m.csv, line 3: 3 cells, but the first line has 2.\n"
                                + "  Correct that line; a cell that holds \",\" needs quotes.");
        var text = new StringBuilder("a,b\n");
        text.append("1,2\n".repeat(5000)).append("1\n");
        assertThatThrownBy(() -> read(text.toString()))
                .hasMessageStartingWith("E126: m.csv, line 5002: 1 cell, but");
    }

    @Test
    void a_text_among_numbers_is_named_with_its_line_near_and_far() {
        assertThatThrownBy(() -> read("age,b\n25,1\n31,1\nabc,1\n40,1\n"))
                .hasMessage(
                        "E126: m.csv, line 4: \"abc\" in column age is no number.\n"
                                + "  Correct the cell, or empty it and type missing=mean, or leave the column out: drop=[age]");
        String far = "age,b\n" + "25,1\n".repeat(4000) + "abc,1\n";
        assertThatThrownBy(() -> read(far))
                .hasMessageStartingWith("E126: m.csv, line 4002: \"abc\" in column age");
        Path file = write("far.csv", far.getBytes(StandardCharsets.UTF_8));
        assertThat(
                        TextTable.read(file, new Reading(), "AGE"::equalsIgnoreCase)
                                .stringColumn("age")
                                .get(4000))
                .isEqualTo("abc");
    }

    @Test
    void columns_that_are_not_used_may_hold_anything() {
        String text = "id,age,y\n1,25,0\nx,31,1\n3,40,0\n4,41,1\n";
        Path file = write("u.csv", text.getBytes(StandardCharsets.UTF_8));
        DataOptions options = new DataOptions().withTarget("y").withTest(null).withVal(null);
        assertThat(DataFiles.read(file.toString(), options.withColumns("age")).rows()).isEqualTo(4);
        assertThat(DataFiles.read(file.toString(), options.withDrop("id")).rows()).isEqualTo(4);
        assertThatThrownBy(() -> DataFiles.read(file.toString(), options))
                .hasMessageContaining("\"x\" in column id is no number");
        assertThat(DataFiles.columnNames(file.toString(), options))
                .containsExactly("id", "age", "y");
        assertThat(DataFiles.table(file.toString(), options.withDrop("id")).name())
                .isEqualTo("u.csv");
    }

    @Test
    void a_column_of_texts_and_some_numbers_is_text() {
        assertThat(read("ticket,b\nA 5,1\n113,1\nPC 7,1\n42,1\n").stringColumn("ticket").asList())
                .containsExactly("A 5", "113", "PC 7", "42");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {
                "''!m.csv is empty.",
                "'\n\n'!m.csv is empty.",
                "'a,b\n'!m.csv holds only a header line and no rows.",
                "'a,b,a\n1,2,3\n'!m.csv: columns 1 and 3 are both named a.",
                "'a,A\n1,2\n'!m.csv: columns 1 and 2 are both named A (case does not count).",
                "'a,b\n\"x,2\n3,4\n'!m.csv: the quote that opens in line 2 is never closed.",
                "'a,b\n1,2\u0000\n'!m.csv is no text: line 2 holds a zero byte.",
                "'PK\u0003\u0004rest'!m.csv is a zip archive or a spreadsheet, not a text table."
            })
    void what_is_no_table_is_said_so(String text, String problem) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(UserError.class)
                .hasMessageStartingWith("E126: " + problem + "\n");
    }

    @Test
    void a_file_in_another_encoding_is_refused() {
        Path file = write("m.csv", "größe,b\n1,2\n".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> TextTable.read(file, new Reading(), _ -> false))
                .isInstanceOf(UserError.class)
                .hasMessageStartingWith("E126: m.csv is not written in UTF-8");
    }

    @Test
    void a_line_without_end_is_refused_before_it_fills_the_memory() {
        assertThatThrownBy(() -> read("a,b\n" + "x".repeat(10_000_001)))
                .hasMessageStartingWith("E126: m.csv: line 2 has more than 10,000,000 characters.");
    }

    @Test
    void ten_thousand_columns_are_read() {
        var text = new StringBuilder("c0");
        for (int i = 1; i < 10_000; i++) {
            text.append(",c").append(i);
        }
        text.append('\n').append("1,".repeat(9_999)).append("1\n");
        assertThat(read(text.toString()).columnCount()).isEqualTo(10_000);
    }

    @Test
    void a_file_that_is_not_there_is_answered_with_those_that_are() {
        write("flowers.csv", new byte[0]);
        assertThatThrownBy(
                        () ->
                                TextTable.read(
                                        folder.resolve("flower.csv"), new Reading(), _ -> false))
                .hasMessage(
                        "E124: file flower.csv not found in "
                                + folder
                                + ". Files here: flowers.csv.\n  Type: %data \""
                                + folder.resolve("flowers.csv")
                                + "\"");
        assertThatThrownBy(() -> TextTable.read(folder, new Reading(), _ -> false))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("is a folder, not a file. Files here: flowers.csv.");
        assertThatThrownBy(
                        () ->
                                TextTable.read(
                                        folder.resolve("no/where.csv"), new Reading(), _ -> false))
                .hasMessageContaining("there is no folder");
    }

    @Property(tries = 300)
    void no_text_does_anything_but_give_a_table_or_a_clear_error(@ForAll String text) {
        try {
            Table table =
                    TextTable.read(
                            new java.io.StringReader(text),
                            "any",
                            ',',
                            HeaderChoice.AUTO,
                            _ -> false);
            assertThat(table.columnCount()).isPositive();
        } catch (UserError e) {
            assertThat(e.code()).isEqualTo("E126");
        }
    }
}
