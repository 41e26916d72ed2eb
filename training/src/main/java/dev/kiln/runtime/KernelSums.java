package dev.kiln.runtime;

import org.jspecify.annotations.Nullable;

/// Where a part of a batch adds up what it sends back to a kernel: the first part in an array that other kernels use too, a later one in its own,
/// which lasts until the two are joined.
final class KernelSums {
    private final DirectConvolution part;
    private final int floats;
    private final Scratch.Use use;
    private final float @Nullable [] own;

    KernelSums(DirectConvolution part, int floats, Scratch.Use use) {
        this.part = part;
        this.floats = floats;
        this.use = use;
        this.own = part.elements.first() == 0 ? null : new float[floats];
    }

    float[] array() {
        return own == null ? part.array(use, floats) : own;
    }

    /// Whether the part is the whole batch: nothing will be joined.
    boolean areAll() {
        return part.elements.count() == part.window.batch();
    }

    void add(KernelSums others) {
        float[] sums = array();
        float[] more = others.array();
        for (int i = 0; i < floats; i++) {
            sums[i] += more[i];
        }
    }
}
