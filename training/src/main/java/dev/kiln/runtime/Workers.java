package dev.kiln.runtime;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/// A second thread for halves of large kernels.
///
/// How a kernel is cut is a rule of its shapes; whether a thread is free only decides who works on a half, so results
/// have the same bits either way. A half that the second thread has not begun when the first is done is taken back: where other
/// programs or the compiler hold the second core, nobody waits for it.
final class Workers {
    /// Looks at a flag this often before a thread goes to sleep: some 20 microseconds.
    private static final int PATIENCE = 1000;

    private static final boolean ALONE = Runtime.getRuntime().availableProcessors() < 2;
    private static final AtomicBoolean TAKEN = new AtomicBoolean();

    /// Whoever takes it out runs it.
    private static final AtomicReference<@Nullable Kernel> OFFERED = new AtomicReference<>();

    private static volatile boolean isDone;
    private static volatile @Nullable Moment moment;
    private static volatile @Nullable Thread waiting;
    private static volatile @Nullable Throwable failure;
    private static final Thread HELPER =
            Thread.ofPlatform().daemon().name("kiln-kernels").unstarted(Workers::help);

    private Workers() {}

    /// Runs both, at once where the second thread is free.
    static void both(Kernel here, Kernel there, Moment moment) {
        if (ALONE || !TAKEN.compareAndSet(false, true)) {
            here.run(moment);
            there.run(moment);
            return;
        }
        try {
            offer(there, moment);
            boolean isBegun;
            try {
                here.run(moment);
            } finally {
                isBegun = !OFFERED.compareAndSet(there, null);
                if (isBegun) {
                    await();
                }
            }
            if (!isBegun) {
                run(there, moment);
            }
            Throwable failed = failure;
            if (failed != null) {
                failure = null;
                throw new IllegalStateException("a half of a kernel failed", failed);
            }
        } finally {
            TAKEN.set(false);
        }
    }

    private static void offer(Kernel there, Moment given) {
        if (HELPER.getState() == Thread.State.NEW) {
            HELPER.start();
        }
        failure = null;
        isDone = false;
        waiting = Thread.currentThread();
        moment = given;
        OFFERED.set(there);
        LockSupport.unpark(HELPER);
    }

    private static void await() {
        for (int looks = 0; !isDone; looks++) {
            if (looks < PATIENCE) {
                Thread.onSpinWait();
            } else {
                LockSupport.park(Workers.class);
            }
        }
    }

    private static void help() {
        for (int looks = 0; ; looks++) {
            Kernel work = OFFERED.get();
            if (work != null) {
                if (OFFERED.compareAndSet(work, null)) {
                    run(work, java.util.Objects.requireNonNull(moment));
                    Thread asked = waiting;
                    isDone = true;
                    LockSupport.unpark(asked);
                }
                looks = 0;
            } else if (looks < PATIENCE) {
                Thread.onSpinWait();
            } else {
                LockSupport.park(Workers.class);
            }
        }
    }

    private static void run(Kernel work, Moment moment) {
        try {
            work.run(moment);
        } catch (Throwable e) {
            // Thrown again by the thread that waits.
            failure = e;
        }
    }
}
