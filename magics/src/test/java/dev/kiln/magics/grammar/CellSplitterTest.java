package dev.kiln.magics.grammar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.magics.notebook.CellPart;
import dev.kiln.magics.notebook.CellPart.CellMagic;
import dev.kiln.magics.notebook.CellPart.JavaCode;
import dev.kiln.magics.notebook.CellPart.LineMagic;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Set;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class CellSplitterTest {
    private static List<CellPart> split(String cell) {
        return CellSplitter.split(
                cell, Set.of("size")::contains, Set.of("fit", "size", "data")::contains);
    }

    @Test
    void Java_and_magics_alternate_and_keep_their_lines() {
        assertThat(
                        split(
                                "int a = 1;\n%data iris // the flowers\n\nSystem.out.println(a);\n%fit epochs=3;\n"))
                .containsExactly(
                        new JavaCode(1, "int a = 1;\n"),
                        new LineMagic(2, "data", "iris", null, null),
                        new JavaCode(4, "System.out.println(a);\n"),
                        new LineMagic(5, "fit", "epochs=3", null, null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "int r = 10 %7;",
                "int r = a % b;",
                "% x",
                "int r = total\n%size;",
                "String s = \"\"\"\n%fit epochs=3\n\"\"\";",
                "/*\n%fit\n*/ int x = 1;",
                "// %fit",
                "int r = (a\n%fit);",
                "foo(\n  %fit\n)",
                "char c = '\"';\nint x = 5\n%7;",
                "String s = \"%fit\";"
            })
    void what_is_Java_stays_Java(String cell) {
        assertThat(split(cell)).containsExactly(new JavaCode(1, cell));
    }

    @Test
    void an_unfinished_line_of_Java_before_a_known_magic_ends_there() {
        assertThat(split("a + b\n%fit epochs=1"))
                .containsExactly(
                        new JavaCode(1, "a + b\n"),
                        new LineMagic(2, "fit", "epochs=1", null, null));
    }

    @Test
    void a_result_is_taken_with_or_without_a_type() {
        assertThat(split("var h = %fit epochs=5\nh2 = %fit\nMap<String, int[]> m = %data"))
                .containsExactly(
                        new LineMagic(1, "fit", "epochs=5", "var", "h"),
                        new LineMagic(2, "fit", "", null, "h2"),
                        new LineMagic(3, "data", "", "Map<String, int[]>", "m"));
    }

    @Test
    void open_brackets_go_on_in_the_next_line() {
        assertThat(split("%fit callbacks=[ # two\n  a,\n  b]\nint x;"))
                .containsExactly(
                        new LineMagic(1, "fit", "callbacks=[ \n  a,\n  b]", null, null),
                        new JavaCode(4, "int x;"));
    }

    @Test
    void comments_and_quotes_do_not_end_a_magic_early() {
        assertThat(split("%data \"a # b.csv\" sep=';' # what"))
                .containsExactly(new LineMagic(1, "data", "\"a # b.csv\" sep=';'", null, null));
        assertThat(split("%data \"${f(\"a\") + \" // b\"}.csv\" # what"))
                .containsExactly(
                        new LineMagic(1, "data", "\"${f(\"a\") + \" // b\"}.csv\"", null, null));
        assertThat(split("%data ${\"// ; #\"} x#y"))
                .containsExactly(new LineMagic(1, "data", "${\"// ; #\"} x#y", null, null));
    }

    @Test
    void a_cell_magic_takes_the_rest_of_the_cell() {
        assertThat(split("\n// a model\n%%model digits  # the name\ninput 4\n%not a magic\n"))
                .containsExactly(new CellMagic(3, "model", "digits", "input 4\n%not a magic\n"));
    }

    @Test
    void a_question_mark_belongs_to_the_magic() {
        assertThat(split("%fit?")).containsExactly(new LineMagic(1, "fit", "?", null, null));
    }

    @Test
    void Windows_line_ends_count_once() {
        assertThat(split("int a;\r\n%fit\r\n"))
                .containsExactly(
                        new JavaCode(1, "int a;\n"), new LineMagic(2, "fit", "", null, null));
    }

    @Test
    void a_blank_cell_has_no_parts() {
        assertThat(split(" \n\t\n")).isEmpty();
    }
}
