package dev.kiln.catalog;

import org.jspecify.annotations.Nullable;

/// A mistake that the user can mend: what is wrong, in the user's words and numbers, and what to do.
///
/// Shown without a stack trace; every other exception is a fault of Kiln's and is shown with one.
public final class UserError extends RuntimeException {
    private final String code;
    private final String problem;
    private final String remedy;

    /// @param problem what is wrong, one sentence
    /// @param remedy  what to do now, best a line to type
    public UserError(String problem, String remedy) {
        this("", problem, remedy);
    }

    /// @param code the message's number in the reference, for example `E101`; empty for none
    public UserError(String code, String problem, String remedy) {
        this(code, problem, remedy, null);
    }

    /// @param cause what was thrown below, for the log; never shown to the user
    public UserError(String code, String problem, String remedy, @Nullable Throwable cause) {
        super((code.isEmpty() ? "" : code + ": ") + problem + "\n  " + remedy, cause);
        this.code = code;
        this.problem = problem;
        this.remedy = remedy;
    }

    public String code() {
        return code;
    }

    public String problem() {
        return problem;
    }

    public String remedy() {
        return remedy;
    }
}
