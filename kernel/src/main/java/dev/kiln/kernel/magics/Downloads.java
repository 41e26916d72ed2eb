package dev.kiln.kernel.magics;

import org.eclipse.aether.transfer.AbstractTransferListener;
import org.eclipse.aether.transfer.TransferEvent;

import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Says what is being downloaded, at most four times a second.
final class Downloads extends AbstractTransferListener {
    private static final long QUIET_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
    private static final double BYTES_PER_MEGABYTE = 1e6;

    private final Consumer<String> progress;
    private long last = System.nanoTime() - QUIET_NANOS;
    private long bytes;
    private int files;

    Downloads(Consumer<String> progress) {
        this.progress = progress;
    }

    @Override
    public synchronized void transferProgressed(TransferEvent event) {
        bytes += event.getDataLength();
        say(event);
    }

    @Override
    public synchronized void transferSucceeded(TransferEvent event) {
        files++;
        say(event);
    }

    private void say(TransferEvent event) {
        long now = System.nanoTime();
        if (now - last >= QUIET_NANOS) {
            last = now;
            String name = event.getResource().getResourceName();
            progress.accept(
                    String.format(
                            Locale.ROOT,
                            "%d files, %.1f MB; downloading %s",
                            files,
                            bytes / BYTES_PER_MEGABYTE,
                            name.substring(name.lastIndexOf('/') + 1)));
        }
    }
}
