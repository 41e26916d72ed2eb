package dev.kiln.runtime;

import static dev.kiln.runtime.Native.EVERYWHERE;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import dev.kiln.plan.View;

import java.util.List;

/// Brings a view's numbers into a tile, a stretch of them at a time.
final class Reader {
    private final Walk walk;
    private final long fixed;
    private final Anchor anchor;
    private final long count;
    private final boolean contiguous;
    private final boolean scalar;

    /// Length of the contiguous stretch that repeats for ever; 0 where there is none.
    private final int period;

    /// How often each of one contiguous stretch of numbers is repeated; 0 where it is not so.
    private final int repeats;

    Reader(View view, long address, Anchor anchor) {
        this.walk = new Walk(view.shape(), List.of(view));
        this.fixed = address;
        this.anchor = anchor;
        this.count = walk.count();
        this.contiguous = walk.isContiguous(0);
        this.scalar = walk.isScalar(0);
        int axes = walk.sizes.length;
        boolean two = axes == 2 && !contiguous && !scalar;
        this.period = two && walk.strides[0][0] == 0 && walk.strides[0][1] == 1 ? walk.sizes[1] : 0;
        this.repeats =
                two && walk.strides[0][1] == 0 && walk.strides[0][0] == 1 ? walk.sizes[1] : 0;
    }

    /// A tile of a multiple of this length sees the same numbers each time; 0 where that is never so.
    int period() {
        return period;
    }

    /// Whether tiles of this length see the same numbers each time.
    boolean isSteady(int tile) {
        return scalar || count <= tile || (period > 0 && tile % period == 0);
    }

    private long address() {
        return fixed + anchor.shift();
    }

    void read(long start, float[] into, int length) {
        long address = address();
        if (contiguous) {
            Tile.load(address + start * Float.BYTES, into, 0, length);
        } else if (scalar) {
            Tile.fill(into, 0, EVERYWHERE.get(JAVA_FLOAT, address), length);
        } else if (period > 0 && start % period == 0) {
            repeat(into, length);
        } else if (repeats > 0) {
            stretch(start, into, length);
        } else {
            pieces(start, into, length);
        }
    }

    private void repeat(float[] into, int length) {
        long address = address();
        int filled = Math.min(period, length);
        Tile.load(address, into, 0, filled);
        while (filled < length) {
            int more = Math.min(filled, length - filled);
            System.arraycopy(into, 0, into, filled, more);
            filled += more;
        }
    }

    private void stretch(long start, float[] into, int length) {
        long address = address();
        long at = start / repeats;
        int left = repeats - (int) (start % repeats);
        for (int done = 0; done < length; ) {
            int piece = Math.min(left, length - done);
            float value = EVERYWHERE.get(JAVA_FLOAT, address + at * Float.BYTES);
            for (int end = done + piece; done < end; done++) {
                into[done] = value;
            }
            at++;
            left = repeats;
        }
    }

    private void pieces(long start, float[] into, int length) {
        long address = address();
        int inner = walk.inner();
        int step = walk.step(0);
        long row = start / inner;
        int column = (int) (start % inner);
        for (int done = 0; done < length; ) {
            int piece = Math.min(inner - column, length - done);
            long from = address + (walk.row(0, row) + (long) column * step) * Float.BYTES;
            if (step == 1) {
                Tile.load(from, into, done, piece);
            } else if (step == 0) {
                Tile.fill(into, done, EVERYWHERE.get(JAVA_FLOAT, from), piece);
            } else {
                Tile.load(from, step, into, done, piece);
            }
            done += piece;
            row++;
            column = 0;
        }
    }
}
