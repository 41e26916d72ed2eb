package dev.kiln.runtime;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.Callable;
import java.util.function.Consumer;

/// A generated kernel that is made and driven in the background once there is work for it; until it is fast, loops with the same bits do
/// the work.
///
/// @param <T> what kernels of this kind implement
final class Promoted<T> {
    /// Numbers moved before it is asked for: a tenth of a millisecond's worth.
    private static final long EARNED = 500_000;

    private final Callable<T> maker;
    private final Runnable loops;
    private final Consumer<T> driver;
    private final double fast;
    private long work;
    private volatile @Nullable T made;

    /// @param maker  makes the kernel
    /// @param driver runs a kernel on scratch numbers
    /// @param loops  the same numbers by loops
    /// @param fast   the share of their time that is fast enough
    Promoted(Callable<T> maker, Consumer<T> driver, Runnable loops, double fast) {
        this.maker = maker;
        this.driver = driver;
        this.loops = loops;
        this.fast = fast;
    }

    /// The kernel, once it is fast.
    ///
    /// @param numbers that are to be moved now
    @Nullable T after(long numbers) {
        T now = made;
        if (now == null && work < EARNED) {
            earn(numbers);
        }
        return now;
    }

    private synchronized void earn(long numbers) {
        if (work < EARNED) {
            work += numbers;
            if (work >= EARNED) {
                Promotion.inBackground(this::make);
            }
        }
    }

    private void make() {
        try {
            T kernel = maker.call();
            if (Promotion.compiles(() -> driver.accept(kernel))
                    && Promotion.overtakes(() -> driver.accept(kernel), loops, fast)) {
                made = kernel;
            }
        } catch (Exception | LinkageError e) {
            // The loops go on; somebody who looks for speed should know.
            System.getLogger(Promoted.class.getName())
                    .log(System.Logger.Level.DEBUG, "no vectors for " + driver, e);
        }
    }
}
