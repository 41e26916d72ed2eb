package dev.kiln.notebooks;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// A Jupyter of the build's own, which knows one kernel: the one just built, under the name `kiln`.
///
/// The kernel starts with the command line that the installer writes, from copies of the same jars, in this JVM's JDK.
///
/// @param python interpreter with Jupyter in it
/// @param target the build's folder: kernel, settings and run-time files stay in it
record Jupyter(PythonEnvironment python, Path target) {

    private static final Duration TIME_TO_RUN = Duration.ofMinutes(15);

    /// The repository's folder; the tests run in the folder of their module.
    static final Path ROOT = Path.of("").toAbsolutePath().getParent();

    /// Prepares Python and registers the kernel.
    static Jupyter withBuiltKernel() {
        Path module = ROOT.resolve("notebooks");
        var python =
                PythonEnvironment.with(
                        ROOT.resolve("installer/requirements.txt"),
                        module.resolve("requirements.txt"));
        var jupyter = new Jupyter(python, module.resolve("target"));
        jupyter.register();
        return jupyter;
    }

    /// Runs a Python program of the repository to its end.
    ChildProcess run(String program, List<String> arguments) {
        var command =
                new ArrayList<String>(
                        List.of(python.python().toString(), ROOT.resolve(program).toString()));
        command.addAll(arguments);
        var environment =
                Map.of(
                        "JUPYTER_PATH", target.toString(),
                        "JUPYTER_DATA_DIR", target.resolve("jupyter/data").toString(),
                        "JUPYTER_CONFIG_DIR", target.resolve("jupyter/config").toString(),
                        "JUPYTER_RUNTIME_DIR", target.resolve("jupyter/runtime").toString(),
                        "IPYTHONDIR", target.resolve("jupyter/ipython").toString(),
                        "PYTHONDONTWRITEBYTECODE", "1",
                        "PYTHONUTF8", "1");
        return ChildProcess.run(command, target, environment, TIME_TO_RUN);
    }

    private void register() {
        Path folder = target.resolve("kernels/kiln");
        try {
            String template =
                    Files.readString(ROOT.resolve("kernel/src/main/kernelspec/kernel.json"));
            JsonObject spec =
                    JsonParser.parseString(
                                    template.replace(
                                                    "@java@",
                                                    Path.of(
                                                                    System.getProperty("java.home"),
                                                                    "bin",
                                                                    "java")
                                                            .toString())
                                            .replace("@jar@", kernelJar(folder.resolve("lib")))
                                            .replace("@version@", "built"))
                            .getAsJsonObject();
            var arguments = new JsonArray();
            for (var argument : spec.getAsJsonArray("argv")) {
                // Unpacked native libraries are shared with the unit tests, in the folder that
                // JavaCPP chooses.
                if (!argument.getAsString().startsWith("-Dorg.bytedeco.javacpp.cachedir=")) {
                    arguments.add(argument);
                }
            }
            spec.add("argv", arguments);
            Files.writeString(folder.resolve("kernel.json"), spec.toString());
            Files.copy(
                    ROOT.resolve("kernel/src/main/kernelspec/start.sh"),
                    folder.resolve("start.sh"),
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String kernelJar(Path jars) throws IOException {
        try (Stream<Path> files = Files.list(jars)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith("kiln-kernel-"))
                    .findFirst()
                    .orElseThrow(
                            () ->
                                    new IllegalStateException(
                                            "there is no kernel jar in " + jars + ": mvn verify"));
        }
    }
}
