package dev.kiln.fit;

import dev.kiln.data.Dataset;
import dev.kiln.data.FloatArray;
import dev.kiln.plan.Plan;
import dev.kiln.plan.Program;
import dev.kiln.runtime.Execution;
import dev.kiln.runtime.Variables;
import dev.kiln.runtime.Workspace;
import dev.kiln.tensor.Shape;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;

/// One phase's program for batches of one shape, with the memory that it runs in.
final class StepProgram implements AutoCloseable {
    private final Execution execution;
    private final List<MemorySegment> inputs = new ArrayList<>();
    private final List<MemorySegment> targets = new ArrayList<>();
    private final @Nullable MemorySegment weights;
    private final @Nullable MemorySegment loss;
    private final BatchShape shape;
    private final List<Shape> predictionShapes = new ArrayList<>();

    /// @param program as [#plan] makes it of what was written
    StepProgram(
            StepWriter.Written written,
            Program program,
            BatchShape shape,
            Variables variables,
            Workspace workspace) {
        this.execution = new Execution(program, variables, workspace);
        this.shape = shape;
        for (int i = 0; written.outputs().containsKey(StepWriter.prediction(i)); i++) {
            predictionShapes.add(written.outputs().get(StepWriter.prediction(i)).shape());
        }
        var known = execution.program().inputs().keySet();
        for (int i = 0; i < shape.inputs().size(); i++) {
            inputs.add(place(known.contains(StepWriter.input(i)), StepWriter.input(i)));
        }
        for (int i = 0; i < shape.targets().size(); i++) {
            targets.add(place(known.contains(StepWriter.target(i)), StepWriter.target(i)));
        }
        this.weights =
                known.contains(StepWriter.ROW_WEIGHTS)
                        ? execution.input(StepWriter.ROW_WEIGHTS)
                        : null;
        this.loss =
                written.outputs().containsKey(StepWriter.LOSS)
                        ? execution.output(StepWriter.LOSS)
                        : null;
    }

    /// @param shares of the batch; null for the program's own rule
    static Program plan(StepWriter.Written written, BatchShape shape, @Nullable Integer shares) {
        return shares == null
                ? Plan.of(written.graph(), written.outputs(), rows(shape))
                : Plan.inShares(written.graph(), written.outputs(), rows(shape), shares);
    }

    /// The inputs that have a row for each row of the batch.
    private static Set<String> rows(BatchShape shape) {
        var names = new HashSet<String>();
        for (int i = 0; i < shape.inputs().size(); i++) {
            names.add(StepWriter.input(i));
        }
        for (int i = 0; i < shape.targets().size(); i++) {
            names.add(StepWriter.target(i));
        }
        names.add(StepWriter.ROW_WEIGHTS);
        return names;
    }

    /// An input that no result depends on has no place in the program.
    private MemorySegment place(boolean isKnown, String name) {
        return isKnown ? execution.input(name) : MemorySegment.NULL;
    }

    BatchShape shape() {
        return shape;
    }

    Execution execution() {
        return execution;
    }

    /// Puts rows into the program's inputs.
    ///
    /// @param rows       row numbers of the data set
    /// @param from       first place in `rows`
    /// @param rowWeights of all rows of the data set; null without weights
    void gather(Dataset data, @Nullable FloatArray rowWeights, int[] rows, int from) {
        int to = from + shape.rows();
        for (int i = 0; i < inputs.size(); i++) {
            gather(data.inputs().get(i), rows, from, to, inputs.get(i));
        }
        for (int i = 0; i < targets.size(); i++) {
            gather(data.targets().get(i), rows, from, to, targets.get(i));
        }
        if (weights != null && rowWeights != null) {
            rowWeights.gather(rows, from, to, weights);
        }
    }

    private static void gather(
            FloatArray array, int[] rows, int from, int to, MemorySegment destination) {
        if (destination != MemorySegment.NULL) {
            array.gather(rows, from, to, destination);
        }
    }

    boolean run(long seed, long count, BooleanSupplier stop) {
        return execution.run(seed, count, stop);
    }

    /// @param commits asked before variables are written
    boolean run(long seed, long count, BooleanSupplier stop, BooleanSupplier commits) {
        return execution.run(seed, count, stop, commits);
    }

    /// Copies the rows that were gathered last into another program of the same inputs.
    void copyInputsTo(Execution other) {
        other.program()
                .inputs()
                .keySet()
                .forEach(name -> other.input(name).copyFrom(execution.input(name)));
    }

    /// The loss of the last run's batch.
    float loss() {
        return loss == null ? 0 : loss.get(ValueLayout.JAVA_FLOAT, 0);
    }

    MemorySegment prediction(int index) {
        return execution.output(StepWriter.prediction(index));
    }

    Shape predictionShape(int index) {
        return predictionShapes.get(index);
    }

    @Override
    public void close() {
        execution.close();
    }
}
