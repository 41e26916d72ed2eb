package dev.kiln.magics.reference;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The documentation comment of a class, read from its source, paragraph by paragraph.
///
/// @param paragraphs in Markdown; links to code are code
record SourceDoc(List<String> paragraphs) {
    private static final Path SOURCES = Path.of("../training/src/main/java");
    private static final String FORMULA = "Formula: ";
    private static final String SHAPES = "Shapes: ";
    private static final String SOURCE = "Source";

    /// The comment's text before its `@param`s.
    static SourceDoc of(Class<?> type) throws IOException {
        List<String> comment = new ArrayList<>();
        for (String line : Files.readAllLines(SOURCES.resolve(file(type)))) {
            if (line.startsWith("public ") || line.startsWith("final ")) {
                break;
            }
            if (line.startsWith("///")) {
                comment.add(line.substring(3).strip());
            }
        }
        Stream<String> text = comment.stream().takeWhile(line -> !line.startsWith("@param"));
        String whole =
                String.join("\n", text.toList())
                        .strip()
                        .replaceAll(
                                "(?<!\\])\\[([A-Z][\\w.]*)(#\\w+(\\([\\w, ]*\\))?)?\\](?!\\()",
                                "`$1$2`");
        return new SourceDoc(Arrays.asList(whole.split("\n\n+")));
    }

    /// Where the class is written, below the folder of sources.
    static String file(Class<?> type) {
        return type.getName().replace('.', '/') + ".java";
    }

    String all() {
        return joined(_ -> true);
    }

    /// What is neither formula nor shapes nor source.
    String description() {
        return joined(
                text ->
                        !text.startsWith(FORMULA)
                                && !text.startsWith(SHAPES)
                                && !text.startsWith(SOURCE));
    }

    /// Empty where the comment has none.
    String formula() {
        return sentence(joined(text -> text.startsWith(FORMULA)), FORMULA);
    }

    /// Empty where the comment has none.
    String shapes() {
        return sentence(joined(text -> text.startsWith(SHAPES)), SHAPES);
    }

    /// Papers and specifications; empty where Keras' documentation alone describes the thing.
    String sources() {
        return joined(text -> text.startsWith(SOURCE));
    }

    private String joined(Predicate<String> which) {
        return paragraphs.stream().filter(which).collect(Collectors.joining("\n\n"));
    }

    private static String sentence(String text, String label) {
        String rest = text.startsWith(label) ? text.substring(label.length()) : text;
        return rest.isEmpty() ? rest : Character.toUpperCase(rest.charAt(0)) + rest.substring(1);
    }
}
