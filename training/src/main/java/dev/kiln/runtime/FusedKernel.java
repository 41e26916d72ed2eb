package dev.kiln.runtime;

import dev.kiln.plan.Instruction;
import dev.kiln.plan.Step;
import dev.kiln.plan.Step.Level;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/// Works a formula out tile by tile: numbers are loaded into tiles on the heap, each step is one loop over tiles,
/// results are stored from tiles. How the numbers are cut into tiles depends on shapes alone, so that sums do not
/// depend on who adds them up.
final class FusedKernel implements Kernel {
    private final long rows;
    private final int columns;
    private final int tileRows;
    private final Step[] steps;
    private final boolean[] perRow;
    private final float[][] tiles;
    private final int[] codes;
    private final int[] x;
    private final int[] y;
    private final int[] z;
    private final @Nullable Reader[] readers;
    private final boolean[] steady;
    private final Writer[] writers;
    private final int[] written;

    /// The two keys of each step's random numbers, in this run.
    private final int[] firstKeys;

    private final int[] secondKeys;
    private final Scratch scratch;
    private final Chains chains;

    /// So many steps on numbers are worth a second thread.
    private static final long WORTH_HALVING = 500_000;

    /// The kernel, in halves where that is worth it: the first half of the tiles, and the rest.
    static Kernel of(Instruction.Fused fused, Execution execution, Scratch scratch) {
        var whole = new FusedKernel(fused, execution, scratch);
        long tiles = Math.ceilDiv(whole.rows, whole.tileRows);
        long work = whole.rows * whole.columns * whole.steps.length;
        if (tiles < 2 || work < WORTH_HALVING || !whole.canBeHalved()) {
            return whole;
        }
        var rest = new FusedKernel(fused, execution, scratch.other());
        long middle = (tiles + 1) / 2 * whole.tileRows;
        return new HalvedKernel(
                moment -> whole.work(moment, 0, middle),
                moment -> rest.work(moment, middle, rest.rows),
                _ -> whole.finish(rest));
    }

    private boolean canBeHalved() {
        for (Writer writer : writers) {
            if (!writer.canBeHalved()) {
                return false;
            }
        }
        return true;
    }

    private void finish(FusedKernel rest) {
        for (int i = 0; i < writers.length; i++) {
            writers[i].join(rest.writers[i]);
            writers[i].end();
        }
    }

    FusedKernel(Instruction.Fused fused, Execution execution, Scratch scratch) {
        this.scratch = scratch;
        rows = fused.rows();
        columns = fused.columns();
        List<Integer> order = loadsFirst(fused);
        List<Integer> numbers = places(order);
        steps =
                order.stream()
                        .map(step -> fused.steps().get(step).renumbered(numbers))
                        .toArray(Step[]::new);
        int count = steps.length;
        perRow = new boolean[count];
        codes = new int[count];
        x = new int[count];
        y = new int[count];
        z = new int[count];
        readers = new Reader[count];
        steady = new boolean[count];
        firstKeys = new int[count];
        secondKeys = new int[count];
        for (int i = 0; i < count; i++) {
            perRow[i] = fused.level(order.get(i)) == Level.ROW;
            List<Integer> in = steps[i].operands();
            x[i] = in.isEmpty() ? 0 : in.get(0);
            y[i] = in.size() > 1 ? in.get(1) : x[i];
            z[i] = in.size() > 2 ? in.get(2) : x[i];
            if (steps[i] instanceof Step.Load(var view, var _)) {
                readers[i] = new Reader(view, execution.address(view), execution.anchor(view));
            } else if (steps[i] instanceof Step.Apply(var op, var _)) {
                codes[i] = Arithmetic.code(op);
            }
        }
        writers =
                fused.stores().stream()
                        .map(
                                store ->
                                        new Writer(
                                                store,
                                                execution.address(store.target()),
                                                execution.anchor(store.target()),
                                                scratch))
                        .toArray(Writer[]::new);
        written = fused.stores().stream().mapToInt(store -> numbers.get(store.value())).toArray();
        tileRows = tileRows();
        for (int i = 0; i < writers.length; i++) {
            writers[i].expect(perRow[written[i]] ? tileRows : tileRows * columns);
        }
        for (int i = 0; i < count; i++) {
            Reader reader = readers[i];
            steady[i] =
                    reader != null && reader.isSteady(perRow[i] ? tileRows : tileRows * columns);
        }
        int[] last = last();
        tiles = tiles(execution, last);
        chains = new Chains(steps, perRow, tiles, last, constants(execution), this::oneByOne);
    }

    /// Loads in front, so that the ops behind them follow each other and one loop can do several.
    private static List<Integer> loadsFirst(Instruction.Fused fused) {
        var order = new ArrayList<Integer>();
        for (boolean isLoad : new boolean[] {true, false}) {
            for (int i = 0; i < fused.steps().size(); i++) {
                if (fused.steps().get(i) instanceof Step.Load == isLoad) {
                    order.add(i);
                }
            }
        }
        return order;
    }

    private static List<Integer> places(List<Integer> order) {
        var places = new ArrayList<>(order);
        for (int i = 0; i < order.size(); i++) {
            places.set(order.get(i), i);
        }
        return places;
    }

    private @Nullable Float[] constants(Execution execution) {
        var constants = new @Nullable Float[steps.length];
        for (int i = 0; i < steps.length; i++) {
            if (steps[i] instanceof Step.Load(var view, var _) && readers[i] == null) {
                constants[i] = execution.constant(view);
            }
        }
        return constants;
    }

    /// Whole rows, and where rows are single numbers as many as let repeated stretches begin anew with each tile.
    private int tileRows() {
        if (columns > 1) {
            return Math.max(Tile.SIZE / columns, 1);
        }
        int period = 1;
        for (Writer writer : writers) {
            period = Math.max(period, writer.period());
        }
        for (Reader reader : readers) {
            if (period == 1 && reader != null && reader.period() <= Tile.SIZE) {
                period = Math.max(period, reader.period());
            }
        }
        return Tile.SIZE / period * period;
    }

    /// The last step that reads each value; stores come after all steps.
    private int[] last() {
        int[] last = new int[steps.length];
        for (int i = 0; i < steps.length; i++) {
            last[i] = i;
            for (int operand : steps[i].operands()) {
                last[operand] = i;
            }
        }
        for (int value : written) {
            last[value] = steps.length;
        }
        return last;
    }

    /// Values share tiles when their times do not overlap; what stays from tile to tile keeps its own.
    private float[][] tiles(Execution execution, int[] last) {
        float[][] chosen = new float[steps.length][];
        var free = new ArrayDeque<float[]>();
        int next = 0;
        // What is loaded once stays for the whole run.
        for (int i = 0; i < steps.length; i++) {
            if (steady[i]) {
                Float constant = execution.constant(((Step.Load) steps[i]).view());
                chosen[i] = constant != null ? scratch.constant(constant) : scratch.tile(next++);
                steady[i] = constant == null;
                if (constant != null) {
                    readers[i] = null;
                }
            }
        }
        for (int i = 0; i < steps.length; i++) {
            if (chosen[i] == null) {
                chosen[i] = free.isEmpty() ? scratch.tile(next++) : free.pop();
            }
            for (int value = 0; value <= i; value++) {
                if (last[value] == i && !isKept(value) && isFirstMention(value, i)) {
                    free.push(chosen[value]);
                }
            }
        }
        return chosen;
    }

    private boolean isKept(int value) {
        return steps[value] instanceof Step.Load && (steady[value] || readers[value] == null);
    }

    private boolean isFirstMention(int value, int at) {
        return value == at || steps[at].operands().contains(value);
    }

    @Override
    public void run(Moment moment) {
        work(moment, 0, rows);
        for (Writer writer : writers) {
            writer.end();
        }
    }

    private void work(Moment moment, long from, long to) {
        for (Writer writer : writers) {
            writer.begin();
        }
        for (int i = 0; i < steps.length; i++) {
            if (steady[i] && rows > 0 && columns > 0) {
                int length = (int) Math.min(tileRows, rows);
                readers[i].read(0, tiles[i], perRow[i] ? length : length * columns);
            } else if (steps[i] instanceof Step.Random(String stream, Long seed, long _, var _)) {
                long keys = Execution.randomKeys(moment, stream, seed);
                firstKeys[i] = (int) keys;
                secondKeys[i] = (int) (keys >>> 32);
            }
        }
        for (long row = from; row < to; row += tileRows) {
            tile(row, (int) Math.min(tileRows, to - row));
        }
        chains.count((to - from) * columns * steps.length);
    }

    private void tile(long row, int count) {
        for (int i = 0; i < steps.length; i++) {
            Chains.Stretch stretch = chains.at(i);
            if (stretch != null) {
                stretch.run(stretch.perRow ? count : count * columns);
                i = stretch.to;
                continue;
            }
            int length = perRow[i] ? count : count * columns;
            long start = perRow[i] ? row : row * columns;
            float[] to = tiles[i];
            switch (steps[i]) {
                case Step.Load _ -> {
                    Reader reader = readers[i];
                    if (reader != null && !steady[i]) {
                        reader.read(start, to, length);
                    }
                }
                case Step.Apply _ -> apply(i, length);
                case Step.Random(String _, Long _, long first, var _) ->
                        Tile.uniform(
                                firstKeys[i],
                                secondKeys[i],
                                first + start,
                                to,
                                length,
                                scratch.bits);
                case Step.Spread _ -> Tile.spread(tiles[x[i]], to, count, columns);
                case Step.Fold(int _, Step.Fold.Kind kind) -> fold(kind, tiles[x[i]], to, count);
            }
        }
        for (int i = 0; i < writers.length; i++) {
            boolean each = perRow[written[i]];
            writers[i].write(
                    each ? row : row * columns, tiles[written[i]], each ? count : count * columns);
        }
    }

    private Chain oneByOne(int from, int to) {
        return (_, n) -> {
            for (int i = from; i <= to; i++) {
                apply(i, n);
            }
        };
    }

    private void apply(int step, int length) {
        Arithmetic.apply(
                codes[step],
                tiles[x[step]],
                tiles[y[step]],
                tiles[z[step]],
                tiles[step],
                length,
                scratch.work);
    }

    private void fold(Step.Fold.Kind kind, float[] from, float[] to, int count) {
        for (int r = 0; r < count; r++) {
            int at = r * columns;
            to[r] =
                    switch (kind) {
                        case SUM -> Tile.sum(from, at, columns, scratch.lanes);
                        case MAX -> Tile.max(from, at, columns);
                        case LARGEST_INDEX -> Tile.largestIndex(from, at, columns);
                    };
        }
    }
}
