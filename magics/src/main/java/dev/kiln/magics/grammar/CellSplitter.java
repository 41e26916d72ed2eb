package dev.kiln.magics.grammar;

import dev.kiln.magics.notebook.CellPart;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Cuts a cell into Java and magics.
///
/// A line magic is a line that starts with `%` and a letter outside of brackets, texts and comments of Java,
/// or `[type] name = %magic …`. Where the Java before it is not finished by `;` or `}` it is a magic only if
/// its name is a known magic and no Java variable: `int r = total` / `%size;` on two lines is Java.
public final class CellSplitter {
    private static final Pattern MAGIC = Pattern.compile("[ \\t]*%([\\p{L}][\\p{L}\\p{N}_]*)");
    private static final Pattern ASSIGNED =
            Pattern.compile(
                    "[ \\t]*(?:([\\p{L}_$][\\p{L}\\p{N}_$.<>\\[\\], ?]*?)[ \\t]+)?([\\p{L}_$][\\p{L}\\p{N}_$]*)[ \\t]*=[ \\t]*%([\\p{L}][\\p{L}\\p{N}_]*)");
    private static final Pattern CELL_MAGIC =
            Pattern.compile("[ \\t]*%%([\\p{L}][\\p{L}\\p{N}_]*)([^\\n]*)");

    private final String cell;
    private final Predicate<String> isVariable;
    private final Predicate<String> isMagic;
    private final List<CellPart> parts = new ArrayList<>();
    private final JavaText.State state = new JavaText.State();

    private CellSplitter(String cell, Predicate<String> isVariable, Predicate<String> isMagic) {
        this.cell = cell;
        this.isVariable = isVariable;
        this.isMagic = isMagic;
    }

    /// @param isVariable whether a name is a Java variable in scope
    /// @param isMagic    whether a name is that of a registered magic
    public static List<CellPart> split(
            String cell, Predicate<String> isVariable, Predicate<String> isMagic) {
        var splitter = new CellSplitter(plain(cell), isVariable, isMagic);
        int magic = splitter.cellMagicStart();
        if (magic >= 0) {
            splitter.cellMagic(magic);
        } else {
            splitter.lines();
        }
        return splitter.parts;
    }

    /// With one kind of line end, and a blank for the mark that some editors put before a text.
    private static String plain(String cell) {
        String lines = cell.replace("\r\n", "\n").replace('\r', '\n');
        return lines.startsWith("\uFEFF") ? " " + lines.substring(1) : lines;
    }

    /// Where the cell's first line that is neither blank nor comment starts, if it is a cell magic; else -1.
    private int cellMagicStart() {
        int at = 0;
        while (at < cell.length()) {
            int end = lineEnd(at);
            String line = cell.substring(at, end).strip();
            if (line.startsWith("%%")) {
                return CELL_MAGIC.matcher(cell).region(at, end).lookingAt() ? at : -1;
            }
            if (!line.isEmpty() && !line.startsWith("//") && !line.startsWith("#")) {
                return -1;
            }
            at = end + 1;
        }
        return -1;
    }

    private void cellMagic(int start) {
        Matcher matcher = CELL_MAGIC.matcher(cell).region(start, cell.length());
        if (!matcher.lookingAt()) {
            throw new IllegalStateException("no cell magic at " + start);
        }
        var raw = new MagicText(cell, matcher.start(2));
        int end = raw.end();
        String body = end < cell.length() ? cell.substring(end + 1) : "";
        parts.add(
                new CellPart.CellMagic(lineNumber(start), matcher.group(1), raw.arguments(), body));
    }

    private void lines() {
        int javaStart = 0;
        int at = 0;
        while (at < cell.length()) {
            // Only at the start of a line, in code and outside of brackets.
            if (state.kind == JavaText.Kind.CODE && state.depth == 0) {
                CellPart.@Nullable LineMagic magic = magicAt(at);
                if (magic != null) {
                    java(javaStart, at);
                    parts.add(magic);
                    at = Math.min(magicEnd + 1, cell.length());
                    javaStart = at;
                    state.last = 0;
                    continue;
                }
            }
            int end = Math.min(lineEnd(at) + 1, cell.length());
            while (at < end) {
                at = JavaText.advance(cell, at, state);
            }
            at = toLineStart(at);
        }
        java(javaStart, cell.length());
    }

    private int magicEnd;

    /// A token may have run over the end of a line; the rest of its last line is walked over as well.
    private int toLineStart(int from) {
        int at = from;
        while (at < cell.length() && cell.charAt(at - 1) != '\n') {
            at = JavaText.advance(cell, at, state);
        }
        return at;
    }

    private CellPart.@Nullable LineMagic magicAt(int at) {
        int end = lineEnd(at);
        Matcher assigned = ASSIGNED.matcher(cell).region(at, end);
        if (assigned.lookingAt()) {
            return magic(
                    at, assigned.group(3), assigned.end(3), assigned.group(1), assigned.group(2));
        }
        Matcher plain = MAGIC.matcher(cell).region(at, end);
        if (!plain.lookingAt()) {
            return null;
        }
        String name = plain.group(1);
        boolean javaIsOpen = state.last != 0 && state.last != ';' && state.last != '}';
        if (javaIsOpen && (!isMagic.test(name) || isVariable.test(name))) {
            return null;
        }
        return magic(at, name, plain.end(1), null, null);
    }

    private CellPart.LineMagic magic(
            int at,
            String name,
            int afterName,
            @Nullable String resultType,
            @Nullable String resultName) {
        var raw = new MagicText(cell, afterName);
        magicEnd = raw.end();
        return new CellPart.LineMagic(
                lineNumber(at), name, raw.arguments(), resultType, resultName);
    }

    private void java(int from, int to) {
        String code = cell.substring(from, to);
        if (!code.isBlank()) {
            int blank = 0;
            while (Character.isWhitespace(code.charAt(blank))) {
                blank++;
            }
            int lineStart = code.lastIndexOf('\n', blank) + 1;
            parts.add(
                    new CellPart.JavaCode(lineNumber(from + lineStart), code.substring(lineStart)));
        }
    }

    private int lineEnd(int at) {
        int end = cell.indexOf('\n', at);
        return end < 0 ? cell.length() : end;
    }

    private int lineNumber(int at) {
        int line = 1;
        for (int i = 0; i < at; i++) {
            if (cell.charAt(i) == '\n') {
                line++;
            }
        }
        return line;
    }
}
