package dev.kiln.kernel.java;

import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.Completeness;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// A cell's source, cut into what the compiler is asked one after the other.
///
/// JShell takes one declaration or statement at a time, and each costs it the same, however short it is. Statements
/// that follow each other are therefore compiled as one block: nothing outside can tell the difference, since a
/// statement declares nothing. Where the block does not compile its parts are run one by one, as far as they do.
final class CellSteps {
    private static final String NAME = "[\\p{L}_$][\\p{L}\\p{N}_$]*";

    /// What can be nothing but a statement: a loop or a condition, a call, an assignment, a step by one.
    private static final Pattern STATEMENT =
            Pattern.compile(
                    "(?:(?:for|while|if|do|try|synchronized)\\b(?s:.*)"
                            + ("|" + NAME + "(?:\\s*\\.\\s*" + NAME + ")*\\s*")
                            + "(?:\\((?s:.*)\\)\\s*;"
                            + "|(?:\\[[^\\[\\]]+]\\s*)*(?:(?:[-+*/%&|^]|<<|>>>?)?=(?!=)(?s:.*);|(?:\\+\\+|--)\\s*;)))\\s*");

    /// Between two statements of a block; a name of the user's that hides it makes the block fail to compile.
    private static final String STOP_CHECK = CellCode.class.getName() + ".check();";

    /// @param source what the user wrote
    /// @param code   the same on the same lines, as the compiler gets it
    /// @param parts  what to run instead where it does not compile; empty for a step of one part
    /// @param publics where the code has a `public ` that the source has not
    record Step(CellSource source, String code, List<CellSource> parts, List<Integer> publics) {
        private static final String PUBLIC = "public ";

        /// JShell makes every class public, and a record's constructor then has to be, which nobody writes in a cell.
        static Step of(CellSource part) {
            List<Integer> publics = Syntax.recordConstructors(part.code());
            var code = new StringBuilder(part.code());
            publics.reversed().forEach(place -> code.insert(place, PUBLIC));
            return new Step(part, code.toString(), List.of(), publics);
        }

        /// Where in the source a place of the code is.
        long inSource(long place) {
            long at = place;
            for (int added : publics) {
                if (at <= added) {
                    break;
                }
                at = Math.max(added, at - PUBLIC.length());
            }
            return at;
        }
    }

    private CellSteps() {}

    static List<Step> of(CellSource source, SourceCodeAnalysis analysis) {
        List<Step> steps = new ArrayList<>();
        List<CellSource> statements = new ArrayList<>();
        List<CellSource> parts = parts(source, analysis);
        for (int i = 0; i < parts.size(); i++) {
            boolean isLast = i == parts.size() - 1;
            if (!isLast && STATEMENT.matcher(parts.get(i).code()).matches()) {
                statements.add(parts.get(i));
            } else {
                addBlock(statements, steps);
                steps.add(Step.of(parts.get(i)));
            }
        }
        return steps;
    }

    /// Adds the statements as one step and forgets them.
    private static void addBlock(List<CellSource> statements, List<Step> steps) {
        if (statements.size() < 2) {
            statements.stream().map(Step::of).forEach(steps::add);
        } else {
            CellSource first = statements.getFirst();
            StringBuilder lines = new StringBuilder();
            StringBuilder code = new StringBuilder("{");
            int line = first.firstLine();
            for (CellSource statement : statements) {
                String between = "\n".repeat(statement.firstLine() - line);
                lines.append(between).append(statement.code());
                code.append(between).append(STOP_CHECK).append(statement.code());
                line = statement.lineOf(statement.code().length());
            }
            steps.add(
                    new Step(
                            new CellSource(first.label(), lines.toString(), first.firstLine()),
                            code.append("\n}").toString(),
                            List.copyOf(statements),
                            List.of()));
        }
        statements.clear();
    }

    private static List<CellSource> parts(CellSource source, SourceCodeAnalysis analysis) {
        List<CellSource> parts = new ArrayList<>();
        int offset = Syntax.skipBlank(source.code(), 0);
        while (offset < source.code().length()) {
            CellSource rest = source.from(offset);
            var piece = analysis.analyzeCompletion(rest.code());
            if (piece.completeness() == Completeness.EMPTY) {
                break;
            }
            boolean isWhole =
                    piece.completeness().isComplete()
                            && piece.completeness() != Completeness.UNKNOWN;
            int next =
                    isWhole
                            ? source.code().length() - piece.remaining().length()
                            : source.code().length();
            String code = isWhole ? piece.source() : rest.code();
            parts.add(new CellSource(source.label(), code, rest.firstLine()));
            offset = Syntax.skipBlank(source.code(), next);
        }
        return parts;
    }
}
