package dev.kiln.runtime;

import dev.kiln.plan.Step;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The chains of a fused kernel: stretches of its steps that one loop can do.
final class Chains {
    /// In vector instructions, about: longer loops do not fit into what the compiler will make of one method.
    private static final int LONGEST = 90;

    private final List<Stretch> stretches = new ArrayList<>();

    /// By the first step.
    private final @Nullable Stretch[] at;

    private long work;
    private int missing;

    /// Steps `from` to `to` (inclusive) of the kernel.
    static final class Stretch {
        final int to;
        final float[][] tiles;
        final boolean perRow;
        final ChainFormula formula;
        private Promotion.@Nullable State asked;
        private boolean isSettled;

        /// The steps one by one, until there is something faster.
        private Chain chain;

        private Stretch(
                Chain oneByOne, int to, float[][] tiles, boolean perRow, ChainFormula formula) {
            this.chain = oneByOne;
            this.to = to;
            this.tiles = tiles;
            this.perRow = perRow;
            this.formula = formula;
        }

        /// Does the steps for some numbers.
        void run(int n) {
            call(chain, tiles, n);
        }

        /// The only place that calls chains, by itself in compiled code too where the command line says so. Compiled code takes it
        /// that what it has called so far is all that there is, and is thrown away where it was wrong: here that is a handful
        /// of instructions, in a caller it is a whole kernel.
        private static void call(Chain chain, float[][] tiles, int n) {
            chain.run(tiles, n);
        }
    }

    /// Does steps from one to another (inclusive) one by one.
    interface OneByOne {
        Chain of(int from, int to);
    }

    /// @param tiles     of each step
    /// @param last      the last step that reads each value
    /// @param constants the number that a step's tile holds everywhere; null where it does not
    /// @param oneByOne  what does the work until a chain is fast
    Chains(
            Step[] steps,
            boolean[] perRow,
            float[][] tiles,
            int[] last,
            @Nullable Float[] constants,
            OneByOne oneByOne) {
        at = new Stretch[steps.length];
        for (int i = 0; i < steps.length; i++) {
            int to = i;
            int cost = 0;
            while (to < steps.length
                    && steps[to] instanceof Step.Apply(var op, var _)
                    && ChainFormula.holds(op)
                    && cost + ChainFormula.cost(op) <= LONGEST
                    && perRow[to] == perRow[i]) {
                cost += ChainFormula.cost(op);
                to++;
            }
            if (cost >= 2) {
                at[i] =
                        stretch(
                                oneByOne.of(i, to - 1),
                                i,
                                to - 1,
                                steps,
                                perRow,
                                tiles,
                                last,
                                constants);
                stretches.add(at[i]);
                i = to - 1;
            }
        }
        missing = stretches.size();
    }

    private static Stretch stretch(
            Chain oneByOne,
            int from,
            int to,
            Step[] steps,
            boolean[] perRow,
            float[][] tiles,
            int[] last,
            @Nullable Float[] constants) {
        Map<Integer, Integer> read = new LinkedHashMap<>();
        Map<Integer, Integer> numbers = new LinkedHashMap<>();
        for (int i = from; i <= to; i++) {
            for (int operand : steps[i].operands()) {
                if (operand < from) {
                    var known = constants[operand] == null ? read : numbers;
                    known.putIfAbsent(operand, known.size());
                }
            }
        }
        var links = new ArrayList<ChainFormula.Link>();
        var results = new ArrayList<Integer>();
        var chosen = new ArrayList<float[]>();
        read.keySet().forEach(value -> chosen.add(tiles[value]));
        for (int i = from; i <= to; i++) {
            var operands = new ArrayList<Integer>();
            for (int operand : steps[i].operands()) {
                operands.add(
                        operand >= from
                                ? read.size() + numbers.size() + operand - from
                                : constants[operand] == null
                                        ? read.get(operand)
                                        : read.size() + numbers.get(operand));
            }
            links.add(new ChainFormula.Link(((Step.Apply) steps[i]).op(), operands));
            if (last[i] > to) {
                results.add(i - from);
                chosen.add(tiles[i]);
            }
        }
        var values = numbers.keySet().stream().map(value -> constants[value]).toList();
        return new Stretch(
                oneByOne,
                to,
                chosen.toArray(float[][]::new),
                perRow[from],
                new ChainFormula(read.size(), values, links, results));
    }

    /// Counts what the kernel has done, and takes up chains that are ready.
    ///
    /// @param numbers times ops
    void count(long numbers) {
        if (missing == 0) {
            return;
        }
        work += numbers;
        if (work < Promotion.EARNED) {
            return;
        }
        for (int i = 0; i < stretches.size(); i++) {
            Stretch stretch = stretches.get(i);
            if (stretch.asked == null) {
                stretch.asked = Promotion.ask(stretch.formula);
            }
            if (!stretch.isSettled && stretch.asked.isDecided()) {
                stretch.isSettled = true;
                Chain faster = stretch.asked.chain();
                if (faster != null) {
                    stretch.chain = faster;
                }
                missing--;
            }
        }
    }

    /// The stretch that begins with a step; null where none does.
    @Nullable Stretch at(int step) {
        return at[step];
    }
}
