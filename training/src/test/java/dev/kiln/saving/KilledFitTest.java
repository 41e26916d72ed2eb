package dev.kiln.saving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.callbacks.BackupAndRestore;
import dev.kiln.callbacks.Callback;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class KilledFitTest {
    @Test
    void a_fit_killed_at_three_moments_ends_with_the_bits_of_one_that_was_not(
            @TempDir Path killed, @TempDir Path whole) throws Exception {
        killed(3, killed, whole);
    }

    @Test
    @Tag("exhaustive")
    void a_fit_killed_at_fifty_moments_ends_with_the_bits_of_one_that_was_not(
            @TempDir Path killed, @TempDir Path whole) throws Exception {
        for (int round = 0; round < 10; round++) {
            Path folder = Files.createDirectory(killed.resolve(String.valueOf(round)));
            killed(5, folder, Files.createDirectory(whole.resolve(String.valueOf(round))));
        }
    }

    private static void killed(int times, Path folder, Path whole) throws Exception {
        long seed = System.nanoTime();
        var random = new Random(seed);
        int killed = 0;
        for (int i = 0; i < times; i++) {
            // Each kill leaves later ones something to kill.
            int steps = 1 + random.nextInt(KilledFit.steps() / (times + 1));
            killed += start(folder, steps) ? 1 : 0;
        }
        start(folder, Integer.MAX_VALUE);
        CheckpointFile.write(
                KilledFit.run(
                        whole, new Callback() {}, new PrintStream(OutputStream.nullOutputStream())),
                whole.resolve("result"));
        assertThat(killed).as("kills that came before the end, seed " + seed).isEqualTo(times);
        assertThat(Files.readAllBytes(folder.resolve("result")))
                .as("weights, optimizer, history after kills of seed " + seed)
                .isEqualTo(Files.readAllBytes(whole.resolve("result")));
        assertThat(folder.resolve("log.csv"))
                .as("the log's lines, seed " + seed)
                .hasSameBinaryContentAs(whole.resolve("log.csv"));
        assertThat(folder.resolve("best.weights.h5")).exists();
        try (var files = Files.list(folder.resolve("backup"))) {
            assertThat(files.map(Path::getFileName).map(Path::toString)).isEmpty();
        }
    }

    /// Lets a fit run in a JVM of its own until it has said so many steps.
    ///
    /// @return whether it was killed before its end
    private static boolean start(Path folder, int steps) throws IOException, InterruptedException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(
                List.of(
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledFit.class.getName(),
                        folder.toString()));
        Path errors = folder.resolve("errors.txt");
        Process process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
        var lines = new ArrayList<String>();
        try (BufferedReader said = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = said.readLine(); line != null; line = said.readLine()) {
                if (line.startsWith("step ")) {
                    lines.add(line);
                }
                if (lines.size() == steps) {
                    process.destroyForcibly();
                }
            }
        } catch (UncheckedIOException | IOException endedByTheKill) {
            assertThat(lines).hasSizeGreaterThanOrEqualTo(steps);
        }
        int status = process.waitFor();
        assertThat(lines).as(Files.readString(errors)).isNotEmpty();
        if (lines.size() < steps) {
            assertThat(status).as(Files.readString(errors)).isZero();
        }
        return status != 0;
    }

    @Test
    void a_backup_of_another_fit_is_refused(@TempDir Path folder) {
        var backup = new BackupAndRestore(folder.toString()).withDeleteCheckpoint(false);
        SmallFit.run(8, backup);
        assertThat(folder.resolve("checkpoint.kiln")).exists();
        assertThatThrownBy(() -> SmallFit.run(4, backup))
                .hasMessage(
                        """
                        E196: the backup is of another fit: its batch_size was 8, now 4.
                          Fit as before, or give another folder: backup_and_restore("backup2")""");
    }

    @Test
    void a_damaged_backup_gives_way_to_the_one_before_it(@TempDir Path folder) throws IOException {
        var backup =
                new BackupAndRestore(folder.toString())
                        .withDeleteCheckpoint(false)
                        .withDoubleCheckpoint(true);
        SmallFit.run(8, backup);
        Files.write(folder.resolve("checkpoint.kiln"), new byte[] {1, 2, 3});
        var told = SmallFit.run(8, backup);
        assertThat(told)
                .anySatisfy(
                        event ->
                                assertThat(event.toString())
                                        .contains("the last backup cannot be used")
                                        .contains("is damaged or no checkpoint"));
    }
}
