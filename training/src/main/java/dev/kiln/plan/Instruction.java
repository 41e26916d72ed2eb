package dev.kiln.plan;

import dev.kiln.graph.Op;
import dev.kiln.graph.Window;

import java.util.ArrayList;
import java.util.List;

/// One kernel call of a [Program].
public sealed interface Instruction {
    /// The views that it reads.
    List<View> reads();

    /// The views that it writes.
    List<View> writes();

    /// A formula worked out over rows of numbers, tile by tile: what one step makes the next ones read at once.
    ///
    /// @param columns numbers in a row; rows are kept whole in a tile where it is above 1
    record Fused(long rows, int columns, List<Step> steps, List<Store> stores)
            implements Instruction {
        /// Rows longer than this are never kept whole.
        public static final int MOST_COLUMNS = 2048;

        public Fused {
            steps = List.copyOf(steps);
            stores = List.copyOf(stores);
        }

        /// One view written to another of the same size.
        public static Fused copy(View from, View to) {
            return new Fused(
                    from.size(),
                    1,
                    List.of(new Step.Load(from, Step.Level.NUMBER)),
                    List.of(new Store(0, to, Store.Kind.WRITE)));
        }

        public Step.Level level(int value) {
            return switch (steps.get(value)) {
                case Step.Load(View _, Step.Level level) -> level;
                case Step.Random(var _, var _, long _, Step.Level level) -> level;
                case Step.Apply(var _, List<Integer> operands) -> level(operands.getFirst());
                case Step.Spread _ -> Step.Level.NUMBER;
                case Step.Fold _ -> Step.Level.ROW;
            };
        }

        @Override
        public List<View> reads() {
            var views = new ArrayList<View>();
            for (Step step : steps) {
                if (step instanceof Step.Load(View view, Step.Level _)) {
                    views.add(view);
                }
            }
            return views;
        }

        @Override
        public List<View> writes() {
            return stores.stream().map(Store::target).toList();
        }
    }

    /// Whether each product of a batch reads a side with its last two axes swapped. Both sides and the result are
    /// contiguous in their last two axes.
    record Product(
            View left, boolean transposeLeft, View right, boolean transposeRight, View result)
            implements Instruction {
        @Override
        public List<View> reads() {
            return List.of(left, right);
        }

        @Override
        public List<View> writes() {
            return List.of(result);
        }
    }

    /// An op that has a kernel of its own; all views contiguous, but for the updates of a [Op.ScatterAdd], whose rows are.
    record Call(Op op, List<View> reads, View result) implements Instruction {
        public Call {
            reads = List.copyOf(reads);
        }

        @Override
        public List<View> writes() {
            return List.of(result);
        }
    }

    /// Sums of rows of a table, one for the indices along their last axis; all views contiguous.
    ///
    /// @param from indices of the whole batch before the first of these
    record SummedRows(long from, View table, View indices, View result) implements Instruction {
        @Override
        public List<View> reads() {
            return List.of(table, indices);
        }

        @Override
        public List<View> writes() {
            return List.of(result);
        }
    }

    /// A window moved over an array; all views contiguous.
    record Windowed(Op op, Window window, List<View> reads, View result) implements Instruction {
        public Windowed {
            reads = List.copyOf(reads);
        }

        @Override
        public List<View> writes() {
            return List.of(result);
        }
    }

    /// A program run once a step.
    ///
    /// @param body      inputs `c0…` carries, `s0…` sequences, `k0…` captures; outputs `c0…`, and `t0…` for `stacked`
    /// @param carries   before the first step
    /// @param sequences `[length, …]`
    /// @param finals    where each carry goes after the last step
    /// @param stacked   `[length, …]` each
    record Loop(
            Program body,
            int length,
            boolean reverse,
            List<View> carries,
            List<View> sequences,
            List<View> captures,
            List<View> finals,
            List<View> stacked)
            implements Instruction {
        @Override
        public List<View> reads() {
            var all = new ArrayList<>(carries);
            all.addAll(sequences);
            all.addAll(captures);
            return all;
        }

        @Override
        public List<View> writes() {
            var all = new ArrayList<>(finals);
            all.addAll(stacked);
            return all;
        }
    }
}
