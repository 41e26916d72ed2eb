package dev.kiln.kernel.java;

import dev.kiln.kernel.output.Cell;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// One run of one cell, on two threads that take turns: the evaluator compiles, the cell's own thread runs what the
/// user wrote. Only the cell's threads are ever interrupted: the compiler's open files would not survive it.
///
/// A cell that does not leave its thread when told to stop keeps it; the evaluator goes on without.
public final class CellRun implements AutoCloseable {
    private static final long PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(800);
    private static final long LOOK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final long STACK_BYTES = 16 << 20;
    private static final Runnable WAKE = () -> {};

    private final Cell cell;
    private final ThreadGroup group;
    private final Thread cellThread;
    private final BlockingQueue<Runnable> forCell = new LinkedBlockingQueue<>();
    private final BlockingQueue<Runnable> forEvaluator = new LinkedBlockingQueue<>();
    private final CompletableFuture<Void> abandoned = new CompletableFuture<>();
    private final SessionLock session;
    private volatile boolean stopped;
    private volatile boolean closed;

    /// @param loader  context class loader of the cell's threads
    /// @param session free for others while the cell's own code runs
    public CellRun(Cell cell, ClassLoader loader, SessionLock session) {
        this.cell = cell;
        this.session = session;
        this.group = new CellThreads();
        this.cellThread = new Thread(group, this::serve, "cell", STACK_BYTES);
        cellThread.setContextClassLoader(loader);
        cellThread.setDaemon(true);
        cellThread.start();
    }

    /// Threads of a cell: one that is stopped says nothing.
    private static final class CellThreads extends ThreadGroup {
        CellThreads() {
            super("cell");
        }

        @Override
        public void uncaughtException(Thread thread, Throwable thrown) {
            if (!(thrown instanceof CellStopped)) {
                System.err.print("Exception in thread \"" + thread.getName() + "\" ");
                thrown.printStackTrace(System.err);
            }
        }
    }

    public Cell cell() {
        return cell;
    }

    private void serve() {
        cell.enter();
        while (!closed) {
            try {
                forCell.take().run();
            } catch (InterruptedException late) {
                // It came after what it was meant for had ended.
                Thread.interrupted();
            }
        }
    }

    /// Runs the task on the cell's thread, from the evaluator or, nested, from the cell's thread itself.
    ///
    /// @throws CellStopped where the cell was told to stop
    /// @throws Exception   what the task threw
    public <T> T call(Callable<T> task) throws Exception {
        if (Thread.currentThread() == cellThread) {
            return task.call();
        }
        CompletableFuture<T> result = new CompletableFuture<>();
        forCell.add(
                () -> {
                    complete(result, task);
                    forEvaluator.add(WAKE);
                });
        while (!result.isDone() && !abandoned.isDone()) {
            session.outside(forEvaluator).run();
        }
        if (stopped) {
            throw new CellStopped();
        }
        return valueOf(result);
    }

    /// Runs the task on the evaluator, which must be waiting in [#call]; for magics that need the compiler.
    public <T> T onEvaluator(Callable<T> task) throws Exception {
        CompletableFuture<T> result = new CompletableFuture<>();
        Runnable step =
                () -> {
                    complete(result, task);
                    forCell.add(WAKE);
                };
        synchronized (forEvaluator) {
            if (closed) {
                throw new IllegalStateException(
                        "The cell has ended; Java can be evaluated only while it runs.");
            }
            forEvaluator.add(step);
        }
        if (Thread.currentThread() != cellThread) {
            return valueOf(result);
        }
        while (!result.isDone()) {
            try {
                forCell.take().run();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new CellStopped();
            }
        }
        return valueOf(result);
    }

    private static <T> void complete(CompletableFuture<T> result, Callable<T> task) {
        try {
            result.complete(task.call());
        } catch (Throwable thrown) {
            result.completeExceptionally(thrown);
        }
    }

    private static <T> T valueOf(CompletableFuture<T> result) throws Exception {
        try {
            return result.get();
        } catch (ExecutionException thrown) {
            switch (thrown.getCause()) {
                case Error error -> throw error;
                case Exception exception -> throw exception;
                case Throwable other -> throw new IllegalStateException(other);
                case null -> throw thrown;
            }
        }
    }

    /// Whether the cell has been told to stop.
    public boolean isStopped() {
        return stopped;
    }

    /// Stops what the cell runs and the threads that it started. Returns at once; the cell ends within a second.
    public void stop() {
        stopped = true;
        CellCode.stop(cell);
        Thread.ofPlatform().daemon().name("kiln-stop").start(this::stopThreads);
    }

    private void stopThreads() {
        long end = System.nanoTime() + PATIENCE_NANOS;
        boolean alive = true;
        while (alive && System.nanoTime() < end) {
            alive = interruptAll() > 0 || ForkJoinPool.commonPool().getActiveThreadCount() > 0;
            LockSupport.parkNanos(LOOK_AGAIN_NANOS);
        }
        CellCode.allStopped(cell);
        abandoned.complete(null);
        forEvaluator.add(WAKE);
    }

    /// @return how many threads of the cell still run something
    private int interruptAll() {
        Thread[] threads = new Thread[group.activeCount() + 16];
        int count = group.enumerate(threads);
        int busy = 0;
        for (int i = 0; i < count; i++) {
            if (threads[i] != cellThread || !closed) {
                busy++;
                threads[i].interrupt();
            }
        }
        return busy;
    }

    /// Ends the run. Threads that the cell started go on.
    @Override
    public void close() {
        synchronized (forEvaluator) {
            closed = true;
        }
        forCell.add(WAKE);
        // Who asked at the last moment, from another thread, waits for an answer.
        for (Runnable late = forEvaluator.poll(); late != null; late = forEvaluator.poll()) {
            late.run();
        }
    }
}
