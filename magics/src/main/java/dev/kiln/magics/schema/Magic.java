package dev.kiln.magics.schema;

import dev.kiln.magics.notebook.Notebook;
import dev.kiln.magics.session.Session;

import org.jspecify.annotations.Nullable;

/// A line magic with its options filled in.
public interface Magic {
    /// Carries the line out.
    ///
    /// @return what the line gives, for `var h = %fit`; null for nothing
    /// @throws dev.kiln.catalog.UserError where it cannot be carried out; the session is as it was
    @Nullable Object run(Session session, Notebook notebook) throws Exception;

    /// Whether the line changes data, model or weights, so that `%undo` takes it back.
    default boolean changesSession() {
        return false;
    }

    /// Whether the line neither touches Java variables nor what a fit changes, so that a subshell can run it while a
    /// cell runs.
    default boolean needsNoJava() {
        return false;
    }

    /// One that works on the body of its cell.
    interface OfCell extends Magic {
        /// @param body the lines below the magic's own
        @Nullable Object run(Session session, Notebook notebook, String body) throws Exception;

        @Override
        default @Nullable Object run(Session session, Notebook notebook) throws Exception {
            return run(session, notebook, "");
        }
    }
}
