package dev.kiln.kernel.output;

import com.google.gson.JsonObject;

import dev.kiln.kernel.wire.WireMessage;

import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;

/// The request that output belongs to. A thread belongs to the cell that started it, for as long as it lives, so what
/// it shows after its cell has ended still appears there.
///
/// @param header     the request's header, the parent of all that is shown
/// @param identities where questions to the user are sent
/// @param allowsInput whether the frontend answers questions
public record Cell(JsonObject header, List<byte[]> identities, boolean allowsInput) {
    private static final InheritableThreadLocal<Cell> OWN = new InheritableThreadLocal<>();
    private static final Cell NONE = new Cell(new JsonObject(), List.of(), false);

    private static volatile Cell latest = NONE;

    public static Cell of(WireMessage request) {
        return new Cell(request.header(), request.identities(), request.flag("allow_stdin", false));
    }

    /// The cell of this thread. The shared pool's threads belong to no cell of their own: they work for the latest.
    public static Cell current() {
        if (Thread.currentThread() instanceof ForkJoinWorkerThread worker
                && worker.getPool() == ForkJoinPool.commonPool()) {
            return latest;
        }
        Cell own = OWN.get();
        return own == null ? latest : own;
    }

    /// Makes this the cell of the calling thread, and of the threads that it starts from now on.
    public void enter() {
        OWN.set(this);
    }

    /// Makes this the cell of threads that belong to none.
    public void becomeLatest() {
        latest = this;
    }

    /// Whether both are the same request: two cells of equal text are two cells.
    @Override
    public boolean equals(Object other) {
        return other instanceof Cell cell && cell.header == header;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(header);
    }
}
