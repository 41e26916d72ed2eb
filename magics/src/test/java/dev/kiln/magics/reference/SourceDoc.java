package dev.kiln.magics.reference;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// The documentation comment of a class, read from its source.
final class SourceDoc {
    private static final Path SOURCES = Path.of("../training/src/main/java");

    private SourceDoc() {}

    /// The comment's text before its `@param`s, in Markdown; links to code become code.
    static String of(Class<?> type) throws IOException {
        Path file = SOURCES.resolve(type.getName().replace('.', '/') + ".java");
        List<String> comment = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            if (line.startsWith("public ") || line.startsWith("final ")) {
                break;
            }
            if (line.startsWith("///")) {
                comment.add(line.substring(3).strip());
            }
        }
        Stream<String> text = comment.stream().takeWhile(line -> !line.startsWith("@param"));
        return String.join("\n", text.toList())
                .strip()
                .replaceAll(
                        "(?<!\\])\\[([A-Z][\\w.]*)(#\\w+(\\([\\w, ]*\\))?)?\\](?!\\()", "`$1$2`");
    }
}
