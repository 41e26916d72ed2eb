package dev.kiln.runtime;

import static dev.kiln.runtime.Native.EVERYWHERE;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import dev.kiln.plan.Store;
import dev.kiln.plan.View;

import java.util.ArrayList;
import java.util.List;

/// Takes numbers from tiles to where they go, or folds them into it.
final class Writer {
    private final Store.Kind kind;
    private final View target;
    private final Walk walk;
    private final long fixed;
    private final Anchor anchor;
    private final boolean contiguous;
    private final boolean scalar;

    /// Length of a row where whole rows are added up; 0 where it is not so.
    private int columns;

    /// How many rows become one.
    private final long rowsEach;

    private float[] sums;
    private final Scratch scratch;
    private float total;

    Writer(Store store, long address, Anchor anchor, Scratch scratch) {
        this.kind = store.kind();
        this.target = store.target();
        this.walk = new Walk(target.shape(), List.of(target));
        this.fixed = address;
        this.anchor = anchor;
        this.scratch = scratch;
        this.contiguous = walk.isContiguous(0);
        this.scalar = kind == Store.Kind.SUM && walk.isScalar(0);
        int last = walk.sizes.length - 1;
        boolean rows =
                kind == Store.Kind.SUM
                        && (last == 1 || (last == 2 && walk.strides[0][0] == walk.inner()))
                        && walk.strides[0][last - 1] == 0
                        && walk.strides[0][last] == 1
                        && walk.inner() <= Tile.SIZE
                        && walk.count() > 0;
        this.columns = rows && !scalar ? walk.inner() : 0;
        this.rowsEach = rows ? walk.sizes[last - 1] : 0;
        this.sums = new float[columns];
    }

    private long address() {
        return fixed + anchor.shift();
    }

    /// A tile has to be a multiple of this long; 0 where any length will do.
    int period() {
        return columns;
    }

    /// Says how long all tiles but the last are.
    void expect(int tile) {
        if (columns > 0 && tile % columns != 0) {
            columns = 0;
            sums = new float[0];
        }
    }

    /// Whether two writers can each take some tiles, and be joined then.
    boolean canBeHalved() {
        return kind == Store.Kind.WRITE || scalar || (columns > 0 && walk.sizes.length == 2);
    }

    /// Takes over what another writer added up from later tiles.
    void join(Writer other) {
        total += other.total;
        Tile.add(other.sums, sums, sums.length);
    }

    void begin() {
        if (kind == Store.Kind.WRITE) {
            return;
        }
        total = 0;
        Tile.fill(sums, 0, 0, sums.length);
        if (!scalar && columns == 0) {
            clear(kind == Store.Kind.SUM ? 0 : Float.NEGATIVE_INFINITY);
        }
    }

    void end() {
        if (scalar) {
            EVERYWHERE.set(JAVA_FLOAT, address(), total);
        } else if (columns > 0 && walk.sizes.length == 2) {
            Tile.store(sums, 0, address(), columns);
        }
    }

    void write(long start, float[] from, int length) {
        if (kind == Store.Kind.WRITE && contiguous) {
            Tile.store(from, 0, address() + start * Float.BYTES, length);
        } else if (scalar) {
            total += Tile.sum(from, 0, length, scratch.lanes);
        } else if (columns > 0) {
            addRows(start / columns, from, length / columns);
        } else {
            pieces(start, from, length);
        }
    }

    /// Rows of a tile are added up in halves, then to what earlier tiles gave.
    private void addRows(long row, float[] from, int count) {
        float[] partial = scratch.partial;
        for (int done = 0; done < count; ) {
            long place = (row + done) / rowsEach;
            int left = (int) Math.min(rowsEach - (row + done) % rowsEach, count - done);
            Tile.columnSums(from, done * columns, left, columns, partial, scratch.row);
            for (int i = 0; i < columns; i++) {
                sums[i] += partial[i];
            }
            done += left;
            if (walk.sizes.length > 2 && (row + done) % rowsEach == 0) {
                Tile.store(sums, 0, address() + place * columns * Float.BYTES, columns);
                Tile.fill(sums, 0, 0, columns);
            }
        }
    }

    private void pieces(long start, float[] from, int length) {
        int inner = walk.inner();
        int step = walk.step(0);
        for (int done = 0; done < length; ) {
            long row = (start + done) / inner;
            int column = (int) ((start + done) % inner);
            int piece = Math.min(inner - column, length - done);
            long to = address() + (walk.row(0, row) + (long) column * step) * Float.BYTES;
            switch (kind) {
                case WRITE -> Tile.store(from, done, to, step, piece);
                case SUM -> {
                    if (step == 0) {
                        float sum =
                                EVERYWHERE.get(JAVA_FLOAT, to)
                                        + Tile.sum(from, done, piece, scratch.lanes);
                        EVERYWHERE.set(JAVA_FLOAT, to, sum);
                    } else {
                        Tile.add(from, done, to, step, piece);
                    }
                }
                case MAX -> {
                    if (step == 0) {
                        float largest =
                                Math.max(
                                        EVERYWHERE.get(JAVA_FLOAT, to),
                                        Tile.max(from, done, piece));
                        EVERYWHERE.set(JAVA_FLOAT, to, largest);
                    } else {
                        Tile.max(from, done, to, step, piece);
                    }
                }
            }
            done += piece;
        }
    }

    /// Sets all that a reduction writes, which is what is left where the reduced axes are taken away.
    private void clear(float value) {
        var kept = new ArrayList<Integer>();
        for (int axis = 0; axis < target.shape().rank(); axis++) {
            if (target.strides().get(axis) != 0) {
                kept.add(axis);
            }
        }
        View all = target.transpose(kept);
        Walk places = new Walk(all.shape(), List.of(all));
        for (long i = 0; i < places.count(); i++) {
            long offset = places.row(0, i / places.inner()) + i % places.inner() * places.step(0);
            EVERYWHERE.set(JAVA_FLOAT, address() + offset * Float.BYTES, value);
        }
    }
}
