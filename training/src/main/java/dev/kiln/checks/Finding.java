package dev.kiln.checks;

import dev.kiln.catalog.UserError;

/// Something about a set-up that is wrong, doubtful, or worth a note.
///
/// @param code    `E…` for what is wrong, `W…` for what is doubtful, `N…` for a note
/// @param problem what is wrong, in the user's words and numbers
/// @param remedy  what to do now; empty for a note
public record Finding(String code, String problem, String remedy) {
    public boolean isError() {
        return code.startsWith("E");
    }

    public boolean isWarning() {
        return code.startsWith("W");
    }

    /// Problem and remedy in one line.
    public String text() {
        return remedy.isEmpty() ? problem : problem + " " + remedy;
    }

    public UserError toError() {
        return new UserError(code, problem, remedy);
    }
}
