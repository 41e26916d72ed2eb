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
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Disks that take no more, or nothing at all, and a process that is killed while it saves: the old file stays.
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class RefusingDisksTest {
    /// Blocks of 512 or 1,024 bytes, by the shell: far less than the model.
    private static final int MOST_BLOCKS = 100;

    private static final String MOUNT = "mount -t tmpfs -o size=2m tmpfs \"$1\"";

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

    /// A disk of 2 MB in memory, mounted for the child process alone. Where the system lets this user mount nothing, the
    /// longest file that the process may write is 2 MB instead.
    @Test
    @EnabledOnOs(OS.LINUX)
    void a_disk_that_is_full_leaves_the_old_file() throws Exception {
        Path disk = Files.createDirectory(folder.resolve("disk"));
        Path copy = folder.resolve("copy.h5");
        Path small = old();
        String script =
                """
                set -e
                %s
                cp "$2" "$1/model.weights.h5"
                cp "$2" "$3"
                shift 3
                "$@"
                cmp "$DISK/model.weights.h5" "$COPY" && echo "as it was"
                ls -A "$DISK"
                """;
        boolean mounts = new ProcessBuilder(inNamespace("true")).start().waitFor() == 0;
        String limit = "trap '' XFSZ; ulimit -f 2048";
        List<String> shell = List.of("sh", "-c", script.formatted(mounts ? MOUNT : limit), "sh");
        var command = new ArrayList<>(mounts ? inNamespace(shell.toArray(String[]::new)) : shell);
        command.addAll(List.of(disk.toString(), small.toString(), copy.toString()));
        Path file = disk.resolve("model.weights.h5");
        command.addAll(java(file, 1));
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("DISK", disk.toString());
        builder.environment().put("COPY", copy.toString());
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes());
        process.waitFor();
        assertThat(said)
                .endsWith(
                        """
                        E190: %s could not be written: %s. An older file of that name is as it was.
                          Free some space, or save to another place.
                        as it was
                        model.weights.h5
                        """
                                .formatted(
                                        file,
                                        mounts ? "No space left on device" : "File too large"));
    }

    /// Mounts of its own for a process; another user than the administrator needs a name space for users too.
    private static List<String> inNamespace(String... command) throws Exception {
        var all = new ArrayList<>(List.of("unshare", "--mount"));
        if (!isAdministrator()) {
            all.add("--map-root-user");
        }
        all.addAll(List.of(command));
        return all;
    }

    private static boolean isAdministrator() throws Exception {
        Process process = new ProcessBuilder("id", "-u").start();
        return new String(process.getInputStream().readAllBytes()).strip().equals("0");
    }

    /// The administrator may write everywhere, so a process without that right takes his place.
    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void a_folder_without_permission_keeps_the_old_file() throws Exception {
        Path file = old();
        byte[] before = Files.readAllBytes(file);
        var command = new ArrayList<String>();
        if (isAdministrator()) {
            command.addAll(List.of("setpriv", "--bounding-set=-dac_override,-dac_read_search"));
        }
        command.addAll(java(file, 1));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("r-xr-xr-x"));
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes());
            process.waitFor();
            assertThat(said)
                    .contains("E190: " + file + " could not be written: you may not write there.")
                    .contains("Save to a folder of yours, as in: %save \"");
        } finally {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
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

    /// To replace a device by a file would take it from everybody.
    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void a_device_is_no_place_for_a_model() {
        assertThatThrownBy(() -> AtomicFile.write(Path.of("/dev/null"), to -> {}))
                .hasMessageStartingWith(
                        "E190: /dev/null is a device or a pipe, which a file would replace.");
        assertThat(Files.isRegularFile(Path.of("/dev/null"))).isFalse();
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
