package dev.kiln.runtime;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;

/// Makes chains in the background and hands them out once they are fast.
///
/// A new chain runs a hundred times slower than the loops that it replaces until it is compiled, so it is driven on
/// scratch tiles until then; one that is not faster even so is given up. Both have the same bits, so it does not
/// matter at which step a kernel changes over.
final class Promotion {
    /// Work that a kernel must have done, in numbers times ops, before a chain for it is made: some milliseconds' worth.
    static final long EARNED = 20_000_000;

    private static final int ROUND = 5;

    /// Numbers of a tile that a chain is driven on: the virtual machine counts calls and turns of loops alike, and turns that
    /// are not compiled are slow.
    private static final int SHORT = 256;

    private static final long PATIENCE = 5_000_000_000L;

    /// Loops that are compared before they are compiled themselves are no proof, and a hundred unlucky turns are.
    private static final int LEAST_TURNS = 10;

    private static final int TURNS = 100;

    /// A chain must take less than this share of the loops' time.
    private static final double WORTH = 0.9;

    private static final Map<ChainFormula, State> STATES = new ConcurrentHashMap<>();
    private static final LinkedBlockingQueue<Runnable> WAITING = new LinkedBlockingQueue<>();
    private static volatile @Nullable Thread maker;

    private Promotion() {}

    /// One formula on its way.
    static final class State {
        private final ChainFormula formula;
        private volatile @Nullable Chain chain;
        private volatile boolean isDecided;

        private State(ChainFormula formula) {
            this.formula = formula;
        }

        /// The chain, once it is fast.
        @Nullable Chain chain() {
            return chain;
        }

        /// Whether there is a chain, or never will be one.
        boolean isDecided() {
            return isDecided;
        }
    }

    /// Asks for a chain.
    static State ask(ChainFormula formula) {
        return STATES.computeIfAbsent(
                formula,
                wanted -> {
                    var state = new State(wanted);
                    if (ChainCompiler.isPossible()) {
                        inBackground(() -> promote(state));
                    } else {
                        state.isDecided = true;
                    }
                    return state;
                });
    }

    /// Work for the thread that makes kernels, after what waits already.
    static void inBackground(Runnable work) {
        WAITING.add(work);
        begin();
    }

    private static synchronized void begin() {
        if (maker == null) {
            Thread thread =
                    Thread.ofPlatform()
                            .daemon()
                            .name("kiln-promotion")
                            .priority(Thread.MIN_PRIORITY)
                            .unstarted(Promotion::make);
            maker = thread;
            thread.start();
        }
    }

    private static void make() {
        try {
            while (true) {
                WAITING.take().run();
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private static void promote(State state) {
        try {
            Chain chain = ChainCompiler.compile(state.formula);
            if (isFast(chain, state.formula)) {
                state.chain = chain;
            }
        } catch (ReflectiveOperationException | LinkageError e) {
            // The loops go on; somebody who looks for speed should know.
            System.getLogger(Promotion.class.getName())
                    .log(System.Logger.Level.DEBUG, "no chain for " + state.formula, e);
        } finally {
            state.isDecided = true;
        }
    }

    private static boolean isFast(Chain chain, ChainFormula formula) {
        float[][] tiles = new float[formula.tiles() + formula.results().size()][Tile.SIZE];
        for (float[] tile : tiles) {
            for (int i = 0; i < tile.length; i++) {
                tile[i] = 0.5f + i * 0x1p-12f;
            }
        }
        var loops = new Loops(formula);
        return compiles(() -> chain.run(tiles, SHORT))
                && overtakes(() -> rounds(chain, tiles), () -> rounds(loops, tiles), WORTH);
    }

    private static void rounds(Chain chain, float[][] tiles) {
        for (int i = 0; i < ROUND; i++) {
            chain.run(tiles, Tile.SIZE);
        }
    }

    /// Runs vectors until they are compiled; false where they are not within some seconds.
    static boolean compiles(Runnable vectors) {
        long began = System.nanoTime();
        var boxes = new Boxes(vectors);
        while (!boxes.areGone()) {
            if (System.nanoTime() - began >= PATIENCE) {
                return false;
            }
        }
        return true;
    }

    /// Runs both in turns until the vectors are faster; false where they do not become so in many turns.
    ///
    /// @param fast the share of the loops' time that is fast enough
    static boolean overtakes(Runnable vectors, Runnable loops, double fast) {
        long least = Long.MAX_VALUE;
        long leastOfLoops = Long.MAX_VALUE;
        for (int turn = 0; turn < TURNS; turn++) {
            leastOfLoops = Math.min(leastOfLoops, time(loops));
            least = Math.min(least, time(vectors));
            if (turn + 1 >= LEAST_TURNS && least < fast * leastOfLoops) {
                return true;
            }
        }
        return false;
    }

    private static long time(Runnable work) {
        long began = System.nanoTime();
        work.run();
        return System.nanoTime() - began;
    }

    /// The formula by the loops that the chain is to replace.
    static final class Loops implements Chain {
        private final ChainFormula formula;
        private final float[][] values;
        private final int[] codes;
        private final Work work = new Work();

        Loops(ChainFormula formula) {
            this.formula = formula;
            int before = formula.tiles() + formula.constants().size();
            this.values = new float[before + formula.links().size()][];
            for (int i = formula.tiles(); i < values.length; i++) {
                values[i] = new float[Tile.SIZE];
                if (i < before) {
                    java.util.Arrays.fill(values[i], formula.constants().get(i - formula.tiles()));
                }
            }
            this.codes =
                    formula.links().stream().mapToInt(link -> Arithmetic.code(link.op())).toArray();
        }

        @Override
        public void run(float[][] tiles, int n) {
            int before = formula.tiles() + formula.constants().size();
            System.arraycopy(tiles, 0, values, 0, formula.tiles());
            for (int i = 0; i < codes.length; i++) {
                List<Integer> in = formula.links().get(i).operands();
                float[] x = values[in.get(0)];
                float[] y = in.size() > 1 ? values[in.get(1)] : x;
                float[] z = in.size() > 2 ? values[in.get(2)] : x;
                Arithmetic.apply(codes[i], x, y, z, values[before + i], n, work);
            }
            for (int i = 0; i < formula.results().size(); i++) {
                System.arraycopy(
                        values[before + formula.results().get(i)],
                        0,
                        tiles[formula.tiles() + i],
                        0,
                        n);
            }
        }
    }
}
