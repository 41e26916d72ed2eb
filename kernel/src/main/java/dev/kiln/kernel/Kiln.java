package dev.kiln.kernel;

import dev.kiln.kernel.wire.ConnectionFile;

import java.nio.file.Path;

/// Starts the kernel: `java … -jar kiln-kernel.jar connection.json`.
public final class Kiln {
    private Kiln() {}

    /// @param arguments the connection file that Jupyter wrote
    public static void main(String[] arguments) throws Exception {
        if (arguments.length != 1) {
            System.err.println(
                    "Usage: kiln CONNECTION_FILE (Jupyter starts the kernel and writes that file.)");
            System.exit(2);
        }
        KernelProcess.start(ConnectionFile.read(Path.of(arguments[0])));
    }
}
