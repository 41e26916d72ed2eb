package dev.kiln.catalog;

import org.jspecify.annotations.Nullable;

import java.util.Collection;
import java.util.Optional;

/// A mistake that the user can mend: what is wrong, in the user's words and numbers, and what to do.
///
/// Shown without a stack trace; every other exception is a fault of Kiln's and is shown with one.
public final class UserError extends RuntimeException {
    private final String code;
    private final String problem;
    private final String remedy;
    private final @Nullable Misnamed misnamed;

    /// A word of the user's that is wrong.
    ///
    /// @param word    as it was typed
    /// @param instead what was probably meant; empty where the word is too much; null where nothing is near
    public record Misnamed(String word, @Nullable String instead) {}

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
        this(code, problem, remedy, cause, null);
    }

    private UserError(
            String code,
            String problem,
            String remedy,
            @Nullable Throwable cause,
            @Nullable Misnamed misnamed) {
        super((code.isEmpty() ? "" : code + ": ") + problem + "\n  " + remedy, cause);
        this.code = code;
        this.problem = problem;
        this.remedy = remedy;
        this.misnamed = misnamed;
    }

    /// The same error, which knows the word that is wrong, so that it can be marked where it was typed.
    public UserError naming(String word, @Nullable String instead) {
        return new UserError(code, problem, remedy, getCause(), new Misnamed(word, instead));
    }

    /// The same error, which knows the word that is wrong, and the nearest of the known ones, if any is near.
    public UserError naming(String word, Collection<String> known) {
        return naming(word, Names.nearest(word, known).stream().findFirst().orElse(null));
    }

    /// The word that is wrong, where it is known.
    public Optional<Misnamed> misnamed() {
        return Optional.ofNullable(misnamed);
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
