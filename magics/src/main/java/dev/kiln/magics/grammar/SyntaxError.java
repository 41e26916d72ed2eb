package dev.kiln.magics.grammar;

/// Text that is no argument list.
public final class SyntaxError extends RuntimeException {
    private final int at;
    private final boolean isUnfinished;

    /// @param at           the `char` that does not fit
    /// @param isUnfinished whether more text could make it right: an open bracket or quote
    SyntaxError(String message, int at, boolean isUnfinished) {
        super(message);
        this.at = at;
        this.isUnfinished = isUnfinished;
    }

    public int at() {
        return at;
    }

    public boolean isUnfinished() {
        return isUnfinished;
    }
}
