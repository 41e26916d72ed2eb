package dev.kiln.fit;

import dev.kiln.data.Dataset;

import org.jspecify.annotations.Nullable;

/// The program of the step before, for as long as batches come from one data set with as many rows each: finding one
/// anew would describe the batch's shapes at every step.
final class LastProgram {
    private final ModelRun run;
    private final Phase phase;
    private @Nullable StepProgram program;
    private @Nullable Dataset data;
    private int count;

    LastProgram(ModelRun run, Phase phase) {
        this.run = run;
        this.phase = phase;
    }

    /// The program for the batch that was taken last.
    StepProgram of(Batches batches) {
        StepProgram known = program;
        if (known == null || data != batches.data() || count != batches.count()) {
            known = run.program(phase, batches.data(), batches.count(), batches.weights());
            program = known;
            data = batches.data();
            count = batches.count();
        }
        return known;
    }
}
