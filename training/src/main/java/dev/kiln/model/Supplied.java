package dev.kiln.model;

import dev.kiln.data.Dataset;

import org.jspecify.annotations.Nullable;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Supplier;

/// The batches of a supplier, one after the other.
final class Supplied implements Iterator<Dataset> {
    private final Supplier<@Nullable Dataset> batches;
    private @Nullable Dataset next;

    private Supplied(Supplier<@Nullable Dataset> batches) {
        this.batches = batches;
    }

    static Iterable<Dataset> by(Supplier<@Nullable Dataset> batches) {
        return () -> new Supplied(batches);
    }

    @Override
    public boolean hasNext() {
        if (next == null) {
            next = batches.get();
        }
        return next != null;
    }

    @Override
    public Dataset next() {
        if (!hasNext()) {
            throw new NoSuchElementException("the supplier gave no more batches");
        }
        Dataset given = next;
        next = null;
        return given == null ? next() : given;
    }
}
