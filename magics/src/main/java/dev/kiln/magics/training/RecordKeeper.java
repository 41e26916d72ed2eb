package dev.kiln.magics.training;

import dev.kiln.magics.notebook.Notebook;
import dev.kiln.magics.output.Messages;
import dev.kiln.magics.session.Run;
import dev.kiln.magics.session.RunRecords;
import dev.kiln.magics.session.Session;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;

/// Writes a fit's record while it runs, so that the epochs done outlive a kernel that dies.
final class RecordKeeper {
    private static final long BETWEEN = Duration.ofSeconds(5).toNanos();

    private final Session session;
    private final Notebook notebook;
    private final Run run;
    private final int planned;
    private final Instant began = Instant.now();
    private long last = System.nanoTime();
    private boolean isBroken;

    /// @param planned number of the last epoch that was asked for
    RecordKeeper(Session session, Notebook notebook, Run run, int planned) {
        this.session = session;
        this.notebook = notebook;
        this.run = run;
        this.planned = planned;
    }

    /// After an epoch; seldom enough to cost nothing.
    void epochDone() {
        if (System.nanoTime() - last > BETWEEN) {
            keep("");
        }
    }

    /// @param headline as the card says
    void keep(String headline) {
        if (isBroken || notebook.records().isEmpty()) {
            return;
        }
        try {
            new RunRecords(notebook.records().get())
                    .keep(run, began, notebook.folder(), session.id(), planned, headline);
        } catch (IOException e) {
            isBroken = true;
            notebook.show(
                    Messages.note(
                            "this run is not recorded for later sessions: "
                                    + notebook.records().get()
                                    + " cannot be written to ("
                                    + e.getClass().getSimpleName()
                                    + ")."));
        }
        last = System.nanoTime();
    }
}
