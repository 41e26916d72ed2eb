package dev.kiln.runtime;

import static dev.kiln.runtime.Native.EVERYWHERE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import dev.kiln.plan.Instruction;
import dev.kiln.plan.Step;
import dev.kiln.plan.Store;
import dev.kiln.plan.View;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/// Works a formula out tile by tile: numbers are loaded into tiles on the heap, each step is one loop over tiles,
/// results are stored from tiles. A space is cut into tiles by its shape alone, so that sums do not depend on who
/// works on them.
final class FusedKernel implements Kernel {
    private final Walk walk;
    private final long count;
    private final long[] loads;
    private final Step[] steps;
    private final Store[] stores;
    private final long[] targets;
    private final float[][] tiles;
    private final int tile;

    FusedKernel(Instruction.Fused fused, ToLongFunction<View> address, Scratch scratch) {
        var views = new ArrayList<>(fused.loads());
        fused.stores().forEach(store -> views.add(store.target()));
        walk = new Walk(fused.space(), views);
        count = walk.count();
        loads = fused.loads().stream().mapToLong(address).toArray();
        steps = fused.steps().toArray(Step[]::new);
        stores = fused.stores().toArray(Store[]::new);
        targets = fused.stores().stream().map(Store::target).mapToLong(address).toArray();
        tiles = new float[loads.length + steps.length][];
        for (int i = 0; i < tiles.length; i++) {
            tiles[i] = scratch.tile(i);
        }
        int inner = walk.inner();
        tile = inner > 0 && inner < Tile.SIZE ? Tile.SIZE / inner * inner : Tile.SIZE;
    }

    @Override
    public void run(Moment moment) {
        for (int i = 0; i < stores.length; i++) {
            if (stores[i].kind() != Store.Kind.WRITE) {
                clear(i, stores[i].kind() == Store.Kind.SUM ? 0 : Float.NEGATIVE_INFINITY);
            }
        }
        for (int load = 0; load < loads.length; load++) {
            if (walk.isScalar(load) && count > 0) {
                Tile.fill(tiles[load], EVERYWHERE.get(JAVA_FLOAT, loads[load]), (int) Math.min(count, tile));
            }
        }
        for (long start = 0; start < count; start += tile) {
            int length = (int) Math.min(tile, count - start);
            for (int load = 0; load < loads.length; load++) {
                load(load, start, length);
            }
            for (int step = 0; step < steps.length; step++) {
                apply(steps[step], tiles[loads.length + step], start, length, moment);
            }
            for (int store = 0; store < stores.length; store++) {
                store(store, start, length);
            }
        }
    }

    private void load(int load, long start, int length) {
        float[] into = tiles[load];
        if (walk.isScalar(load)) {
            return;
        }
        if (walk.isContiguous(load)) {
            Tile.load(loads[load] + start * Float.BYTES, into, 0, length);
            return;
        }
        int inner = walk.inner();
        int step = walk.step(load);
        for (int done = 0; done < length; ) {
            long row = (start + done) / inner;
            int column = (int) ((start + done) % inner);
            int piece = Math.min(inner - column, length - done);
            long from = loads[load] + (walk.row(load, row) + (long) column * step) * Float.BYTES;
            if (step == 1) {
                Tile.load(from, into, done, piece);
            } else if (step == 0) {
                Tile.fill(into, done, EVERYWHERE.get(JAVA_FLOAT, from), piece);
            } else {
                Tile.load(from, step, into, done, piece);
            }
            done += piece;
        }
    }

    private void store(int store, long start, int length) {
        int view = loads.length + store;
        float[] from = tiles[stores[store].value()];
        Store.Kind kind = stores[store].kind();
        if (kind == Store.Kind.WRITE && walk.isContiguous(view)) {
            Tile.store(from, 0, targets[store] + start * Float.BYTES, length);
            return;
        }
        int inner = walk.inner();
        int step = walk.step(view);
        for (int done = 0; done < length; ) {
            long row = (start + done) / inner;
            int column = (int) ((start + done) % inner);
            int piece = Math.min(inner - column, length - done);
            long to = targets[store] + (walk.row(view, row) + (long) column * step) * Float.BYTES;
            switch (kind) {
                case WRITE -> Tile.store(from, done, to, step, piece);
                case SUM -> {
                    if (step == 0) {
                        EVERYWHERE.set(
                                JAVA_FLOAT, to, EVERYWHERE.get(JAVA_FLOAT, to) + Tile.sum(from, done, piece));
                    } else {
                        Tile.add(from, done, to, step, piece);
                    }
                }
                case MAX -> {
                    if (step == 0) {
                        EVERYWHERE.set(JAVA_FLOAT, to,
                                Math.max(EVERYWHERE.get(JAVA_FLOAT, to), Tile.max(from, done, piece)));
                    } else {
                        Tile.max(from, done, to, step, piece);
                    }
                }
            }
            done += piece;
        }
    }

    /// Sets all that a reduction writes, which is what is left where the reduced axes are taken away.
    private void clear(int store, float value) {
        View target = stores[store].target();
        var kept = new ArrayList<Integer>();
        for (int axis = 0; axis < target.shape().rank(); axis++) {
            if (target.strides().get(axis) != 0) {
                kept.add(axis);
            }
        }
        View all = target.transpose(kept);
        Walk places = new Walk(all.shape(), List.of(all));
        for (long i = 0; i < places.count(); i++) {
            long row = places.row(0, i / places.inner());
            long offset = row + i % places.inner() * places.step(0);
            EVERYWHERE.set(JAVA_FLOAT, targets[store] + offset * Float.BYTES, value);
        }
    }

    private void apply(Step step, float[] to, long start, int length, Moment moment) {
        switch (step) {
            case Step.Random(String stream, Long seed) ->
                Tile.uniform(Execution.random(moment, stream, seed), start, to, length);
            case Step.Apply(var op, List<Integer> in) -> {
                float[] x = tiles[in.getFirst()];
                float[] y = in.size() > 1 ? tiles[in.get(1)] : x;
                float[] z = in.size() > 2 ? tiles[in.get(2)] : x;
                Tile.apply(op, x, y, z, to, length);
            }
        }
    }
}
