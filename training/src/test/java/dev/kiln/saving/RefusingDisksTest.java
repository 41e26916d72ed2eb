package dev.kiln.saving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.layers.Dense;
import dev.kiln.layers.Input;
import dev.kiln.model.Model;
import dev.kiln.model.Sequential;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Disks that take no more, or nothing at all, and a process that is killed while it saves: the old file stays.
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class RefusingDisksTest {
    /// Blocks of 512 or 1,024 bytes, by the shell: far less than the model.
    private static final int MOST_BLOCKS = 100;

    @TempDir Path folder;

    /// Saves a model of 4 MB again and again, and says what came of each time.
    static final class Saving {
        private Saving() {}

        public static void main(String[] arguments) {
            Model model = Sequential.of(new Input(1_000), new Dense(1_000));
            System.out.println("ready");
            for (int i = 0; i < Integer.parseInt(arguments[1]); i++) {
                try {
                    model.save(arguments[0]);
                    System.out.println("saved");
                } catch (dev.kiln.catalog.UserError e) {
                    System.out.println(e.getMessage());
                }
            }
        }
    }

    private static List<String> java(Path file, int times) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        // Files of the JVM's own would meet the same limit.
        command.add("-XX:-UsePerfData");
        command.addAll(
                List.of(
                        "-cp",
                        System.getProperty("java.class.path"),
                        Saving.class.getName(),
                        file.toString(),
                        String.valueOf(times)));
        return command;
    }

    private Path old() throws IOException {
        Path file = folder.resolve("model.weights.h5");
        Sequential.of(new Input(2), new Dense(1)).save(file.toString());
        return file;
    }

    private void requireAlone(Path file) throws IOException {
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void a_file_that_the_system_cuts_short_leaves_the_old_one() throws Exception {
        Path file = old();
        byte[] before = Files.readAllBytes(file);
        var command = new ArrayList<>(List.of("sh", "-c"));
        command.add("trap '' XFSZ; ulimit -f " + MOST_BLOCKS + "; exec \"$@\"");
        command.add("sh");
        command.addAll(java(file, 1));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes());
        process.waitFor();
        assertThat(said)
                .contains("E190: " + file + " could not be written: ")
                .contains("An older file of that name is as it was.");
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
        requireAlone(file);
    }

    @Test
    void a_process_killed_at_three_moments_of_saving_leaves_a_whole_file() throws Exception {
        killed(3);
    }

    @Test
    @Tag("exhaustive")
    void a_process_killed_at_fifty_moments_of_saving_leaves_a_whole_file() throws Exception {
        killed(50);
    }

    /// Kills a process in the middle of its saving, each time after another count of bytes, and loads what is there.
    private void killed(int times) throws Exception {
        Path file = old();
        long seed = System.nanoTime();
        var random = new Random(seed);
        Model model = Sequential.of(new Input(1_000), new Dense(1_000));
        model.save(file.toString());
        long whole = Files.size(file);
        int halves = 0;
        for (int kill = 0; kill < times; kill++) {
            Process process =
                    new ProcessBuilder(java(file, Integer.MAX_VALUE))
                            .redirectErrorStream(true)
                            .start();
            awaitSaved(process, random.nextInt(3));
            long most = random.nextLong(whole);
            while (process.isAlive() && beside(file, process.pid()) < most) {
                Thread.onSpinWait();
            }
            process.destroyForcibly().waitFor();
            halves += beside(file, process.pid()) >= 0 ? 1 : 0;
            model.loadWeights(file.toString());
            assertThat(file).as("after kill %s of seed %s", kill, seed).hasSize(whole);
            model.save(file.toString());
            // The next to save removes what the killed one left.
            requireAlone(file);
        }
        assertThat(halves).as("kills in the middle of a new file, seed " + seed).isPositive();
    }

    private static void awaitSaved(Process process, int times) throws IOException {
        var lines = process.inputReader();
        for (String line = lines.readLine(); !line.equals("ready"); ) {
            line = lines.readLine();
        }
        for (int saved = 0; saved < times; saved++) {
            assertThat(lines.readLine()).isEqualTo("saved");
        }
    }

    /// How many bytes the file beside has that a process is writing; -1 where there is none.
    private static long beside(Path file, long process) {
        var folder = file.getParent().toFile();
        var found = folder.listFiles((_, name) -> name.contains("." + process + "."));
        return found == null || found.length == 0 || !found[0].exists() ? -1 : found[0].length();
    }

    @Test
    void a_file_in_place_of_a_folder_is_named() throws IOException {
        Path file = old();
        Path below = file.resolve("model.keras");
        Model model = Sequential.of(new Input(2), new Dense(1));
        assertThatThrownBy(() -> model.save(below.toString()))
                .hasMessageStartingWith("E190: there is no folder " + file + ".");
        requireAlone(file);
    }

    /// No user may make files there, the administrator neither.
    @Test
    @EnabledOnOs(OS.LINUX)
    void a_folder_that_takes_no_files_is_named() {
        Model model = Sequential.of(new Input(2), new Dense(1));
        assertThatThrownBy(() -> model.save("/proc/model.keras"))
                .hasMessageStartingWith("E190: /proc/model.keras could not be written: ");
    }
}
