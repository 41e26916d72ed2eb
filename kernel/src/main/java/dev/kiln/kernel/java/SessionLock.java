package dev.kiln.kernel.java;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/// Who may use the [JavaSession]: one thread at a time. While the code of a cell runs the session is free, so that
/// subshells can ask for completions.
///
/// No user code runs on a thread that holds the lock, so nobody waits longer than one compilation takes.
public final class SessionLock {
    private final ReentrantLock lock = new ReentrantLock(true);

    /// Runs the task when no other thread uses the session.
    public <T> T during(Callable<T> task) throws Exception {
        lock.lock();
        try {
            return task.call();
        } finally {
            lock.unlock();
        }
    }

    /// Reads something when no other thread uses the session.
    public <T> T reading(Supplier<T> reader) {
        lock.lock();
        try {
            return reader.get();
        } finally {
            lock.unlock();
        }
    }

    /// Waits for something from a queue, and lets others use the session meanwhile.
    <T> T outside(BlockingQueue<T> queue) throws InterruptedException {
        int held = lock.getHoldCount();
        for (int i = 0; i < held; i++) {
            lock.unlock();
        }
        try {
            return queue.take();
        } finally {
            for (int i = 0; i < held; i++) {
                lock.lock();
            }
        }
    }
}
