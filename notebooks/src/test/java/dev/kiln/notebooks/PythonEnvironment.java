package dev.kiln.notebooks;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// A Python with the pinned Jupyter in it: made once for one set of requirements, kept outside the build's folders.
///
/// It lives in `kiln/python-HASH` of the user's cache folder (`XDG_CACHE_HOME`, else `~/.cache`); the hash is that of
/// the requirements and of the Python it was made with. A network is needed only when it is made.
///
/// @param python the environment's interpreter
record PythonEnvironment(Path python) {

    private static final Duration TIME_TO_INSTALL = Duration.ofMinutes(15);
    private static final Duration TIME_TO_ANSWER = Duration.ofMinutes(1);

    /// The environment for these requirement files, made now if need be.
    ///
    /// @throws IllegalStateException where no Python 3.10 or newer with `venv` is on the PATH, or the packages cannot be had
    static PythonEnvironment with(Path... requirements) {
        String maker = newEnoughPython();
        Path folder = cache().resolve("python-" + hash(maker, requirements));
        Path python = folder.resolve("bin").resolve("python");
        Path complete = folder.resolve("complete");
        try {
            Files.createDirectories(folder.getParent());
            // Two builds at once: the second one waits and finds the environment made.
            try (var file = new RandomAccessFile(folder + ".lock", "rw");
                    var _ = file.getChannel().lock()) {
                if (!Files.exists(complete)) {
                    make(maker, folder, python, requirements[requirements.length - 1]);
                    Files.createFile(complete);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new PythonEnvironment(python);
    }

    private static void make(String maker, Path folder, Path python, Path requirements) {
        mustWork(
                "Python's venv could not make an environment. Debian and Ubuntu have it in the package python3-venv",
                List.of(maker, "-m", "venv", "--clear", folder.toString()));
        mustWork(
                "the packages of " + requirements + " could not be installed",
                List.of(
                        python.toString(),
                        "-m",
                        "pip",
                        "install",
                        "--disable-pip-version-check",
                        "--quiet",
                        "--requirement",
                        requirements.toString()));
    }

    private static void mustWork(String failure, List<String> command) {
        var result = ChildProcess.run(command, Path.of("."), Map.of(), TIME_TO_INSTALL);
        if (result.status() != 0) {
            throw new IllegalStateException(failure + ":\n" + result.printed());
        }
    }

    private static String newEnoughPython() {
        return Stream.of(
                        "python3",
                        "python3.14",
                        "python3.13",
                        "python3.12",
                        "python3.11",
                        "python3.10",
                        "python")
                .flatMap(name -> executableOf(name).stream())
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalStateException(
                                        "Python 3.10 or newer is not on the PATH: install python3"));
    }

    /// The interpreter's own path, which a version switcher's stand-in on the PATH would hide.
    private static Optional<String> executableOf(String name) {
        boolean onPath =
                Arrays.stream(System.getenv("PATH").split(":"))
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, name)));
        if (!onPath) {
            return Optional.empty();
        }
        var question = "import sys; print(sys.executable); sys.exit(sys.version_info < (3, 10))";
        var result =
                ChildProcess.run(
                        List.of(name, "-c", question), Path.of("."), Map.of(), TIME_TO_ANSWER);
        return result.status() == 0 ? Optional.of(result.printed().strip()) : Optional.empty();
    }

    private static Path cache() {
        String named = System.getenv("XDG_CACHE_HOME");
        return (named == null || named.isBlank()
                        ? Path.of(System.getProperty("user.home"), ".cache")
                        : Path.of(named))
                .resolve("kiln");
    }

    private static String hash(String maker, Path... requirements) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update(maker.getBytes(StandardCharsets.UTF_8));
            var version =
                    ChildProcess.run(
                            List.of(maker, "--version"), Path.of("."), Map.of(), TIME_TO_ANSWER);
            digest.update(version.printed().getBytes(StandardCharsets.UTF_8));
            for (Path file : requirements) {
                digest.update(Files.readAllBytes(file));
            }
            return HexFormat.of().formatHex(digest.digest(), 0, 8);
        } catch (NoSuchAlgorithmException | IOException e) {
            throw new IllegalStateException(
                    "the requirements " + Arrays.toString(requirements) + " cannot be read", e);
        }
    }
}
