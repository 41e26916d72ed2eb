package dev.kiln.kernel.history;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// The history of all sessions of a user: lines of JSON, only ever added to, by any number of kernels at once.
///
/// A line that is no JSON, because a kernel died while it wrote or somebody edited the file, is passed over. A file that
/// has grown too large loses its older half when a session begins.
///
/// @param file need not exist; readable for the user alone
public record HistoryFile(Path file) {
    private static final long MOST_BYTES = 8 << 20;
    private static final int LARGEST_CELL = 256 << 10;
    private static final int LARGEST_RESULT = 10_000;
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long LOOK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    /// That in a folder of settings.
    public static HistoryFile in(Path folder) {
        return new HistoryFile(folder.resolve("history.jsonl"));
    }

    @FunctionalInterface
    private interface Task<T> {
        T run() throws IOException;
    }

    /// Begins a session.
    ///
    /// @return its number, which no other session has
    /// @throws IOException where the file cannot be written to
    public int begin() throws IOException {
        return alone(
                () -> {
                    shorten();
                    int number = lastSession() + 1;
                    JsonObject line = new JsonObject();
                    line.addProperty("session", number);
                    write(line);
                    return number;
                });
    }

    /// Adds a cell; those too large to be typed by anybody are left out.
    public void add(PastCell cell) throws IOException {
        if (cell.code().length() > LARGEST_CELL) {
            return;
        }
        JsonObject line = place(cell);
        line.addProperty("code", cell.code());
        append(line);
    }

    /// Adds what a cell showed.
    public void addResult(PastCell cell) throws IOException {
        String shown = cell.shown();
        if (shown == null || cell.code().length() > LARGEST_CELL) {
            return;
        }
        JsonObject line = place(cell);
        line.addProperty(
                "shown",
                shown.length() <= LARGEST_RESULT ? shown : shown.substring(0, LARGEST_RESULT));
        append(line);
    }

    private static JsonObject place(PastCell cell) {
        JsonObject line = new JsonObject();
        line.addProperty("session", cell.session());
        line.addProperty("line", cell.line());
        return line;
    }

    private void append(JsonObject line) throws IOException {
        alone(
                () -> {
                    write(line);
                    return line;
                });
    }

    /// All cells, by session and line.
    public List<PastCell> read() throws IOException {
        record Place(int session, int line) {}
        Map<Place, PastCell> cells = new LinkedHashMap<>();
        for (JsonObject line : lines()) {
            Place place = new Place(number(line, "session"), number(line, "line"));
            if (line.has("code")) {
                String code = line.get("code").getAsString();
                cells.put(place, new PastCell(place.session(), place.line(), code, null));
            } else if (line.has("shown")) {
                String shown = line.get("shown").getAsString();
                cells.computeIfPresent(place, (_, cell) -> cell.showing(shown));
            }
        }
        List<PastCell> sorted = new ArrayList<>(cells.values());
        sorted.sort(Comparator.comparingInt(PastCell::session).thenComparingInt(PastCell::line));
        return sorted;
    }

    private int lastSession() throws IOException {
        return lines().stream().mapToInt(line -> number(line, "session")).max().orElse(0);
    }

    private List<JsonObject> lines() throws IOException {
        if (!Files.exists(file)) {
            return List.of();
        }
        List<JsonObject> lines = new ArrayList<>();
        // Bytes that are no UTF-8 become marks of it, and spoil no other line.
        String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        for (String line : text.split("\n")) {
            try {
                JsonObject read = JsonParser.parseString(line).getAsJsonObject();
                if (isWhole(read)) {
                    lines.add(read);
                }
            } catch (JsonParseException | IllegalStateException | StackOverflowError broken) {
                continue;
            }
        }
        return lines;
    }

    private static boolean isWhole(JsonObject line) {
        return number(line, "session") > 0 && isText(line, "code") && isText(line, "shown");
    }

    private static boolean isText(JsonObject line, String name) {
        return !line.has(name)
                || line.get(name).isJsonPrimitive()
                        && line.getAsJsonPrimitive(name).isString()
                        && number(line, "line") > 0;
    }

    /// 0 where there is no number, or one that nobody counted to.
    private static int number(JsonObject line, String name) {
        if (!line.has(name)
                || !line.get(name).isJsonPrimitive()
                || !line.getAsJsonPrimitive(name).isNumber()) {
            return 0;
        }
        double number = line.get(name).getAsDouble();
        return number >= 1 && number <= Integer.MAX_VALUE - 1 ? (int) number : 0;
    }

    /// Writes a line of its own, whatever the last writer left unfinished.
    private void write(JsonObject line) throws IOException {
        byte[] text = (line + "\n").getBytes(StandardCharsets.UTF_8);
        try (FileChannel channel =
                FileChannel.open(
                        file,
                        Set.of(
                                StandardOpenOption.CREATE,
                                StandardOpenOption.READ,
                                StandardOpenOption.WRITE),
                        forTheUserAlone(file))) {
            long end = channel.size();
            ByteBuffer last = ByteBuffer.allocate(1);
            if (end > 0 && channel.read(last, end - 1) == 1 && last.get(0) != '\n') {
                channel.write(ByteBuffer.wrap(new byte[] {'\n'}), end++);
            }
            ByteBuffer rest = ByteBuffer.wrap(text);
            while (rest.hasRemaining()) {
                end += channel.write(rest, end);
            }
        }
    }

    private void shorten() throws IOException {
        if (!Files.exists(file) || Files.size(file) <= MOST_BYTES) {
            return;
        }
        List<JsonObject> lines = lines();
        long kept = 0;
        int from = lines.size();
        while (from > 0 && kept < MOST_BYTES / 2) {
            kept += lines.get(--from).toString().length();
        }
        Path half = file.resolveSibling(file.getFileName() + ".part");
        Files.deleteIfExists(half);
        Files.createFile(half, forTheUserAlone(file));
        Files.write(
                half,
                lines.subList(from, lines.size()).stream().map(JsonObject::toString).toList());
        Files.move(half, file, StandardCopyOption.REPLACE_EXISTING);
    }

    private static FileAttribute<?>[] forTheUserAlone(Path file) {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }

    /// Runs a task while no other kernel writes.
    ///
    /// @throws IOException where another one has been at it for a second
    private <T> T alone(Task<T> task) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Path gate = file.resolveSibling(file.getFileName() + ".lock");
        try (FileChannel channel =
                        FileChannel.open(
                                gate,
                                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                                forTheUserAlone(file));
                FileLock _ = lock(channel)) {
            return task.run();
        }
    }

    private static FileLock lock(FileChannel channel) throws IOException {
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (System.nanoTime() < end) {
            try {
                FileLock lock = channel.tryLock();
                if (lock != null) {
                    return lock;
                }
            } catch (OverlappingFileLockException heldByAnotherThread) {
                // It is waited for like that of another process.
                Thread.onSpinWait();
            }
            LockSupport.parkNanos(LOOK_AGAIN_NANOS);
        }
        throw new IOException("Another kernel keeps the history locked.");
    }
}
