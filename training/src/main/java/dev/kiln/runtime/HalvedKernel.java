package dev.kiln.runtime;

/// A kernel in two halves that write different places, and what then puts them together.
record HalvedKernel(Kernel first, Kernel second, Kernel after) implements Kernel {
    /// Halves that need not be put together.
    HalvedKernel(Kernel first, Kernel second) {
        this(first, second, _ -> {});
    }

    @Override
    public void run(Moment moment) {
        Workers.both(first, second, moment);
        after.run(moment);
    }
}
