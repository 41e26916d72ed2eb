package dev.kiln.kernel.java;

import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.Completeness;
import jdk.jshell.SourceCodeAnalysis.Documentation;
import jdk.jshell.SourceCodeAnalysis.Suggestion;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Completion and documentation of Java as it is typed.
public final class JavaHelp {
    /// @param type `function`, `class`, `keyword` or `instance`
    public record Name(String text, String type) {}

    /// @param from the first `char` that a name replaces
    public record Completions(int from, List<Name> names) {}

    /// Documentation as text and with markup.
    public record Text(String plain, String html) {}

    private static final List<String> KEYWORDS =
            List.of(
                    "abstract",
                    "boolean",
                    "break",
                    "byte",
                    "case",
                    "catch",
                    "char",
                    "class",
                    "continue",
                    "default",
                    "do",
                    "double",
                    "else",
                    "enum",
                    "extends",
                    "final",
                    "finally",
                    "float",
                    "for",
                    "if",
                    "implements",
                    "import",
                    "instanceof",
                    "int",
                    "interface",
                    "long",
                    "new",
                    "null",
                    "private",
                    "protected",
                    "public",
                    "record",
                    "return",
                    "sealed",
                    "short",
                    "static",
                    "super",
                    "switch",
                    "synchronized",
                    "this",
                    "throw",
                    "throws",
                    "true",
                    "false",
                    "try",
                    "var",
                    "void",
                    "volatile",
                    "while",
                    "yield");
    private static final int MOST = 400;

    private final JavaSession session;

    public JavaHelp(JavaSession session) {
        this.session = session;
    }

    private SourceCodeAnalysis analysis() {
        return session.shell().sourceCodeAnalysis();
    }

    /// What could stand at the cursor.
    public Completions complete(String code, int cursor) {
        session.importMentioned(code, ImportedNames.declared(code));
        int begin = lastStatement(code.substring(0, cursor));
        String typed = code.substring(begin, cursor);
        int[] anchor = {typed.length()};
        Map<String, Name> names = new LinkedHashMap<>();
        for (Suggestion suggestion :
                analysis().completionSuggestions(typed, typed.length(), anchor)) {
            if (names.size() < MOST) {
                String text = suggestion.continuation();
                String name = text.replaceFirst("\\(.*", "");
                names.putIfAbsent(name, new Name(name, typeOf(text)));
            }
        }
        int start = wordStart(typed);
        boolean isMember = typed.substring(0, start).stripTrailing().endsWith(".");
        if (names.isEmpty()) {
            anchor[0] = start;
        }
        if (!isMember
                && anchor[0] == start
                && start < typed.length()
                && Character.isUpperCase(typed.charAt(start))) {
            session.importable(typed.substring(start))
                    .forEach(name -> names.putIfAbsent(name, new Name(name, "class")));
        }
        int from = anchor[0];
        String word = typed.substring(from);
        if (names.isEmpty() && word.length() > 1 && Character.isUpperCase(word.charAt(0))) {
            qualified(typed).forEach(name -> names.put(name, new Name(name, "class")));
        }
        return new Completions(begin + from, new ArrayList<>(names.values()));
    }

    /// Classes that are not imported, by their full names.
    private List<String> qualified(String typed) {
        return analysis().listQualifiedNames(typed, typed.length()).getNames();
    }

    private static String typeOf(String text) {
        if (text.contains("(") && !Character.isUpperCase(text.charAt(0))) {
            return "function";
        }
        if (KEYWORDS.contains(text.strip())) {
            return "keyword";
        }
        return !text.isEmpty() && Character.isUpperCase(text.charAt(0)) ? "class" : "instance";
    }

    private static int wordStart(String typed) {
        int start = typed.length();
        while (start > 0 && Character.isJavaIdentifierPart(typed.charAt(start - 1))) {
            start--;
        }
        return start;
    }

    /// Where the statement at the end of the source begins.
    private int lastStatement(String source) {
        int begin = 0;
        while (true) {
            var piece = analysis().analyzeCompletion(source.substring(begin));
            boolean more =
                    piece.completeness().isComplete()
                            && piece.completeness() != Completeness.UNKNOWN
                            && !piece.remaining().isBlank();
            if (!more) {
                return begin;
            }
            begin = source.length() - piece.remaining().length();
        }
    }

    /// Documentation of what stands at the cursor, or of the method whose arguments are being typed.
    public Optional<Text> documentation(String code, int cursor) {
        session.importMentioned(code, ImportedNames.declared(code));
        int end = cursor;
        while (end < code.length() && Character.isJavaIdentifierPart(code.charAt(end))) {
            end++;
        }
        int begin = lastStatement(code.substring(0, end));
        String typed = code.substring(begin, end);
        for (String question : List.of(typed + "(", typed)) {
            List<Documentation> found = analysis().documentation(question, question.length(), true);
            if (!found.isEmpty()) {
                return Optional.of(text(found));
            }
        }
        return Optional.empty();
    }

    private static Text text(List<Documentation> found) {
        StringBuilder plain = new StringBuilder();
        StringBuilder html = new StringBuilder();
        for (Documentation entry : found) {
            String documentation = entry.javadoc() == null ? "" : entry.javadoc();
            plain.append(entry.signature())
                    .append('\n')
                    .append(Javadoc.plain(documentation))
                    .append("\n\n");
            html.append("<p><code>")
                    .append(Javadoc.escape(entry.signature()))
                    .append("</code></p>")
                    .append(Javadoc.html(documentation));
        }
        return new Text(plain.toString().strip(), html.toString());
    }

    /// `complete`, `invalid`, or the blanks with which the next line begins.
    public String isComplete(String code) {
        String rest = code;
        while (true) {
            var piece = analysis().analyzeCompletion(rest);
            switch (piece.completeness()) {
                case UNKNOWN -> {
                    return "invalid";
                }
                case EMPTY -> {
                    return "complete";
                }
                case DEFINITELY_INCOMPLETE, CONSIDERED_INCOMPLETE -> {
                    return indent(code);
                }
                case COMPLETE, COMPLETE_WITH_SEMI -> {
                    if (!Syntax.isJava(piece.source())) {
                        return "invalid";
                    }
                    if (piece.remaining().isBlank()) {
                        return "complete";
                    }
                    rest = piece.remaining();
                }
            }
        }
    }

    private static String indent(String code) {
        String last = code.substring(code.lastIndexOf('\n') + 1);
        String blanks = last.substring(0, last.length() - last.stripLeading().length());
        return last.stripTrailing().endsWith("{")
                ? blanks + "    "
                : blanks.isEmpty() ? " ".repeat(4) : blanks;
    }
}
