package dev.kiln.kernel;

import dev.kiln.catalog.UserError;
import dev.kiln.kernel.java.CellExited;
import dev.kiln.kernel.java.CellFailure;
import dev.kiln.kernel.java.CellStopped;
import dev.kiln.magics.notebook.CellPart;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What went wrong in a cell, as the cell shows it.
final class Problems {
    private static final String RED = "\u001B[31m";
    private static final String PLAIN = "\u001B[0m";
    private static final int FRAMES = 12;

    private Problems() {}

    static CellFailure of(Throwable thrown) {
        return switch (thrown) {
            case CellFailure failure -> failure;
            case CellStopped _ ->
                    oneLine("Interrupted", "the cell was stopped. Variables keep their values.");
            case CellExited exit -> oneLine("SystemExit", exit.getMessage());
            case UserError error -> CellFailure.of(error, List.of());
            case Throwable other -> fault(other);
        };
    }

    private static CellFailure oneLine(String name, String value) {
        return new CellFailure(name, value, List.of(RED + name + PLAIN + ": " + value));
    }

    /// A magic threw: most likely the magic's own fault, so its frames help whoever wrote it.
    private static CellFailure fault(Throwable thrown) {
        String name = thrown.getClass().getSimpleName();
        String value = Optional.ofNullable(message(thrown)).orElse("");
        List<String> lines = new ArrayList<>();
        (RED + name + PLAIN + (value.isEmpty() ? "" : ": " + value)).lines().forEach(lines::add);
        StackTraceElement[] frames = thrown.getStackTrace();
        for (int i = 0; i < Math.min(FRAMES, frames.length); i++) {
            if (frames[i].getClassName().startsWith("dev.kiln.kernel.")) {
                break;
            }
            if (i == 0 || !frames[i].equals(frames[i - 1])) {
                lines.add("  at " + shown(frames[i]));
            }
        }
        return new CellFailure(name, value.lines().findFirst().orElse(""), lines);
    }

    /// A frame without the names that JShell gives to the classes around a cell's code.
    private static String shown(StackTraceElement frame) {
        return frame.getClassName().startsWith("REPL.")
                ? frame.getClassName()
                                .replaceFirst(".*\\$", "")
                                .replaceFirst("^[0-9]+$", "anonymous class")
                        + "."
                        + frame.getMethodName()
                : frame.getClassName()
                        + "."
                        + frame.getMethodName()
                        + "("
                        + frame.getFileName()
                        + ":"
                        + frame.getLineNumber()
                        + ")";
    }

    private static String message(Throwable thrown) {
        try {
            return thrown.getMessage();
        } catch (RuntimeException | StackOverflowError broken) {
            return "(its message cannot be read: " + broken.getClass().getSimpleName() + ")";
        }
    }

    static UserError noResult(CellPart.LineMagic magic) {
        return new UserError(
                "%" + magic.name() + " has no result that " + magic.resultName() + " could hold.",
                "Type: %"
                        + magic.name()
                        + (magic.arguments().isEmpty() ? "" : " " + magic.arguments()));
    }

    static UserError otherType(String name, String type) {
        return new UserError(
                name
                        + " is your variable of type "
                        + type
                        + ", which cannot hold the magic's result.",
                "Choose another name for the result.");
    }
}
