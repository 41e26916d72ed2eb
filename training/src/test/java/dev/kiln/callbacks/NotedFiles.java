package dev.kiln.callbacks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A checkpoint whose files are noted when they are written.
final class NotedFiles implements Callback {
    private final ModelCheckpoint.Watcher watcher;
    private final List<List<String>> atBatches = new ArrayList<>();
    private List<String> written = new ArrayList<>();
    private List<String> atEpochEnd = List.of();

    NotedFiles(ModelCheckpoint.Watcher watcher) {
        this.watcher = watcher;
    }

    ModelCheckpoint.Watcher of() {
        return watcher;
    }

    /// Names of the files of the last epoch's end.
    List<String> atEpochEnd() {
        return atEpochEnd;
    }

    /// Names of the files of each batch of the last epoch.
    List<List<String>> atBatches() {
        return List.copyOf(atBatches);
    }

    @Override
    public void onEpochBegin(int epoch, Trainee trainee) {
        atBatches.clear();
        watcher.onEpochBegin(epoch, noting(trainee));
    }

    @Override
    public void onTrainBatchEnd(int batch, Map<String, Double> logs, Trainee trainee) {
        watcher.onTrainBatchEnd(batch, logs, noting(trainee));
        atBatches.add(taken());
    }

    @Override
    public void onEpochEnd(int epoch, Map<String, Double> logs, Trainee trainee) {
        watcher.onEpochEnd(epoch, logs, noting(trainee));
        atEpochEnd = taken();
    }

    private List<String> taken() {
        var names = written;
        written = new ArrayList<>();
        return names;
    }

    private Trainee noting(Trainee trainee) {
        return new Trainee() {
            @Override
            public double learningRate() {
                return trainee.learningRate();
            }

            @Override
            public void setLearningRate(double learningRate) {
                trainee.setLearningRate(learningRate);
            }

            @Override
            public Snapshot snapshot() {
                return trainee.snapshot();
            }

            @Override
            public void restore(Snapshot snapshot) {
                trainee.restore(snapshot);
            }

            @Override
            public void stop(String why) {
                trainee.stop(why);
            }

            @Override
            public long steps() {
                return trainee.steps();
            }

            @Override
            public Optional<String> notFinite() {
                return trainee.notFinite();
            }

            @Override
            public Optional<Boolean> higherIsBetter(String score) {
                return trainee.higherIsBetter(score);
            }

            @Override
            public void swapWithAverage() {
                trainee.swapWithAverage();
            }

            @Override
            public void averageFromWeights() {
                trainee.averageFromWeights();
            }

            @Override
            public void save(Path file) throws IOException {
                written.add(file.getFileName().toString());
                java.nio.file.Files.writeString(file, "");
            }
        };
    }
}
