package dev.kiln.model;

import dev.kiln.catalog.UserError;

import java.util.function.Supplier;

/// How many numbers models may take while they are made from a description that somebody else wrote: it can declare
/// more than there is before a single number was read.
public final class WeightLimit {
    private static final ScopedValue<WeightLimit> CURRENT = ScopedValue.newInstance();

    private final long most;
    private long taken;

    private WeightLimit(long most) {
        this.most = most;
    }

    /// Makes models whose weights together are at most `most` numbers, all 0 until they are read.
    ///
    /// @throws UserError E192 where they are more
    public static <T> T within(long most, Supplier<T> made) {
        return ScopedValue.where(CURRENT, new WeightLimit(most)).call(made::get);
    }

    /// Whether a file will give the numbers: none need to be drawn.
    static boolean isBound() {
        return CURRENT.isBound();
    }

    static void take(long numbers) {
        if (!CURRENT.isBound()) {
            return;
        }
        WeightLimit limit = CURRENT.get();
        limit.taken = Math.addExact(limit.taken, numbers);
        if (limit.taken > limit.most) {
            throw new UserError(
                    "E192",
                    "the file declares at least "
                            + limit.taken
                            + " weights, but holds "
                            + limit.most
                            + " numbers.",
                    "The file is damaged or not what it seems; save the model again.");
        }
    }
}
