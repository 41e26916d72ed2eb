package dev.kiln.kernel.history;

import org.jspecify.annotations.Nullable;

/// A cell that was run.
///
/// @param session number of its session, from 1; no two sessions of a user have the same
/// @param line    number of the cell in its session, from 1
/// @param code    as typed
/// @param shown   its result as text; null where it had none
public record PastCell(int session, int line, String code, @Nullable String shown) {
    PastCell showing(String text) {
        return new PastCell(session, line, code, text);
    }
}
