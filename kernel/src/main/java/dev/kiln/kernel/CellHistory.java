package dev.kiln.kernel;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;

import dev.kiln.kernel.wire.WireMessage;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// The cells of this session and what they showed, for `history_request`.
final class CellHistory {
    private static final int SESSION = 1;

    private record Entry(int number, String code, String shown) {}

    private final List<Entry> entries = new ArrayList<>();

    synchronized void add(int number, String code) {
        entries.add(new Entry(number, code, ""));
    }

    synchronized void result(int number, JsonObject result) {
        if (!entries.isEmpty() && entries.getLast().number() == number) {
            String text =
                    result.getAsJsonObject("data").has("text/plain")
                            ? result.getAsJsonObject("data").get("text/plain").getAsString()
                            : "";
            entries.set(entries.size() - 1, new Entry(number, entries.getLast().code(), text));
        }
    }

    /// The sources of the cells so far, oldest first.
    synchronized List<String> sources() {
        return entries.stream().map(Entry::code).toList();
    }

    /// The reply to a `history_request`: the last cells, a range of them, or those like a pattern.
    synchronized JsonObject answer(WireMessage request) {
        List<Entry> found =
                switch (request.text("hist_access_type", "tail")) {
                    case "range" -> range(request);
                    case "search" -> search(request);
                    default -> last(entries, request.number("n", 10));
                };
        boolean output = request.flag("output", false);
        JsonArray history = new JsonArray();
        for (Entry entry : found) {
            JsonArray line = new JsonArray();
            line.add(SESSION);
            line.add(entry.number());
            if (output) {
                JsonArray both = new JsonArray();
                both.add(entry.code());
                both.add(entry.shown());
                line.add(both);
            } else {
                line.add(entry.code());
            }
            history.add(line);
        }
        JsonObject reply = KilnKernel.ok();
        reply.add("history", history);
        return reply;
    }

    private List<Entry> range(WireMessage request) {
        int session = request.number("session", 0);
        int start = request.number("start", 0);
        int stop = request.number("stop", Integer.MAX_VALUE);
        return session == 0 || session == SESSION
                ? entries.stream()
                        .filter(entry -> entry.number() >= start && entry.number() < stop)
                        .toList()
                : List.of();
    }

    private List<Entry> search(WireMessage request) {
        Pattern pattern = glob(request.text("pattern", "*"));
        boolean unique = request.flag("unique", false);
        List<Entry> found = new ArrayList<>();
        for (Entry entry : entries) {
            if (pattern.matcher(entry.code()).matches()) {
                if (unique) {
                    found.removeIf(earlier -> earlier.code().equals(entry.code()));
                }
                found.add(entry);
            }
        }
        return last(found, request.number("n", Integer.MAX_VALUE));
    }

    /// `*` is any text, `?` any character.
    private static Pattern glob(String pattern) {
        StringBuilder regex = new StringBuilder();
        for (char c : pattern.toCharArray()) {
            regex.append(c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(String.valueOf(c)));
        }
        return Pattern.compile(regex.toString(), Pattern.DOTALL);
    }

    private static <T> List<T> last(List<T> all, int count) {
        return List.copyOf(all.subList(Math.max(0, all.size() - Math.max(0, count)), all.size()));
    }
}
