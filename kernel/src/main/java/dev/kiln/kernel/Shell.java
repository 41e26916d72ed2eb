package dev.kiln.kernel;

import dev.kiln.kernel.Requests.Request;

import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;

/// Requests that are answered in order, on a thread of their own: those of the main shell, of a subshell, or of the
/// control channel.
final class Shell {
    private static final long STACK_BYTES = 16 << 20;

    private final boolean isSubshell;
    private final BlockingQueue<Optional<Request>> waiting = new LinkedBlockingQueue<>();
    private volatile boolean closed;
    private volatile long abortUntil = System.nanoTime();

    /// @param isSubshell whether others are answered beside it, the main shell among them
    Shell(boolean isSubshell) {
        this.isSubshell = isSubshell;
    }

    boolean isSubshell() {
        return isSubshell;
    }

    /// Starts to answer, until the shell is closed.
    void start(String name, Consumer<Request> answer, Consumer<String> log) {
        Thread thread = new Thread(null, () -> serve(answer, log), name, STACK_BYTES);
        thread.setDaemon(true);
        thread.start();
    }

    private void serve(Consumer<Request> answer, Consumer<String> log) {
        boolean open = true;
        while (open) {
            try {
                Optional<Request> next = waiting.take();
                next.ifPresent(answer);
                open = next.isPresent();
            } catch (InterruptedException stray) {
                log.accept("A stray interrupt reached " + Thread.currentThread().getName() + ".");
            } catch (Throwable fault) {
                log.accept("A request was lost: " + fault);
            }
        }
    }

    /// @return false, with nothing added, where the shell is closed
    synchronized boolean add(Request request) {
        return !closed && waiting.add(Optional.of(request));
    }

    /// Takes no more requests; those that wait are still answered, though no cell is run any more.
    synchronized void close() {
        if (!closed) {
            closed = true;
            waiting.add(Optional.empty());
        }
    }

    /// Aborts the cells that have arrived by now.
    void abort() {
        abortUntil = System.nanoTime();
    }

    /// Whether a cell shall not be run: one before it failed, the user stopped all, or the shell was deleted.
    boolean isAborted(Request request) {
        return closed || request.arrived() - abortUntil < 0;
    }
}
