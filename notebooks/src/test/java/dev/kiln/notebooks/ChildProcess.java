package dev.kiln.notebooks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// How a program ended and what it printed, errors included.
///
/// @param status  exit status, 0 when it worked
/// @param printed standard output and standard error together
record ChildProcess(int status, String printed) {

    /// Runs a program to its end, without input.
    ///
    /// @param environment variables set besides those of this JVM
    /// @throws IllegalStateException when it takes longer than the limit; it and its children are ended then
    static ChildProcess run(
            List<String> command, Path folder, Map<String, String> environment, Duration limit) {
        try {
            Path output = Files.createTempFile("kiln-child-", ".log");
            try {
                var builder =
                        new ProcessBuilder(command)
                                .directory(folder.toFile())
                                .redirectErrorStream(true)
                                .redirectInput(
                                        ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                                .redirectOutput(output.toFile());
                builder.environment().putAll(environment);
                var process = builder.start();
                if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                    process.descendants().forEach(ProcessHandle::destroyForcibly);
                    process.destroyForcibly().waitFor();
                    throw new IllegalStateException(
                            "not done after " + limit + ": " + command + "\n" + read(output));
                }
                return new ChildProcess(process.exitValue(), read(output));
            } finally {
                Files.delete(output);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for " + command, e);
        }
    }

    private static String read(Path output) throws IOException {
        return new String(Files.readAllBytes(output), StandardCharsets.UTF_8);
    }
}
