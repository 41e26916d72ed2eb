package dev.kiln.kernel.java;

import dev.kiln.catalog.UserError;
import dev.kiln.magics.output.Markup;

import java.util.ArrayList;
import java.util.List;

/// A cell ended with an error, as Jupyter shows it.
public final class CellFailure extends Exception {
    private static final String RED = "\u001B[31m";
    private static final String PLAIN = "\u001B[0m";

    private final String name;
    private final String value;
    private final List<String> traceback;

    /// @param name      what kind of error, for example the exception's class
    /// @param value     the error in one line
    /// @param traceback the lines shown
    public CellFailure(String name, String value, List<String> traceback) {
        super(name + ": " + value, null, false, false);
        this.name = name;
        this.value = value;
        this.traceback = List.copyOf(traceback);
    }

    /// The user's mistake: the problem and the line to type, no frames.
    ///
    /// @param place lines that say where in the cell; may be empty
    public static CellFailure of(UserError error, List<String> place) {
        String name = error.code().isEmpty() ? "KilnError" : "KilnError " + error.code();
        List<String> lines = new ArrayList<>();
        List<String> problem = Markup.messageLines(error.problem());
        String first = problem.isEmpty() ? "" : problem.getFirst();
        lines.add(RED + name + PLAIN + ": " + first);
        problem.stream().skip(1).forEach(lines::add);
        Markup.messageLines(error.remedy()).forEach(line -> lines.add("  " + line));
        lines.addAll(place);
        return new CellFailure(name, first, lines);
    }

    public String name() {
        return name;
    }

    public String value() {
        return value;
    }

    public List<String> traceback() {
        return traceback;
    }
}
