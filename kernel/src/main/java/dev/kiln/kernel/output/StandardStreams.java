package dev.kiln.kernel.output;

import org.jspecify.annotations.Nullable;

import java.io.InputStream;
import java.io.PrintStream;

/// The streams that cells print to and read from, as `System` has them.
public final class StandardStreams {
    private static volatile @Nullable StandardStreams taken;

    private final PrintStream out;
    private final PrintStream err;
    private final InputStream in;

    private StandardStreams(PrintStream out, PrintStream err, InputStream in) {
        this.out = out;
        this.err = err;
        this.in = in;
    }

    /// Makes these the process's.
    static void take(PrintStream out, PrintStream err, InputStream in) {
        System.setOut(out);
        System.setErr(err);
        System.setIn(in);
        taken = new StandardStreams(out, err, in);
    }

    /// Puts back what user code set to null: the compiler prints too.
    public static void mend() {
        StandardStreams kept = taken;
        if (kept == null) {
            return;
        }
        if (System.out == null) {
            System.setOut(kept.out);
        }
        if (System.err == null) {
            System.setErr(kept.err);
        }
        if (System.in == null) {
            System.setIn(kept.in);
        }
    }
}
