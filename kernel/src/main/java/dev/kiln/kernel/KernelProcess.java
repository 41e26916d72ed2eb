package dev.kiln.kernel;

import com.google.gson.JsonObject;

import dev.kiln.kernel.channels.Channels;
import dev.kiln.kernel.output.Publisher;
import dev.kiln.kernel.settings.JvmOptions;
import dev.kiln.kernel.wire.ConnectionFile;
import dev.kiln.kernel.wire.Signature;
import dev.kiln.kernel.wire.WireCodec;

import sun.misc.Signal;

import java.io.PrintStream;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// The process around the kernel: its log, its signals, its end.
final class KernelProcess {
    private static final long LAST_WORDS_MILLIS = 600;

    private final PrintStream log = System.err;
    private Channels channels;
    private KilnKernel kernel;

    private KernelProcess(ConnectionFile connection) {
        WireCodec codec =
                new WireCodec(new Signature(connection.signatureScheme(), connection.key()));
        Publisher publisher = new Publisher(codec);
        Requests requests = new Requests(publisher, this::note);
        kernel = new KilnKernel(publisher, requests, connection.kernelId(), this::end, this::note);
        channels =
                new Channels(connection, codec, publisher.outbox(), requests::receive, this::note);
        publisher.status(new JsonObject(), "starting");
        JvmOptions.refused().ifPresent(why -> note("Java runs without your options: " + why));
        requests.start();
    }

    /// Starts the kernel and returns; its threads go on.
    static void start(ConnectionFile connection) throws InterruptedException {
        KernelProcess process = new KernelProcess(connection);
        Signal.handle(new Signal("INT"), signal -> process.kernel.interrupt());
        process.endWithJupyter();
        Thread.currentThread().join();
    }

    /// A line for Jupyter's own log.
    private void note(String line) {
        log.println("kiln: " + line);
    }

    /// Ends when the server that started the kernel has gone.
    private void endWithJupyter() {
        String parent = System.getenv("JPY_PARENT_PID");
        if (parent != null && parent.matches("[1-9][0-9]*")) {
            ProcessHandle.of(Long.parseLong(parent))
                    .ifPresent(server -> server.onExit().thenRun(() -> end(false)));
        }
    }

    /// Ends the process within a second, whatever a cell does.
    private void end(boolean restart) {
        Thread.ofPlatform()
                .daemon()
                .name("kiln-deadline")
                .start(
                        () -> {
                            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(LAST_WORDS_MILLIS));
                            Runtime.getRuntime().halt(0);
                        });
        Thread.ofPlatform()
                .name("kiln-end")
                .start(
                        () -> {
                            try {
                                kernel.onShutdown(restart);
                            } catch (Throwable fault) {
                                note("An extension failed when it was told to stop: " + fault);
                            }
                            channels.close();
                            System.exit(0);
                        });
    }
}
