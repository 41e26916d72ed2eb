package dev.kiln.magics.grammar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.catalog.Call;
import dev.kiln.catalog.Conversion;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Properties that hold for all argument texts.
class GrammarProperties {

    @Property(tries = 2000)
    void what_is_printed_is_read_again(@ForAll("values") Object value) {
        var arguments = ArgumentParser.parse(print(value));
        assertThat(arguments).hasSize(1);
        assertThat(arguments.getFirst().value()).isEqualTo(value);
    }

    @Property(tries = 10_000)
    void random_lines_are_parsed_or_refused(@ForAll("lines") String line) {
        survives(line);
    }

    @Tag("exhaustive")
    @Property(tries = 1_000_000)
    void a_million_random_lines_are_parsed_or_refused(@ForAll("lines") String line) {
        survives(line);
    }

    @Property(tries = 2000)
    void no_text_of_a_cell_is_lost(@ForAll("lines") String line, @ForAll("lines") String other) {
        String cell = line + "\n" + other;
        var parts = CellSplitter.split(cell, name -> false, name -> false);
        assertThat(parts.isEmpty()).isEqualTo(cell.isBlank());
    }

    private static void survives(String line) {
        try {
            assertThat(ArgumentParser.parse(line)).isNotNull();
        } catch (SyntaxError error) {
            assertThat(error.at()).isBetween(0, line.length());
            assertThat(error.getMessage()).isNotBlank();
        }
        assertThat(CellSplitter.split(line, name -> false, name -> true)).isNotNull();
    }

    @Provide
    Arbitrary<String> lines() {
        Arbitrary<String> pieces =
                Arbitraries.of(
                        "%fit",
                        "%%model",
                        "epochs",
                        "=",
                        "20",
                        "0.1",
                        "e-3",
                        "x",
                        "..",
                        "[",
                        "]",
                        "(",
                        ")",
                        "{",
                        "}",
                        "\"",
                        "'",
                        "\\",
                        "$",
                        "${",
                        "a",
                        ":",
                        ",",
                        " ",
                        "\n",
                        "//",
                        "#",
                        ";",
                        "--",
                        "%",
                        "é",
                        "\uD83D\uDE00",
                        "\0",
                        "true",
                        "none",
                        "keras.",
                        "\"\"\"",
                        "/*",
                        "*/",
                        "1_0",
                        "28x28",
                        "90s");
        return Arbitraries.oneOf(
                pieces.list().ofMaxSize(25).map(list -> String.join("", list)),
                Arbitraries.strings().ofMaxLength(60));
    }

    @Provide
    Arbitrary<Object> values() {
        return Arbitraries.lazyOf(
                () ->
                        Arbitraries.longs()
                                .between(-1_000_000_000_000L, 1_000_000_000_000L)
                                .map(Object.class::cast),
                () ->
                        Arbitraries.doubles()
                                .between(-1e6, 1e6)
                                .filter(d -> d != Math.rint(d))
                                .map(Object.class::cast),
                () -> Arbitraries.of(true, false),
                () ->
                        Arbitraries.strings()
                                .alpha()
                                .numeric()
                                .withChars(" #;%=,'")
                                .ofMaxLength(10)
                                .map(Object.class::cast),
                () -> Arbitraries.of("adam", "mse", "l2").map(Call::of),
                () -> values().list().ofMaxSize(3).map(Object.class::cast),
                () ->
                        values().map(
                                        value ->
                                                (Object)
                                                        new Call(
                                                                "f",
                                                                List.of(value),
                                                                Map.of("k", value))));
    }

    private static String print(Object value) {
        return switch (value) {
            case String text -> "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
            case List<?> list ->
                    list.stream()
                            .map(GrammarProperties::print)
                            .collect(Collectors.joining(", ", "[", "]"));
            case Call(String name, var positional, var named) when !positional.isEmpty() ->
                    name
                            + "("
                            + print(positional.getFirst())
                            + ", k="
                            + print(named.get("k"))
                            + ")";
            case Double number -> Double.toString(number);
            default -> Conversion.text(value);
        };
    }
}
