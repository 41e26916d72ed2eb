package dev.kiln.model;

import dev.kiln.data.Dataset;
import dev.kiln.data.FloatArray;
import dev.kiln.events.Evaluation;
import dev.kiln.events.History;
import dev.kiln.graph.Variable;
import dev.kiln.tensor.Shape;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Trains, judges and runs one model. The model finds it with `ServiceLoader`, so that this room needs no
/// other to run.
public interface Trainer {
    /// Makes trainers; a service.
    interface Provider {
        Trainer of(Model model);
    }

    /// @throws dev.kiln.catalog.UserError where a name or argument is wrong; what was compiled before stays
    void compile(CompileOptions options);

    boolean isCompiled();

    /// What compile was given last.
    ///
    /// @throws dev.kiln.catalog.UserError where the model is not compiled
    CompileOptions compiled();

    /// Trains.
    ///
    /// @param history grows epoch by epoch, so that it holds what was done whatever happens
    void fit(Dataset data, FitOptions options, History history);

    /// Trains on batches that are made as they are needed.
    ///
    /// @param batches each is one step, whatever its size; asked for a new iterator each epoch, or, with
    ///                `steps_per_epoch`, whenever one is used up
    /// @throws dev.kiln.catalog.UserError E124 where making a batch fails: the model is as after the last finished step
    void fit(Iterable<Dataset> batches, FitOptions options, History history);

    Evaluation evaluate(Dataset data, PassOptions options);

    default Evaluation evaluate(Dataset data, int batchSize) {
        return evaluate(data, new PassOptions(batchSize));
    }

    /// One array an output.
    List<FloatArray> predict(Dataset data, PassOptions options);

    default List<FloatArray> predict(Dataset data, int batchSize) {
        return predict(data, new PassOptions(batchSize));
    }

    /// Scores over batches that are made as they are needed.
    Evaluation evaluate(Iterable<Dataset> batches, PassOptions options);

    /// One array an output, over batches that are made as they are needed. Callbacks are not told.
    List<FloatArray> predict(Iterable<Dataset> batches, PassOptions options);

    /// One step on all rows; the scores of this batch.
    Map<String, Double> trainOnBatch(Dataset batch);

    /// The scores of one batch; nothing is trained.
    Map<String, Double> testOnBatch(Dataset batch);

    /// Steps done since compile.
    long steps();

    /// Epochs done since compile.
    long epochs();

    /// Everything that training changes, by variable: to go back to.
    Map<Variable, float[]> state();

    /// Goes back to a state of the same model under the same compilation.
    void restore(Map<Variable, float[]> state, long steps, long epochs);

    /// Forgets what compile was given; weights stay.
    void forget();

    /// The optimizer's numbers in the order of Keras' files, by name.
    List<NamedNumbers> optimizerState();

    /// Goes on with the optimizer of a file.
    ///
    /// @param numbers as [#optimizerState] gives them: floats, one array each, in its order; they are copied
    /// @param steps   steps done since compile
    /// @param epochs  epochs done since compile
    /// @throws dev.kiln.catalog.UserError where they do not fit; the optimizer stays as it was
    void restoreOptimizer(List<MemorySegment> numbers, long steps, long epochs);

    /// The program of a training step: kernels, shapes, bytes, which buffers are shared.
    ///
    /// @param batchSize rows a step
    String explain(int batchSize);

    /// What training is going to take of native memory; empty where it is not compiled with a loss, or where the data
    /// decides about dimensions. Nothing is allocated.
    ///
    /// @param batchSize rows a step
    Optional<TrainingMemory> memory(int batchSize);

    /// Numbers with a name and a shape.
    ///
    /// @param shape  a scalar for one number
    /// @param values floats where they lie, row-major, which training changes; or one alone, where all are the same
    record NamedNumbers(String name, Shape shape, MemorySegment values) {
        /// A copy of the numbers.
        public float[] numbers() {
            float[] given = values.toArray(ValueLayout.JAVA_FLOAT);
            if (given.length == shape.size()) {
                return given;
            }
            var all = new float[Math.toIntExact(shape.size())];
            Arrays.fill(all, given[0]);
            return all;
        }
    }
}
