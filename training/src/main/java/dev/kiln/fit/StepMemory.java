package dev.kiln.fit;

import dev.kiln.catalog.UserError;
import dev.kiln.graph.Graph;
import dev.kiln.model.TrainingMemory;
import dev.kiln.plan.Program;
import dev.kiln.runtime.Execution;

import java.util.function.IntToLongFunction;

/// Whether a step fits into the memory that is free, and with how many rows it would.
final class StepMemory {
    /// Rows with which the growth of the memory with the rows is worked out.
    private static final int FEW = 8;

    private StepMemory() {}

    /// No array of a step holds more numbers than indices count.
    static boolean isCountable(Graph graph) {
        return graph.nodes().stream().allMatch(node -> node.shape().size() <= Integer.MAX_VALUE);
    }

    /// @throws UserError E151 where the program does not fit
    static void check(Program program, int rows, long free, IntToLongFunction bytesOf) {
        long needed = Execution.bytes(program);
        if (needed > free) {
            throw tooLarge(rows, needed, free, bytesOf);
        }
    }

    /// @param bytesOf what a step of so many rows takes; asked for a few numbers of rows that are smaller
    static UserError tooLarge(int rows, long needed, long free, IntToLongFunction bytesOf) {
        int fitting = fitting(rows, free, bytesOf);
        return new UserError(
                "E151",
                "out of memory at batch_size="
                        + rows
                        + " (needs about "
                        + TrainingMemory.text(needed)
                        + ", "
                        + TrainingMemory.text(free)
                        + " free).",
                fitting == 0
                        ? "Not even one row fits: make the model smaller, or free memory."
                        : "Type: %fit batch="
                                + fitting
                                + "   or in Java: withBatchSize("
                                + fitting
                                + ")");
    }

    /// What so many rows take, from what fewer take: the memory grows evenly with the rows.
    static long extrapolated(int rows, IntToLongFunction bytesOf) {
        long few = bytesOf.applyAsLong(FEW);
        long more = bytesOf.applyAsLong(2 * FEW);
        return few + Math.ceilDiv(more - few, FEW) * (rows - FEW);
    }

    /// The most rows that fit, a multiple of 8 above 8; 0 where none does.
    private static int fitting(int rows, long free, IntToLongFunction bytesOf) {
        long one = Math.max(1, (bytesOf.applyAsLong(2 * FEW) - bytesOf.applyAsLong(FEW)) / FEW);
        long fixed = bytesOf.applyAsLong(FEW) - FEW * one;
        long guess = Math.clamp((free - fixed) / one, 1, rows - 1);
        while (guess > 0) {
            int whole = (int) (guess > 8 ? guess / 8 * 8 : guess);
            if (bytesOf.applyAsLong(whole) <= free) {
                return whole;
            }
            guess = whole > 8 ? whole * 15L / 16 : whole - 1;
        }
        return 0;
    }
}
