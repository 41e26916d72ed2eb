package dev.kiln.fit;

import dev.kiln.callbacks.Callback;
import dev.kiln.callbacks.Trainee;
import dev.kiln.catalog.UserError;
import dev.kiln.data.Dataset;
import dev.kiln.data.FloatArray;
import dev.kiln.model.PassOptions;
import dev.kiln.tensor.Shape;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// Runs a model over rows, batch by batch; what comes out is written into one array an output.
final class Predicting {
    private final ModelRun run;
    private final Dataset data;
    private final PassOptions options;
    private final List<Callback> callbacks;
    private final Trainee trainee;

    Predicting(ModelRun run, Dataset data, PassOptions options, Trainee trainee) {
        this.run = run;
        this.data = data;
        this.options = options;
        this.callbacks = options.callbacks().stream().map(Callback::watcher).toList();
        this.trainee = trainee;
    }

    /// One array an output.
    List<FloatArray> run(int outputs) {
        callbacks.forEach(callback -> callback.onPredictBegin(trainee));
        int size = options.batchSize();
        int rows = options.rowsOf(data.rows());
        int[] all = IntStream.range(0, rows).toArray();
        var results = new ArrayList<MemorySegment>();
        var shapes = new ArrayList<Shape>();
        long[] written = new long[outputs];
        for (int from = 0; from < rows; from += size) {
            int batch = from / size;
            callbacks.forEach(callback -> callback.onPredictBatchBegin(batch, trainee));
            int count = Math.min(size, rows - from);
            StepProgram program = run.program(Phase.PREDICT, data, count, null);
            program.gather(data, null, all, from);
            if (!program.run(0, 0, () -> false)) {
                throw new UserError("predict was interrupted.", "Run it again.");
            }
            var told = new ArrayList<FloatArray>();
            for (int i = 0; i < outputs; i++) {
                MemorySegment numbers = program.prediction(i);
                Shape shape = program.predictionShape(i);
                if (from == 0) {
                    shapes.add(shape.with(0, rows));
                    results.add(FloatArray.allocate(shapes.getLast()));
                }
                MemorySegment.copy(numbers, 0, results.get(i), written[i], numbers.byteSize());
                told.add(
                        FloatArray.of(
                                shape.with(0, count),
                                results.get(i).asSlice(written[i], numbers.byteSize())));
                written[i] += numbers.byteSize();
            }
            callbacks.forEach(callback -> callback.onPredictBatchEnd(batch, told, trainee));
        }
        callbacks.forEach(callback -> callback.onPredictEnd(trainee));
        return IntStream.range(0, outputs)
                .mapToObj(i -> FloatArray.of(shapes.get(i), results.get(i)))
                .toList();
    }
}
