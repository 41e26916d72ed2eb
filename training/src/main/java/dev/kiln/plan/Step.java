package dev.kiln.plan;

import dev.kiln.graph.Op;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// One value that a fused kernel works out. Values are numbered in order; a step reads values with lower numbers.
public sealed interface Step {
    /// How often a value occurs in the kernel's rows.
    enum Level {
        /// Once for each number of a row.
        NUMBER,
        /// Once for each row.
        ROW
    }

    /// Numbers from memory.
    ///
    /// @param view as many numbers as its level has, in row-major order
    record Load(View view, Level level) implements Step {}

    /// An elementwise op on values of one level, which is the result's.
    record Apply(Op.Elementwise op, List<Integer> operands) implements Step {
        public Apply {
            operands = List.copyOf(operands);
        }
    }

    /// Random numbers, indexed by their place among all numbers of the level, counted from `from`.
    record Random(String stream, @Nullable Long seed, long from, Level level) implements Step {}

    /// A row's value for each of its numbers.
    record Spread(int operand) implements Step {}

    /// One value from all numbers of a row.
    record Fold(int operand, Kind kind) implements Step {
        public enum Kind {
            /// In [Store.Kind#SUM]'s order.
            SUM,
            MAX,
            /// Index of the largest, the first of equals; 0 where there is none but NaN.
            LARGEST_INDEX
        }
    }

    /// The values that it reads.
    default List<Integer> operands() {
        return switch (this) {
            case Load _, Random _ -> List.of();
            case Apply(var _, List<Integer> operands) -> operands;
            case Spread(int operand) -> List.of(operand);
            case Fold(int operand, Fold.Kind _) -> List.of(operand);
        };
    }

    /// The same step in a kernel where values have other numbers.
    ///
    /// @param numbers new number by old number
    default Step renumbered(List<Integer> numbers) {
        return switch (this) {
            case Load _, Random _ -> this;
            case Apply(var op, List<Integer> operands) ->
                    new Apply(op, operands.stream().map(numbers::get).toList());
            case Spread(int operand) -> new Spread(numbers.get(operand));
            case Fold(int operand, Fold.Kind kind) -> new Fold(numbers.get(operand), kind);
        };
    }
}
