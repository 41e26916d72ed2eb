package dev.kiln.magics.grammar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.catalog.Call;
import dev.kiln.catalog.Conversion;
import dev.kiln.magics.notebook.CellPart;
import dev.kiln.tensor.Shape;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;

import java.time.Duration;
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
    void Java_in_a_cell_stays_as_it_was_typed(
            @ForAll("lines") String line, @ForAll("lines") String other) {
        String cell = (line + "\n" + other).replace("\r\n", "\n").replace('\r', '\n');
        var parts = CellSplitter.split(cell, name -> false, name -> false);
        assertThat(parts.isEmpty()).isEqualTo(cell.isBlank());
        int last = 0;
        for (CellPart part : parts) {
            assertThat(part.line()).isGreaterThan(last);
            last = part.line();
            if (part instanceof CellPart.JavaCode(int from, String code)) {
                String rest = cell.lines().skip(from - 1L).collect(Collectors.joining("\n")) + "\n";
                assertThat(rest).startsWith(code.stripTrailing());
            }
        }
        if (!cell.contains("%") && !cell.isBlank()) {
            assertThat(parts).hasSize(1);
        }
    }

    @Property(tries = 2000)
    void argument_lists_are_read_as_they_were_printed(
            @ForAll("argumentLists") List<Map.Entry<String, Object>> written,
            @ForAll boolean hasCommas,
            @ForAll boolean isDashed) {
        String line =
                written.stream()
                        .map(
                                argument ->
                                        argument.getKey().isEmpty()
                                                ? print(argument.getValue())
                                                : (isDashed ? "--" : "")
                                                        + argument.getKey()
                                                        + (hasCommas ? " = " : "=")
                                                        + print(argument.getValue()))
                        .collect(Collectors.joining(hasCommas ? ", " : " "));
        var read = ArgumentParser.parse(line);
        assertThat(read).as(line).hasSameSizeAs(written);
        for (int i = 0; i < read.size(); i++) {
            String key = written.get(i).getKey();
            assertThat(read.get(i).key()).isEqualTo(key.isEmpty() ? null : key);
            assertThat(read.get(i).value()).isEqualTo(written.get(i).getValue());
            String typed = line.substring(read.get(i).at().from(), read.get(i).at().to());
            assertThat(typed.strip()).isEqualTo(print(written.get(i).getValue()));
        }
    }

    @Provide
    Arbitrary<List<Map.Entry<String, Object>>> argumentLists() {
        Arbitrary<String> keys = Arbitraries.of("", "epochs", "batch_size", "val", "é1", "a.b");
        return Combinators.combine(keys, Arbitraries.oneOf(values(), more()))
                .as((key, value) -> Map.entry(key, value))
                .list()
                .ofMaxSize(4);
    }

    /// Values that only magics have.
    private static Arbitrary<Object> more() {
        return Arbitraries.of(
                new Reference("mine"),
                new Reference("x % 3 + \"}\".length()"),
                new Range(0, 99),
                Shape.of(28, 28, 1),
                Duration.ofSeconds(90),
                Duration.ofMillis(250),
                Map.of("a", 1L),
                Map.of(0L, 4.5));
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
            case Duration time -> time.toMillis() + "ms";
            case Range(int from, int to) -> from + ".." + to;
            case Map<?, ?> map ->
                    map.entrySet().stream()
                            .map(entry -> entry.getKey() + ": " + print(entry.getValue()))
                            .collect(Collectors.joining(", ", "{", "}"));
            case Reference reference -> reference.toString();
            case Shape shape -> shape.toString();
            default -> Conversion.text(value);
        };
    }
}
