package dev.kiln.model;

/// The native memory that training is going to take, worked out from the program before anything is allocated.
///
/// @param weights bytes of all weights, trained or not
/// @param state   bytes of the optimizer's numbers, the scores and other state
/// @param program bytes that a training step works in: inputs, activations, gradients
public record TrainingMemory(long weights, long state, long program) {
    /// All of it, in bytes: what a process grows by.
    public long total() {
        return weights + state + program;
    }

    /// `12.3 MB = weights 2.7 MB + optimizer and scores 5.4 MB + step 4.2 MB`.
    @Override
    public String toString() {
        return text(total())
                + " = weights "
                + text(weights)
                + " + optimizer and scores "
                + text(state)
                + " + step "
                + text(program);
    }

    /// A size in the largest unit of 1,000 that leaves it above 1.
    public static String text(long bytes) {
        return bytes < 1000
                ? bytes + " B"
                : bytes < 1_000_000
                        ? "%.1f kB".formatted(bytes / 1e3)
                        : bytes < 1_000_000_000
                                ? "%.1f MB".formatted(bytes / 1e6)
                                : "%.1f GB".formatted(bytes / 1e9);
    }
}
