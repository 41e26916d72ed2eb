package dev.kiln.kernel.java;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/// What a child process prints, copied to the streams of the cell that started it.
public final class ChildOutput implements AutoCloseable {
    private static final int BUFFER = 8192;

    private final List<Thread> copiers = new ArrayList<>();

    private ChildOutput() {}

    /// Copies both streams of a process until they end.
    public static ChildOutput of(Process process) {
        ChildOutput output = new ChildOutput();
        output.copy(process.getInputStream(), System.out);
        output.copy(process.getErrorStream(), System.err);
        return output;
    }

    static ChildOutput of(Process process, boolean out, boolean err) {
        ChildOutput output = new ChildOutput();
        if (out) {
            output.copy(process.getInputStream(), System.out);
        }
        if (err) {
            output.copy(process.getErrorStream(), System.err);
        }
        return output;
    }

    private void copy(InputStream from, PrintStream to) {
        Thread thread = new Thread(() -> pump(from, to), "child-output");
        thread.setDaemon(true);
        thread.start();
        copiers.add(thread);
    }

    private static void pump(InputStream from, PrintStream to) {
        byte[] buffer = new byte[BUFFER];
        try {
            for (int count = from.read(buffer); count >= 0; count = from.read(buffer)) {
                to.write(buffer, 0, count);
                to.flush();
            }
        } catch (IOException ended) {
            // The process was ended while it printed; what it printed has been shown.
            to.flush();
        }
    }

    /// Waits until all has been copied.
    public void awaitEnd() throws InterruptedException {
        for (Thread copier : copiers) {
            copier.join();
        }
    }

    /// Copying goes on by itself until the process ends.
    @Override
    public void close() {}
}
