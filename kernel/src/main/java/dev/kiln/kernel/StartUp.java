package dev.kiln.kernel;

import dev.kiln.kernel.java.CellStopped;
import dev.kiln.kernel.settings.JvmOptions;
import dev.kiln.kernel.settings.SettingsFolder;
import dev.kiln.kernel.settings.StartUpFiles;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/// What happens once, with the first cell: the start-up files are run, and what is wrong with the user's settings is
/// said.
final class StartUp {
    /// Runs source as a cell would.
    @FunctionalInterface
    interface Runner {
        /// @param label what the source is called in messages
        /// @param line  told the line of each part before it is run
        void run(String label, String source, IntConsumer line) throws Exception;
    }

    private boolean done;

    /// Does nothing from the second cell on. A start-up file that fails is told; the cell is run all the same.
    ///
    /// @throws CellStopped where the user interrupted it
    void beforeFirstCell(Runner runner, PrintStream notes) {
        if (done) {
            return;
        }
        done = true;
        JvmOptions.refused()
                .ifPresent(
                        why ->
                                notes.println(
                                        "Java runs without your options: "
                                                + why
                                                + "\n%kiln jvm shows and changes them."));
        if (SettingsFolder.isOff()) {
            return;
        }
        for (Path file : StartUpFiles.of(SettingsFolder.usual(), Path.of("").toAbsolutePath())) {
            run(file, runner, notes);
        }
    }

    private static void run(Path file, Runner runner, PrintStream notes) {
        AtomicInteger line = new AtomicInteger();
        try {
            runner.run(file.toString(), StartUpFiles.read(file), line::set);
        } catch (CellStopped stopped) {
            throw stopped;
        } catch (Throwable thrown) {
            notes.println("The start-up file " + file + " ended with an error:");
            List<String> lines = Problems.of(thrown).traceback();
            lines.forEach(notes::println);
            boolean isPlaced = lines.stream().anyMatch(text -> text.contains(file + ", line "));
            if (!isPlaced && line.get() > 0) {
                notes.println("  " + file + ", line " + line.get());
            }
        }
    }
}
