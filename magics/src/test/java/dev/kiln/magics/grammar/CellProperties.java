package dev.kiln.magics.grammar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.magics.notebook.CellPart;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Cells of finished Java and magics in any order are cut where they were put together; a `%` inside Java never cuts.
class CellProperties {
    private static final Set<String> MAGICS = Set.of("fit", "data", "size", "b", "x");

    /// One or more whole lines that end a statement, with every `%` that Java knows.
    @Provide
    Arbitrary<String> java() {
        Arbitrary<String> operator = Arbitraries.of(" % ", " %", "%", "% ", " %= ");
        Arbitrary<String> right =
                Arbitraries.of("b", "fit", "7", "size", "(x % 3)", "data.length", "'%'");
        Arbitrary<String> remainder =
                Combinators.combine(operator, right)
                        .as(
                                (sign, value) ->
                                        sign.equals(" %= ")
                                                ? "a %= " + value + ";"
                                                : "int r = a" + sign + value + ";");
        Arbitrary<String> text =
                Arbitraries.of("%fit", "%%model", "50 %", "%d %s", "\\\"%fit", "//%fit", "/* %b")
                        .map(inside -> "String s = \"" + inside + "\";");
        Arbitrary<String> over =
                Arbitraries.of(
                        "int r = a // %fit\n;",
                        "/* one\n%fit epochs=3\n*/ int q = 1;",
                        "// %data iris\nint q = 1;",
                        "String t = \"\"\"\n%fit epochs=3\n  %%model\n\"\"\";",
                        "int r = (a\n%fit);",
                        "call(\n  %b,\n  %x);".replace("%b", "a %b").replace("%x", "a\n%x"),
                        "int r = a\n%unknown;",
                        "int r = a\n    %total;",
                        "char c = '%';",
                        "char c = '\\'', d = '\"';",
                        "for (int i = 0; i < 9; i++) {\n    r = i\n    %fit;\n}",
                        "var m = new int[] {1 %b, 2};",
                        "if (a %b == 0) { x(); }");
        return Arbitraries.oneOf(remainder, text, over);
    }

    /// A line, and what it is taken for.
    private record Typed(String line, CellPart.LineMagic magic) {}

    @Provide
    Arbitrary<Typed> magic() {
        Arbitrary<String> name = Arbitraries.of("fit", "data", "unknown", "kiln");
        Arbitrary<String> arguments =
                Arbitraries.of(
                        "",
                        "epochs=3",
                        "\"a # b.csv\" sep=';'",
                        "${x % 3 + \"}\".length()} $y",
                        "val=20%, batch=[1,\n  2]",
                        "f(a=1, b='// no')",
                        "{0: 1.0,\n 1: 4.5}",
                        "x#y",
                        "?");
        Arbitrary<String> end =
                Arbitraries.of("", ";", " ; ", " // the end", " # 50 % of it", "  ");
        Arbitrary<String> result =
                Arbitraries.of("", "", "var h = ", "h = ", "  ", "Map<String, int[]> m=");
        return Combinators.combine(name, arguments, end, result)
                .as(
                        (word, text, tail, before) -> {
                            String[] target =
                                    before.strip().replaceFirst("\\s*=$", "").split(" (?=\\w+$)");
                            boolean isAssigned = before.contains("=");
                            String stop = text.equals("?") ? "" : tail;
                            return new Typed(
                                    before
                                            + "%"
                                            + word
                                            + (text.isEmpty() || text.equals("?") ? "" : " ")
                                            + text
                                            + stop,
                                    new CellPart.LineMagic(
                                            0,
                                            word,
                                            text,
                                            isAssigned && target.length > 1 ? target[0] : null,
                                            isAssigned ? target[target.length - 1] : null));
                        });
    }

    @Property(tries = 10_000, shrinking = ShrinkingMode.BOUNDED)
    void Java_and_magics_are_cut_where_they_were_put_together(
            @ForAll("cells") List<Object> pieces) {
        var cell = new StringBuilder();
        var expected = new ArrayList<CellPart>();
        int line = 1;
        var java = new StringBuilder();
        int javaLine = 0;
        for (Object piece : pieces) {
            String text = piece instanceof Typed typed ? typed.line() : (String) piece;
            if (piece instanceof Typed typed) {
                if (!java.isEmpty()) {
                    expected.add(new CellPart.JavaCode(javaLine, java.toString()));
                    java.setLength(0);
                }
                var magic = typed.magic();
                expected.add(
                        new CellPart.LineMagic(
                                line,
                                magic.name(),
                                magic.arguments(),
                                magic.resultType(),
                                magic.resultName()));
            } else {
                javaLine = java.isEmpty() ? line : javaLine;
                java.append(text).append('\n');
            }
            cell.append(text).append('\n');
            line += (int) text.chars().filter(c -> c == '\n').count() + 1;
        }
        if (!java.isEmpty()) {
            expected.add(new CellPart.JavaCode(javaLine, java.toString()));
        }
        assertThat(CellSplitter.split(cell.toString(), name -> false, MAGICS::contains))
                .as(cell.toString())
                .containsExactlyElementsOf(expected);
    }

    @Provide
    Arbitrary<List<Object>> cells() {
        return Arbitraries.oneOf(java().map(Object.class::cast), magic().map(Object.class::cast))
                .list()
                .ofMinSize(1)
                .ofMaxSize(6);
    }

    @Property(tries = 10_000)
    void remainders_in_one_line_are_Java_whatever_the_names(
            @ForAll("operands") String left,
            @ForAll("operands") String right,
            @ForAll("blanks") String before,
            @ForAll("blanks") String after) {
        String cell = left + before + "%" + after + right;
        assertThat(CellSplitter.split(cell, name -> false, name -> true))
                .containsExactly(new CellPart.JavaCode(1, cell));
    }

    @Provide
    Arbitrary<String> operands() {
        return Arbitraries.of(
                "a", "10", "fit", "f(x)", "a[1]", "(a + b)", "3.5", "x.y", "\"%d\"", "'%'", "data",
                "1_000L", "-b");
    }

    @Provide
    Arbitrary<String> blanks() {
        return Arbitraries.of("", " ", "  ", "\t");
    }
}
