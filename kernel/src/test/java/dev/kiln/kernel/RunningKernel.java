package dev.kiln.kernel;

import com.google.gson.JsonObject;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/// A kernel in its own process, started as its manifest would.
final class RunningKernel implements AutoCloseable {
    /// In the environment given: the connection's key in place of a random one.
    static final String KEY = "TEST_CONNECTION_KEY";

    private static final String[] PORTS = {
        "shell_port", "iopub_port", "stdin_port", "control_port", "hb_port"
    };

    private final Process process;
    private final Path folder;
    private final JsonObject connection = new JsonObject();

    private RunningKernel(Path folder, Map<String, String> environment, List<String> options)
            throws IOException {
        this.folder = folder;
        connection.addProperty("transport", "tcp");
        connection.addProperty("ip", "127.0.0.1");
        connection.addProperty("key", environment.getOrDefault(KEY, UUID.randomUUID().toString()));
        connection.addProperty("signature_scheme", "hmac-sha256");
        List<ServerSocket> free = new ArrayList<>();
        for (String port : PORTS) {
            free.add(new ServerSocket(0));
            connection.addProperty(port, free.getLast().getLocalPort());
        }
        for (ServerSocket socket : free) {
            socket.close();
        }
        Path file = folder.resolve("kernel-" + UUID.randomUUID() + ".json");
        Files.writeString(file, connection.toString());
        List<String> command =
                new ArrayList<>(
                        List.of(
                                "/bin/sh",
                                Path.of("src", "main", "kernelspec", "start.sh")
                                        .toAbsolutePath()
                                        .toString(),
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "--enable-native-access=ALL-UNNAMED",
                                "-Xmx600m",
                                "-javaagent:" + agent(folder),
                                "-cp",
                                System.getProperty("java.class.path")));
        command.addAll(options);
        command.add("--");
        command.add(Kiln.class.getName());
        command.add(file.toString());
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(log());
        builder.environment().put("JUPYTER_DATA_DIR", folder.resolve("jupyter").toString());
        builder.environment().putAll(environment);
        process = builder.start();
    }

    static RunningKernel start(String... options) throws IOException {
        return startIn(Files.createTempDirectory("kiln-kernel-test"), Map.of(), options);
    }

    /// @param folder      the kernel's own, with what the user set in `jupyter/kiln`
    /// @param environment added to that of this process
    static RunningKernel startIn(Path folder, Map<String, String> environment, String... options)
            throws IOException {
        return new RunningKernel(folder, environment, List.of(options));
    }

    /// What the jar's manifest says, for a kernel that runs from class folders.
    private static Path agent(Path folder) throws IOException {
        Manifest manifest = new Manifest();
        Attributes main = manifest.getMainAttributes();
        main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        main.putValue("Premain-Class", "dev.kiln.kernel.java.LauncherAgent");
        main.putValue("Can-Redefine-Classes", "true");
        Path jar = folder.resolve("agent.jar");
        try (OutputStream out = Files.newOutputStream(jar)) {
            new JarOutputStream(out, manifest).close();
        }
        return jar;
    }

    private File log() {
        return folder.resolve("kernel.log").toFile();
    }

    /// What the process wrote itself.
    String printed() throws IOException {
        return Files.readString(log().toPath());
    }

    long pid() {
        return process.pid();
    }

    Path folder() {
        return folder;
    }

    JsonObject connection() {
        return connection;
    }

    Frontend connect() {
        return new Frontend(connection);
    }

    /// Sends the process what a terminal sends on Ctrl+C.
    void interruptBySignal() throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
    }

    /// Waits until the process has ended.
    boolean endsWithin(long seconds) throws InterruptedException {
        return process.waitFor(seconds, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
