package dev.kiln.kernel.history;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// The cells of this session, and those of earlier sessions and of other kernels from the user's file. The file is written
/// behind the cells' back: a slow or broken disk neither delays nor fails a cell.
public final class CellHistory implements AutoCloseable {
    private static final long PATIENCE_MILLIS = 2_000;
    private static final long LAST_PATIENCE_MILLIS = 300;

    private final Optional<HistoryFile> file;
    private final Consumer<String> log;
    private final List<PastCell> mine = new ArrayList<>();
    private final ExecutorService writer =
            Executors.newSingleThreadExecutor(
                    Thread.ofPlatform().daemon().name("kiln-history").factory());
    private int session;
    private boolean broken;

    /// @param file empty where nothing is kept after the session
    /// @param log  told once when the file cannot be used
    public CellHistory(Optional<HistoryFile> file, Consumer<String> log) {
        this.file = file;
        this.log = log;
    }

    /// Adds a cell that is about to run.
    public void add(int line, String code) {
        synchronized (mine) {
            mine.add(new PastCell(0, line, code, null));
        }
        later(kept -> kept.add(new PastCell(session(), line, code, null)));
    }

    /// Adds what the cell that runs shows.
    public void result(int line, String shown) {
        PastCell cell;
        synchronized (mine) {
            if (mine.isEmpty() || mine.getLast().line() != line) {
                return;
            }
            cell = mine.getLast().showing(shown);
            mine.set(mine.size() - 1, cell);
        }
        later(kept -> kept.addResult(new PastCell(session(), line, cell.code(), shown)));
    }

    @FunctionalInterface
    private interface Step {
        void on(HistoryFile file) throws IOException;
    }

    private void later(Step step) {
        file.ifPresent(
                kept ->
                        writer.execute(
                                () -> {
                                    try {
                                        if (!broken) {
                                            step.on(kept);
                                        }
                                    } catch (IOException | RuntimeException fault) {
                                        giveUp(fault);
                                    }
                                }));
    }

    /// Of the writer's thread.
    private void giveUp(Exception fault) {
        if (!broken) {
            log.accept("The history of this session is not kept: " + fault);
        }
        broken = true;
    }

    /// Of the writer's thread: the number of this session, which begins with its first cell.
    private int session() throws IOException {
        if (session == 0 && file.isPresent()) {
            session = file.get().begin();
        }
        return session;
    }

    /// What is known of all sessions.
    ///
    /// @param session number of this one
    /// @param others  cells of other sessions, by session and line
    /// @param mine    cells of this session, oldest first
    public record Known(int session, List<PastCell> others, List<PastCell> mine) {
        /// All of them, those of this session last.
        public List<PastCell> all() {
            List<PastCell> all = new ArrayList<>(others);
            all.addAll(mine);
            return all;
        }

        /// The last cells.
        public List<PastCell> tail(int count) {
            return last(all(), count);
        }

        /// Cells of one session.
        ///
        /// @param of    its number; 0 for this session, -1 for the one before
        /// @param start number of the first cell
        /// @param stop  number of the first cell after the last
        public List<PastCell> range(int of, int start, int stop) {
            int wanted = of > 0 ? of : session + of;
            return all().stream()
                    .filter(cell -> cell.session() == wanted)
                    .filter(cell -> cell.line() >= start && cell.line() < stop)
                    .toList();
        }

        /// The last cells that are wholly like a pattern.
        ///
        /// @param pattern in it, `*` is any text, `?` any character, `[a-z]` one of some
        /// @param unique  of cells with the same source only the last
        public List<PastCell> search(String pattern, int count, boolean unique) {
            Pattern wanted = glob(pattern);
            List<PastCell> found = new ArrayList<>();
            all().stream()
                    .filter(cell -> wanted.matcher(cell.code()).matches())
                    .forEach(found::add);
            if (unique) {
                Set<String> seen = new HashSet<>();
                found =
                        new ArrayList<>(
                                found.reversed().stream()
                                        .filter(cell -> seen.add(cell.code()))
                                        .toList()
                                        .reversed());
            }
            return last(found, count);
        }

        private static List<PastCell> last(List<PastCell> all, int count) {
            return List.copyOf(
                    all.subList(Math.max(0, all.size() - Math.max(0, count)), all.size()));
        }

        private static Pattern glob(String pattern) {
            StringBuilder regex = new StringBuilder();
            int at = 0;
            while (at < pattern.length()) {
                char c = pattern.charAt(at++);
                int end = c == '[' ? pattern.indexOf(']', at + 1) : -1;
                if (end > 0) {
                    String some = pattern.substring(at, end).replaceAll("[\\\\\\[&]", "\\\\$0");
                    regex.append('[').append(some).append(']');
                    at = end + 1;
                } else {
                    regex.append(
                            c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(String.valueOf(c)));
                }
            }
            try {
                return Pattern.compile(regex.toString(), Pattern.DOTALL);
            } catch (PatternSyntaxException oddRange) {
                return Pattern.compile(Pattern.quote(pattern), Pattern.DOTALL);
            }
        }
    }

    /// What is known now. A file that cannot be read within two seconds is left out.
    public Known known() {
        try {
            return writer.submit(this::read).get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException | RejectedExecutionException unknown) {
            return withMine(1, List.of());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return withMine(1, List.of());
        }
    }

    /// Of the writer's thread.
    private Known read() {
        List<PastCell> all = List.of();
        try {
            all = file.isEmpty() || broken ? List.of() : file.get().read();
        } catch (IOException | RuntimeException fault) {
            giveUp(fault);
        }
        int next = all.stream().mapToInt(PastCell::session).max().orElse(0) + 1;
        int number = session > 0 ? session : next;
        return withMine(number, all.stream().filter(cell -> cell.session() != number).toList());
    }

    private Known withMine(int number, List<PastCell> others) {
        synchronized (mine) {
            return new Known(
                    number,
                    others,
                    mine.stream()
                            .map(
                                    cell ->
                                            new PastCell(
                                                    number, cell.line(), cell.code(), cell.shown()))
                            .toList());
        }
    }

    /// Writes what is not written yet, for at most a third of a second.
    @Override
    public void close() {
        writer.shutdown();
        try {
            if (!writer.awaitTermination(LAST_PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
                log.accept("The end of this session's history was not written.");
            }
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }
}
