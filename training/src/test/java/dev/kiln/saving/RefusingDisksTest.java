package dev.kiln.saving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.layers.Dense;
import dev.kiln.layers.Input;
import dev.kiln.model.Model;
import dev.kiln.model.Sequential;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
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
    void a_process_killed_while_it_saves_leaves_a_whole_file() throws Exception {
        Path file = old();
        Process process = new ProcessBuilder(java(file, 10_000)).redirectErrorStream(true).start();
        var lines = process.inputReader();
        for (int saved = 0; saved < 3; ) {
            String line = lines.readLine();
            assertThat(line).isNotNull();
            saved += line.equals("saved") ? 1 : 0;
        }
        process.destroyForcibly().waitFor();
        Model model = Sequential.of(new Input(1_000), new Dense(1_000));
        model.loadWeights(file.toString());
        model.save(file.toString());
        // The next to save removes what the killed one left.
        requireAlone(file);
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
