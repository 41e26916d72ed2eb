package dev.kiln.data.files;

import dev.kiln.catalog.UserError;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Brings files that are not on this machine, once: they are kept in the folder that Keras uses, so that both share them.
///
/// A file is written under another name and moved to its place when its checksum is right; what fails leaves nothing behind.
///
/// @param folder   where files are kept, usually `~/.keras/datasets`
/// @param base     address that replaces the usual one of every file, for a mirror; null for none
/// @param patience longest silence of a server
/// @param progress is told how far a download is
public record Downloads(Path folder, @Nullable URI base, Duration patience, Progress progress) {

    /// Told how far a download is, at most once for each 64 KB.
    public interface Progress {
        /// @param done  bytes so far
        /// @param total bytes in all; -1 where the server does not say
        void at(String file, long done, long total);
    }

    /// Keras' folder: `KERAS_HOME` or `~/.keras`, then `datasets`.
    public Downloads(Progress progress) {
        this(kerasFolder(), null, Duration.ofSeconds(30), progress);
    }

    private static Path kerasFolder() {
        String home = System.getenv("KERAS_HOME");
        return (home == null || home.isBlank()
                        ? Path.of(System.getProperty("user.home"), ".keras")
                        : Path.of(home))
                .resolve("datasets");
    }

    /// A file that is here, or is brought.
    ///
    /// @param set     the data set that needs it, for the message
    /// @param name    place below the folder, with `/`
    /// @param address where it comes from
    /// @param sha256  its checksum, 64 hexadecimal digits; a file that is here already is taken as it is where the name fits
    /// @throws UserError E125 where it cannot be had
    public Path file(String set, String name, URI address, String sha256) {
        Path place = folder.resolve(name);
        if (Files.isRegularFile(place)) {
            if (sha256.equals(checksum(place))) {
                return place;
            }
            // A file cut short by another program is brought anew.
        }
        try {
            return download(place, base == null ? address : base.resolve(last(address)), sha256);
        } catch (DownloadFailed e) {
            throw new UserError(
                    "E125",
                    set
                            + " is not on this machine and the download failed ("
                            + e.getMessage()
                            + ").",
                    instead(set),
                    e);
        }
    }

    /// A file at any address, brought to a temporary place that the caller deletes.
    ///
    /// @throws UserError E125 where it cannot be had
    public Path temporary(URI address) {
        try {
            Path place =
                    Files.createTempFile(
                            "kiln-", "-" + last(address).replaceAll("[^A-Za-z0-9._-]", "_"));
            try {
                fetch(address, place, last(address));
                return place;
            } catch (DownloadFailed e) {
                Files.deleteIfExists(place);
                throw e;
            }
        } catch (DownloadFailed | IOException e) {
            throw new UserError(
                    "E125",
                    address + " could not be downloaded (" + e.getMessage() + ").",
                    "Check the address, or download the file and name it.",
                    e);
        }
    }

    private static String instead(String set) {
        return set.equals("california_housing")
                ? "Type: %data diabetes  (built in, 442 patients, a regression)"
                : set.equals("imdb")
                        ? "Type: %data \"reviews.csv\" target=label text=review  (a file of your own)"
                        : "Type: %data digits  (built in, 1,797 images of 8x8)";
    }

    private static String last(URI address) {
        String path = String.valueOf(address.getPath());
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private Path download(Path place, URI address, String sha256) throws DownloadFailed {
        Path part = null;
        try {
            Files.createDirectories(place.toAbsolutePath().getParent());
            part =
                    Files.createTempFile(
                            place.toAbsolutePath().getParent(), place.getFileName() + ".", ".part");
            fetch(address, part, String.valueOf(place.getFileName()));
            String found = checksum(part);
            if (!found.equals(sha256)) {
                throw new DownloadFailed(
                        "the file has the wrong checksum "
                                + found.substring(0, 12)
                                + "..., expected "
                                + sha256.substring(0, 12)
                                + "...");
            }
            return Files.move(part, place, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new DownloadFailed(
                    "cannot write to " + place.getParent() + ": " + e.getMessage(), e);
        } finally {
            remove(part);
        }
    }

    private static void remove(@Nullable Path part) {
        try {
            if (part != null) {
                Files.deleteIfExists(part);
            }
        } catch (IOException e) {
            part.toFile().deleteOnExit();
        }
    }

    private void fetch(URI address, Path to, String name) throws DownloadFailed {
        try (ExecutorService thread =
                        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().factory());
                HttpClient client =
                        HttpClient.newBuilder()
                                .followRedirects(HttpClient.Redirect.NORMAL)
                                .proxy(ProxySelector.getDefault())
                                .connectTimeout(patience)
                                .build()) {
            try {
                HttpResponse<InputStream> response =
                        client.send(
                                HttpRequest.newBuilder(address).timeout(patience).build(),
                                BodyHandlers.ofInputStream());
                if (response.statusCode() != 200) {
                    response.body().close();
                    throw new DownloadFailed("the server answered " + response.statusCode());
                }
                copy(response, to, name, thread);
            } catch (java.net.http.HttpTimeoutException e) {
                throw new DownloadFailed(
                        "the server was silent for " + patience.toMillis() / 1000.0 + " s", e);
            } catch (java.net.ConnectException | java.nio.channels.UnresolvedAddressException e) {
                throw new DownloadFailed("no network", e);
            } catch (IOException | IllegalArgumentException e) {
                throw new DownloadFailed(e.getMessage() == null ? "no network" : e.getMessage(), e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new DownloadFailed("stopped by you", e);
            } finally {
                client.shutdownNow();
            }
        }
    }

    /// Reads on a second thread, so that a server that falls silent in the middle is noticed.
    private void copy(
            HttpResponse<InputStream> response, Path to, String name, ExecutorService thread)
            throws IOException, DownloadFailed, InterruptedException {
        long total = response.headers().firstValueAsLong("content-length").orElse(-1);
        long done = 0;
        try (InputStream body = response.body();
                OutputStream out = Files.newOutputStream(to)) {
            var chunk = new byte[1 << 16];
            while (true) {
                Future<Integer> read = thread.submit(() -> body.read(chunk));
                int count = read.get(patience.toMillis(), TimeUnit.MILLISECONDS);
                if (count < 0) {
                    break;
                }
                out.write(chunk, 0, count);
                done += count;
                progress.at(name, done, total);
            }
        } catch (TimeoutException e) {
            throw new DownloadFailed(
                    "the server was silent for "
                            + patience.toMillis() / 1000.0
                            + " s after "
                            + done
                            + " bytes",
                    e);
        } catch (ExecutionException e) {
            throw new DownloadFailed(
                    "the connection broke after "
                            + done
                            + (total < 0 ? "" : " of " + total)
                            + " bytes",
                    e);
        }
        if (total >= 0 && done != total) {
            throw new DownloadFailed("the file was cut short: " + done + " of " + total + " bytes");
        }
    }

    static String checksum(Path file) {
        try (InputStream bytes = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            var chunk = new byte[1 << 16];
            for (int count = bytes.read(chunk); count >= 0; count = bytes.read(chunk)) {
                digest.update(chunk, 0, count);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (IOException e) {
            throw new UserError(
                    "E125",
                    file + " cannot be read: " + e.getMessage() + ".",
                    "Delete the file, then type the line again.",
                    e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Why a file could not be had.
    private static final class DownloadFailed extends Exception {
        DownloadFailed(String message) {
            super(message);
        }

        DownloadFailed(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
