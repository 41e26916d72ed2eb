package dev.kiln.runtime;

import java.util.function.BiConsumer;

/// A kernel in two halves that write different places, and what then puts them together.
record HalvedKernel(Kernel first, Kernel second, Kernel after) implements Kernel {
    /// Halves that need not be put together.
    HalvedKernel(Kernel first, Kernel second) {
        this(first, second, _ -> {});
    }

    /// Binds a kernel to some elements of the batch.
    interface Part<K extends Kernel> {
        K of(Elements elements, Scratch scratch);
    }

    /// A kernel over a whole batch, or two over halves of it.
    ///
    /// @param isWorth whether it is enough work for a second thread
    /// @param join    puts what the second half gave to what the first gave
    static <K extends Kernel> Kernel of(
            int batch, boolean isWorth, Scratch scratch, Part<K> part, BiConsumer<K, K> join) {
        if (batch < 2 || !isWorth) {
            return part.of(new Elements(0, batch), scratch);
        }
        K first = part.of(new Elements(0, batch / 2), scratch);
        K second = part.of(new Elements(batch / 2, batch), scratch.other());
        return new HalvedKernel(first, second, _ -> join.accept(first, second));
    }

    @Override
    public void run(Moment moment) {
        Workers.both(first, second, moment);
        after.run(moment);
    }
}
