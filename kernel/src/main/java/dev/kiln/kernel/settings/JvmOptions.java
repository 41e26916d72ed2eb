package dev.kiln.kernel.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The user's options for the JVM: those that this kernel was started with, and those that are stored for the next one.
///
/// The script `start.sh` beside `kernel.json` reads them; it says in system properties what it did.
///
/// @param file where options are stored, one a line; need not exist
public record JvmOptions(Path file) {
    private static final String IN_FORCE = "kiln.options";
    private static final String REFUSED = "kiln.options.refused";
    private static final String TRIAL = "kiln.options.trial";
    private static final int PATIENCE_SECONDS = 20;

    /// What two options have in common when the later one takes the place of the earlier.
    private static final Pattern KIND =
            Pattern.compile(
                    "-X(?:mx|ms|ss|mn)|-XX:[-+]Use(?:Serial|Parallel|G1|Z|Shenandoah|Epsilon)GC|-XX:[-+]?\\w+|-D[^=]*|--[\\w-]+(?=$)");

    private static final Pattern COLLECTOR = Pattern.compile("-XX:[-+]Use\\w+GC");

    /// Those in a folder of settings.
    public static JvmOptions in(Path folder) {
        return new JvmOptions(folder.resolve("jvm-options"));
    }

    /// What this process was started with.
    public static List<String> inForce() {
        return System.getProperty(IN_FORCE, "").lines().filter(line -> !line.isBlank()).toList();
    }

    /// Why this process was started without the user's options, in the words of the JVM that refused them.
    public static Optional<String> refused() {
        return Optional.ofNullable(System.getProperty(REFUSED)).map(String::strip);
    }

    /// Remembers that a kernel answers with the options of this process, so that the next start need not try them.
    ///
    /// @throws IOException where the folder cannot be written to
    public static void haveStarted() throws IOException {
        String trial = System.getProperty(TRIAL, "");
        if (!trial.isEmpty()) {
            try {
                Files.move(
                        Path.of(trial),
                        Path.of(trial.replaceFirst("trial$", "good")),
                        StandardCopyOption.REPLACE_EXISTING);
            } catch (NoSuchFileException anotherKernelWasFirst) {
                return;
            } finally {
                System.clearProperty(TRIAL);
            }
        }
    }

    /// What the next kernel will be started with, before what `KILN_JAVA_OPTIONS` adds.
    public List<String> stored() throws IOException {
        return Files.exists(file)
                ? Files.readAllLines(file).stream().filter(line -> !line.isBlank()).toList()
                : List.of();
    }

    /// These options and those stored before, without what they replace: `-Xmx4g` takes the place of `-Xmx2g`.
    public List<String> with(List<String> more) throws IOException {
        List<String> all = new ArrayList<>(stored());
        for (String option : more) {
            all.removeIf(earlier -> kind(earlier).equals(kind(option)));
            all.add(option);
        }
        return all;
    }

    private static String kind(String option) {
        if (COLLECTOR.matcher(option).matches()) {
            return "collector";
        }
        Matcher kind = KIND.matcher(option);
        return kind.lookingAt() ? kind.group().replaceFirst("^(-XX:)[-+]", "$1") : option;
    }

    /// Stores options for the next start.
    ///
    /// @param options none to forget what is stored
    public void store(List<String> options) throws IOException {
        Files.createDirectories(file.getParent());
        // What was tried before is tried again.
        Files.deleteIfExists(file.resolveSibling("jvm-options.trial"));
        if (options.isEmpty()) {
            Files.deleteIfExists(file);
            return;
        }
        Path half = file.resolveSibling("jvm-options." + ProcessHandle.current().pid() + ".part");
        Files.write(
                half,
                options,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE);
        Files.move(half, file, StandardCopyOption.REPLACE_EXISTING);
    }

    /// Asks this JVM's own program whether it would start with these options.
    ///
    /// @return what it said, where it would not
    public static Optional<String> refusal(List<String> options)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.add("-version");
        Path said = Files.createTempFile("kiln-options", ".txt");
        try {
            Process process =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(said.toFile())
                            .start();
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return Optional.of("It did not start within " + PATIENCE_SECONDS + " s.");
            }
            return process.exitValue() == 0
                    ? Optional.empty()
                    : Optional.of(Files.readString(said).strip());
        } finally {
            Files.delete(said);
        }
    }
}
