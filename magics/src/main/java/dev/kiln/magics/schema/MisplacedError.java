package dev.kiln.magics.schema;

import dev.kiln.catalog.UserError;
import dev.kiln.magics.grammar.Span;

import org.jspecify.annotations.Nullable;

/// A mistake at a place of a magic's line.
public final class MisplacedError extends RuntimeException {
    private final String code;
    private final String problem;
    private final String remedy;
    private final Span at;
    private final @Nullable String instead;

    /// @param at place in the magic's arguments
    public MisplacedError(String code, String problem, String remedy, Span at) {
        this(code, problem, remedy, at, null);
    }

    /// @param instead what to write at that place; then the line to type is the whole line
    public MisplacedError(
            String code, String problem, String remedy, Span at, @Nullable String instead) {
        super(code + ": " + problem);
        this.instead = instead;
        this.code = code;
        this.problem = problem;
        this.remedy = remedy;
        this.at = at;
    }

    public Span at() {
        return at;
    }

    /// With the line as it was written, and a caret under the place.
    ///
    /// @param title     `%fit`
    /// @param arguments as written
    public UserError shownIn(String title, String arguments) {
        int lineStart = arguments.lastIndexOf('\n', Math.max(at.from() - 1, 0)) + 1;
        if (at.from() == 0) {
            lineStart = 0;
        }
        int lineEnd = arguments.indexOf('\n', at.from());
        String line = arguments.substring(lineStart, lineEnd < 0 ? arguments.length() : lineEnd);
        String before = lineStart == 0 && !title.isEmpty() ? title + " " : "";
        int length =
                Math.max(Math.min(at.to() - at.from(), line.length() - (at.from() - lineStart)), 1);
        String caret = " ".repeat(before.length() + at.from() - lineStart) + "^".repeat(length);
        String advice =
                instead == null
                        ? remedy
                        : "Type: "
                                + title
                                + " "
                                + arguments.substring(0, at.from())
                                + instead
                                + arguments.substring(at.to());
        return new UserError(code, problem + "\n  " + before + line + "\n  " + caret, advice);
    }
}
