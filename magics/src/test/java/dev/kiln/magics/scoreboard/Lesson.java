package dev.kiln.magics.scoreboard;

import dev.kiln.callbacks.Callback;
import dev.kiln.callbacks.Trainee;
import dev.kiln.magics.InMemoryNotebook;
import dev.kiln.magics.output.Output;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/// A lesson on digits: a fit of twenty epochs that is watched while it runs, one that is stopped, one with more units.
final class Lesson {
    static final int FRAMES = 3;
    private static final Duration LONGEST = Duration.ofSeconds(30);

    final InMemoryNotebook notebook;
    final List<Output> frames;
    final Output card;
    final int outputsOfTheFit;
    final double seconds;

    Lesson(Path folder) throws Exception {
        notebook = new InMemoryNotebook(folder);
        notebook.run("%data digits limit=600");
        notebook.run("%%model digits\nflatten\ndense 32 relu\ndropout 0.2\ndense 10 softmax");
        notebook.run("%compile adam(learning_rate=0.01) sparse_categorical_crossentropy accuracy");
        notebook.own("untilSeen", Callback.class.getName(), untilSeen());
        // The first charts of a process are slow to draw; those of a lesson are not its first.
        notebook.run("%fit epochs=2 quiet\n%plot\n%plot\n%runs drop 1\n%undo");
        notebook.frames.clear();
        notebook.shown.clear();
        long from = System.nanoTime();
        notebook.run("%fit epochs=20 callbacks=[$untilSeen]");
        seconds = (System.nanoTime() - from) / 1e9;
        outputsOfTheFit = notebook.shown.size();
        frames = List.copyOf(notebook.frames);
        card = notebook.shown.getLast();
        notebook.frames.clear();
        notebook.shown.clear();
    }

    /// Holds the fit at the end of an epoch until a frame was drawn, and so at the next ones; at last until one says how
    /// long the fit will take.
    private Callback untilSeen() {
        return new Callback() {
            @Override
            public void onEpochEnd(int epoch, Map<String, Double> logs, Trainee trainee) {
                int wanted = Math.min(epoch - 5, FRAMES);
                waitFor(() -> notebook.frames.size() >= wanted);
                if (epoch == 6 + FRAMES) {
                    waitFor(() -> notebook.frames.getLast().text().contains("about "));
                }
            }
        };
    }

    private static void waitFor(BooleanSupplier seen) {
        long end = System.nanoTime() + LONGEST.toNanos();
        while (!seen.getAsBoolean() && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
    }

    /// What a line shows.
    Output answer(String line) throws Exception {
        notebook.shown.clear();
        notebook.run(line);
        return notebook.shown.getLast();
    }
}
