package dev.kiln.kernel.java;

import dev.kiln.catalog.UserError;

import jdk.jshell.Diag;
import jdk.jshell.EvalException;
import jdk.jshell.JShell;
import jdk.jshell.JShellException;
import jdk.jshell.Snippet;
import jdk.jshell.UnresolvedReferenceException;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Says what went wrong in a cell: in the compiler's words or the exception's, with the cell's line, without frames
/// that are not the user's.
final class Failures {
    private static final String RED = "\u001B[31m";
    private static final String PLAIN = "\u001B[0m";
    private static final int FRAMES = 20;
    private static final int CAUSES = 5;

    private final JShell shell;
    private final Map<String, CellSource> sources;

    /// @param sources the pieces of cells by snippet id
    Failures(JShell shell, Map<String, CellSource> sources) {
        this.shell = shell;
        this.sources = sources;
    }

    /// What the compiler said about a piece that it refused.
    CellFailure compileError(Snippet snippet, CellSteps.Step step) {
        CellSource piece = step.source();
        List<Diag> errors =
                shell.diagnostics(snippet)
                        .filter(Diag::isError)
                        .sorted(Comparator.comparingLong(Diag::getPosition))
                        .toList();
        List<String> lines = new ArrayList<>();
        String first = "The compiler refused this line.";
        for (Diag error : errors) {
            String message = error.getMessage(Locale.ROOT).strip();
            String[] parts = message.split("\\R");
            if (lines.isEmpty()) {
                first = parts[0];
            }
            int position =
                    (int)
                            Math.clamp(
                                    step.inSource(error.getPosition()),
                                    0,
                                    Math.max(0, piece.code().length()));
            long end = step.inSource(error.getEndPosition());
            lines.addAll(place(parts[0], piece, position, (int) end));
            for (int i = 1; i < parts.length; i++) {
                lines.add("  " + parts[i].strip());
            }
        }
        return new CellFailure("CompileError", first, lines.isEmpty() ? List.of(first) : lines);
    }

    /// JShell takes no notice of a comment that goes on to the end of the cell.
    CellFailure openComment(CellSource piece, int position) {
        String problem = "unclosed comment";
        return new CellFailure(
                "CompileError", problem, place(problem, piece, position, position + 2));
    }

    /// What is wrong, and the line with a caret under the place.
    private static List<String> place(String problem, CellSource piece, int from, int to) {
        int line = piece.lineOf(from);
        return List.of(
                RED + "CompileError" + PLAIN + ": " + problem,
                "  " + piece.label() + ", line " + line,
                "    " + piece.line(line),
                "    " + caret(piece, from, to));
    }

    private static String caret(CellSource piece, int from, int to) {
        int lineStart = piece.code().lastIndexOf('\n', from - 1) + 1;
        int lineEnd = piece.code().indexOf('\n', from);
        int end = Math.min(to, lineEnd < 0 ? piece.code().length() : lineEnd);
        String before = piece.code().substring(lineStart, from).replaceAll("[^\t]", " ");
        return before + "^".repeat(Math.max(1, end - from));
    }

    /// What the user's code threw.
    ///
    /// @param raw the exception itself, where the control still has it
    CellFailure thrown(JShellException translated, Optional<Throwable> raw) {
        if (translated instanceof UnresolvedReferenceException unresolved) {
            String missing =
                    shell.unresolvedDependencies(unresolved.getSnippet())
                            .reduce((a, b) -> a + ", " + b)
                            .orElse("something");
            String problem =
                    unresolved.getSnippet().name()
                            + " cannot run yet: it uses "
                            + missing
                            + ", which is not declared.";
            return new CellFailure(
                    "UnresolvedReference",
                    problem,
                    List.of(RED + "UnresolvedReference" + PLAIN + ": " + problem));
        }
        if (raw.isPresent() && raw.get() instanceof CellExited exit) {
            String problem =
                    "the cell ended itself with status "
                            + exit.status()
                            + ". The kernel goes on; variables are kept.";
            return new CellFailure(
                    "SystemExit", problem, List.of(RED + "SystemExit" + PLAIN + ": " + problem));
        }
        if (raw.isPresent() && raw.get() instanceof UserError error) {
            return mistake(error, translated);
        }
        String name =
                translated instanceof EvalException exception
                        ? simpleName(exception.getExceptionClassName())
                        : translated.getClass().getSimpleName();
        String value = Optional.ofNullable(translated.getMessage()).orElse("");
        List<String> lines = new ArrayList<>();
        Throwable at = translated;
        for (int depth = 0; at != null && depth < CAUSES; depth++) {
            describe(at, depth == 0 ? "" : "Caused by: ", lines);
            at = at.getCause();
        }
        return new CellFailure(name, value, lines);
    }

    /// What Kiln says of the user's mistake, and the line of the cell that it was made in: no frames of Kiln's.
    private CellFailure mistake(UserError error, JShellException translated) {
        List<String> place = new ArrayList<>();
        for (StackTraceElement frame : translated.getStackTrace()) {
            if (isOfCell(frame)) {
                place.addAll(frameLines(frame));
                break;
            }
        }
        return CellFailure.of(error, place);
    }

    private boolean isOfCell(StackTraceElement frame) {
        String file = frame.getFileName();
        return file != null && file.startsWith("#") && sources.containsKey(file.substring(1));
    }

    private void describe(Throwable thrown, String prefix, List<String> lines) {
        String name =
                thrown instanceof EvalException exception
                        ? simpleName(exception.getExceptionClassName())
                        : thrown.getClass().getSimpleName();
        String message = thrown.getMessage() == null ? "" : ": " + thrown.getMessage();
        (prefix + RED + name + PLAIN + message).lines().forEach(lines::add);
        int shown = 0;
        StackTraceElement last = null;
        int repeated = 0;
        for (StackTraceElement frame : thrown.getStackTrace()) {
            if (isOurs(frame)) {
                continue;
            }
            if (frame.equals(last)) {
                repeated++;
                continue;
            }
            addRepeated(repeated, lines);
            repeated = 0;
            last = frame;
            if (++shown > FRAMES) {
                lines.add("  …");
                return;
            }
            lines.addAll(frameLines(frame));
        }
        addRepeated(repeated, lines);
    }

    private static void addRepeated(int repeated, List<String> lines) {
        if (repeated > 0) {
            lines.add("  … the same line " + repeated + " times more");
        }
    }

    private List<String> frameLines(StackTraceElement frame) {
        String file = frame.getFileName();
        CellSource source =
                file != null && file.startsWith("#") ? sources.get(file.substring(1)) : null;
        if (source == null) {
            return List.of(
                    "  at "
                            + frame.getClassName()
                            + "."
                            + frame.getMethodName()
                            + "("
                            + (file == null ? "" : file + ":" + frame.getLineNumber())
                            + ")");
        }
        int line = source.firstLine() + frame.getLineNumber() - 1;
        String method = frame.getMethodName();
        String where = method.isEmpty() || method.contains("do_it$") ? "" : ", in " + method;
        return List.of(
                "  " + source.label() + ", line " + line + where,
                "    --> " + source.line(line).strip());
    }

    /// Frames of the machinery that runs cells.
    private static boolean isOurs(StackTraceElement frame) {
        String name = frame.getClassName();
        return name.startsWith("dev.kiln.kernel.")
                || name.startsWith("jdk.internal.reflect.")
                || name.startsWith("java.lang.reflect.")
                || name.startsWith("java.lang.invoke.")
                || name.startsWith("jdk.jshell.");
    }

    private static String simpleName(String qualified) {
        return qualified.startsWith("REPL.") || qualified.startsWith("java.")
                ? qualified.substring(
                        Math.max(qualified.lastIndexOf('.'), qualified.lastIndexOf('$')) + 1)
                : qualified.substring(qualified.lastIndexOf('.') + 1);
    }
}
