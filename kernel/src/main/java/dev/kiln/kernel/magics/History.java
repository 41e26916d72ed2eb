package dev.kiln.kernel.magics;

import dev.kiln.catalog.UserError;
import dev.kiln.kernel.history.CellHistory.Known;
import dev.kiln.kernel.history.PastCell;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// `%history` prints the sources of cells: of this session, of ranges (`3-7`, `~1/` the session before), of all sessions
/// that hold a text (`-g text`).
record History(Session session) implements KernelMagic {
    private static final Pattern RANGE =
            Pattern.compile("(?:(~?)([0-9]{1,9})/)?(?:([0-9]{1,9})(-([0-9]{0,9}))?)?");

    /// What was asked for.
    private static final class Wish {
        private boolean numbers;
        private boolean results;
        private boolean unique;
        private @Nullable Integer last;
        private @Nullable String text;
        private @Nullable String file;
        private final List<String> ranges = new ArrayList<>();
    }

    @Override
    public Optional<Object> run(String arguments, Optional<String> body) throws IOException {
        Wish wish = wish(Words.of(arguments));
        List<PastCell> cells = cells(session.history(), wish);
        String printed =
                cells.stream().map(cell -> printed(cell, wish)).collect(Collectors.joining());
        String name = wish.file;
        if (name == null) {
            System.out.print(printed);
            return Optional.empty();
        }
        Path file = session.folder().resolve(name);
        if (Files.exists(file)) {
            throw new UserError(
                    "There is a file " + name + " already.",
                    "Choose another name, or delete it first.");
        }
        Files.writeString(file, printed);
        System.out.println(
                "Wrote " + cells.size() + (cells.size() == 1 ? " cell to " : " cells to ") + name);
        return Optional.empty();
    }

    private static Wish wish(List<String> words) {
        Wish wish = new Wish();
        List<String> text = new ArrayList<>();
        boolean searches = false;
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            switch (word) {
                case "-n" -> wish.numbers = true;
                case "-o" -> wish.results = true;
                case "-u" -> wish.unique = true;
                case "-l" -> wish.last = count(value(words, ++i, "-l", "%history -l 20"));
                case "-f" -> wish.file = value(words, ++i, "-f", "%history -f session.jsh");
                case "-g" -> searches = true;
                default -> (searches ? text : wish.ranges).add(word);
            }
        }
        if (searches) {
            wish.text = String.join(" ", text);
        }
        if (wish.ranges.size() == 1 && wish.ranges.getFirst().matches("[0-9]{1,9}")) {
            wish.last = count(wish.ranges.removeFirst());
            wish.ranges.add("1-");
        }
        return wish;
    }

    private static String value(List<String> words, int at, String option, String example) {
        if (at >= words.size()) {
            throw new UserError(
                    "%history " + option + " needs something after it.", "Type: " + example);
        }
        return words.get(at);
    }

    private static int count(String word) {
        if (!word.matches("[0-9]{1,9}")) {
            throw new UserError(
                    "%history takes a number of cells, not " + word + ".", "Type: %history 5");
        }
        return Integer.parseInt(word);
    }

    private static List<PastCell> cells(Known known, Wish wish) {
        int count = wish.last == null ? Integer.MAX_VALUE : wish.last;
        String text = wish.text;
        if (text != null) {
            return known.search(
                    text.contains("*") || text.contains("?") ? text : "*" + text + "*",
                    count,
                    wish.unique);
        }
        if (wish.ranges.isEmpty() && wish.last != null) {
            return known.tail(count);
        }
        List<PastCell> found = new ArrayList<>();
        for (String range : wish.ranges.isEmpty() ? List.of("1-") : wish.ranges) {
            found.addAll(range(known, range));
        }
        return found.subList(Math.max(0, found.size() - count), found.size());
    }

    /// `3`, `3-7`, `3-` of this session; `2/3-7` of session 2, `~1/3-7` of the session before this; `~1/` all of it.
    private static List<PastCell> range(Known known, String range) {
        Matcher parts = RANGE.matcher(range);
        if (!parts.matches()) {
            throw new UserError(
                    "%history does not understand \"" + range + "\".",
                    "Type: %history 5 (the last five), 3-7, ~1/3-7 (of the session before), -g text, -n, -o, -u, -l 20, -f file");
        }
        int number = parts.group(2) == null ? 0 : Integer.parseInt(parts.group(2));
        int of = "~".equals(parts.group(1)) ? -number : number;
        if (parts.group(3) == null) {
            return known.range(of, 1, Integer.MAX_VALUE);
        }
        int first = Integer.parseInt(parts.group(3));
        String end = parts.group(5);
        int stop =
                parts.group(4) == null
                        ? first + 1
                        : end.isEmpty() ? Integer.MAX_VALUE : Integer.parseInt(end) + 1;
        return known.range(of, first, stop);
    }

    private String printed(PastCell cell, Wish wish) {
        StringBuilder text = new StringBuilder();
        if (wish.numbers || wish.text != null && wish.file == null) {
            text.append(cell.session()).append('/').append(cell.line()).append(": ");
        }
        text.append(cell.code().stripTrailing()).append("\n");
        if (wish.results && cell.shown() != null) {
            cell.shown().lines().forEach(line -> text.append("// ").append(line).append('\n'));
        }
        return text.append('\n').toString();
    }

    @Override
    public boolean needsNoJava() {
        return true;
    }

    @Override
    public String help() {
        return "%history [n | 3-7 | ~1/3-7] [-g text] [-n -o -u] [-l n] [-f file]: the sources of cells, of earlier sessions as well";
    }
}
