package dev.kiln.saving.source;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// The methods that a program may call; it gets those that it does, and what those need.
final class Formulas {
    private static final String MARK = "//# ";
    private static final Map<String, Formula> ALL = read();

    /// @param needs names of others
    private record Formula(List<String> needs, String text) {}

    private final Set<String> used = new TreeSet<>();

    /// Notes that a method is called; its name.
    String use(String name) {
        if (used.add(name)) {
            Objects.requireNonNull(ALL.get(name), name).needs().forEach(this::use);
        }
        return name;
    }

    /// The used methods, in the order of the file.
    String text() {
        return ALL.entrySet().stream()
                .filter(entry -> used.contains(entry.getKey()))
                .map(entry -> entry.getValue().text())
                .collect(Collectors.joining("\n"));
    }

    private static Map<String, Formula> read() {
        Map<String, Formula> formulas = new LinkedHashMap<>();
        for (String part : resource().split("(?m)^" + MARK)) {
            if (part.isBlank()) {
                continue;
            }
            String head = part.lines().findFirst().orElseThrow();
            String[] words = head.split(":", 2);
            List<String> needs =
                    words.length == 1 ? List.of() : List.of(words[1].strip().split(" "));
            formulas.put(
                    words[0],
                    new Formula(needs, "    " + part.substring(head.length()).strip() + "\n"));
        }
        return formulas;
    }

    private static String resource() {
        try (InputStream stream = Formulas.class.getResourceAsStream("formulas.java.txt")) {
            return new String(
                    Objects.requireNonNull(stream).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
