package dev.kiln.kernel;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;

import dev.kiln.kernel.java.JavaHelp;
import dev.kiln.kernel.java.JavaSession;
import dev.kiln.kernel.wire.WireMessage;
import dev.kiln.magics.notebook.CellLanguage;
import dev.kiln.magics.notebook.CellPart;
import dev.kiln.magics.notebook.Notebook;

import org.dflib.jjava.jupyter.kernel.display.DisplayData;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What could stand at the cursor, what stands there, and whether a cell is complete: magics first, then Java.
final class CodeHelp {
    /// @param type what it is, for the frontend's icon
    record Entry(String text, String type) {}

    /// @param from the first `char` that an entry replaces
    /// @param to   the `char` after the last one
    record Suggestions(int from, int to, List<Entry> entries) {}

    private static final Pattern MAGIC_NAME = Pattern.compile("\\s*(%%?)(\\w*)");

    /// A cell's Java around the cursor.
    private record JavaAt(String code, int begin) {}

    private final CellLanguage language;
    private final Notebook notebook;
    private final JavaSession java;
    private final JavaHelp javaHelp;
    private final MagicCalls magics;

    CodeHelp(JavaSession java, CellLanguage language, Notebook notebook, MagicCalls magics) {
        this.java = java;
        this.language = language;
        this.notebook = notebook;
        this.magics = magics;
        this.javaHelp = new JavaHelp(java);
    }

    JsonObject complete(WireMessage request) {
        String code = request.text("code", "");
        Suggestions found = complete(code, cursor(request, code));
        JsonArray matches = new JsonArray();
        JsonArray types = new JsonArray();
        int from = code.codePointCount(0, found.from());
        int to = code.codePointCount(0, found.to());
        for (Entry entry : found.entries()) {
            matches.add(entry.text());
            JsonObject type = new JsonObject();
            type.addProperty("start", from);
            type.addProperty("end", to);
            type.addProperty("text", entry.text());
            type.addProperty("type", entry.type());
            types.add(type);
        }
        JsonObject metadata = new JsonObject();
        metadata.add("_jupyter_types_experimental", types);
        JsonObject reply = KilnKernel.ok();
        reply.add("matches", matches);
        reply.addProperty("cursor_start", from);
        reply.addProperty("cursor_end", to);
        reply.add("metadata", metadata);
        return reply;
    }

    /// Frontends count code points, Java `char`s.
    private static int cursor(WireMessage request, String code) {
        int points = code.codePointCount(0, code.length());
        return code.offsetByCodePoints(
                0, Math.clamp(request.number("cursor_pos", points), 0, points));
    }

    Suggestions complete(String code, int cursor) {
        Optional<CellLanguage.Completions> magic = language.complete(code, cursor, notebook);
        if (magic.isPresent()) {
            List<Entry> entries =
                    magic.get().suggestions().stream()
                            .map(suggestion -> new Entry(suggestion.text(), suggestion.type()))
                            .toList();
            Suggestions own = new Suggestions(magic.get().from(), magic.get().to(), entries);
            return registered(code, cursor).map(more -> merged(own, more, code)).orElse(own);
        }
        Optional<Suggestions> registered = registered(code, cursor);
        if (registered.isPresent()) {
            return registered.get();
        }
        JavaAt at = javaAt(code, cursor);
        JavaHelp.Completions found = javaHelp.complete(at.code(), cursor - at.begin());
        return new Suggestions(
                at.begin() + found.from(),
                cursor,
                found.names().stream().map(name -> new Entry(name.text(), name.type())).toList());
    }

    /// The magics of the kernel and of extensions whose names begin as the line does; empty where no name is typed.
    private Optional<Suggestions> registered(String code, int cursor) {
        Matcher name =
                MAGIC_NAME.matcher(code.substring(code.lastIndexOf('\n', cursor - 1) + 1, cursor));
        if (!name.matches()) {
            return Optional.empty();
        }
        String percent = name.group(1);
        List<Entry> found =
                magics.registeredNames(percent.length() == 2).stream()
                        .filter(candidate -> candidate.startsWith(name.group(2)))
                        .map(candidate -> new Entry(percent + candidate, "magic"))
                        .toList();
        return Optional.of(
                new Suggestions(cursor - percent.length() - name.group(2).length(), cursor, found));
    }

    /// Both lists, where the language's own may leave out the percent signs.
    private static Suggestions merged(Suggestions own, Suggestions registered, String code) {
        String before = code.substring(registered.from(), Math.max(registered.from(), own.from()));
        List<Entry> all = new ArrayList<>(own.entries());
        for (Entry entry : registered.entries()) {
            String text =
                    entry.text().startsWith(before)
                            ? entry.text().substring(before.length())
                            : entry.text();
            if (own.entries().stream().noneMatch(known -> known.text().equals(text))) {
                all.add(new Entry(text, entry.type()));
            }
        }
        return new Suggestions(own.from(), own.to(), all);
    }

    private JavaAt javaAt(String code, int cursor) {
        Predicate<String> isVariable = java.variables()::containsKey;
        int lineAtCursor =
                1 + (int) code.substring(0, cursor).chars().filter(c -> c == '\n').count();
        JavaAt last = new JavaAt(code, 0);
        List<CellPart> parts;
        try {
            parts = language.split(code, isVariable, magics::registered);
        } catch (RuntimeException unfinished) {
            return last;
        }
        for (CellPart part : parts) {
            if (part instanceof CellPart.JavaCode source && source.line() <= lineAtCursor) {
                int begin = offsetOfLine(code, source.line());
                if (code.startsWith(source.code(), begin)) {
                    last = new JavaAt(source.code(), begin);
                }
            }
        }
        return cursor <= last.begin() + last.code().length() ? last : new JavaAt(code, 0);
    }

    private static int offsetOfLine(String code, int line) {
        int offset = 0;
        for (int i = 1; i < line; i++) {
            offset = code.indexOf('\n', offset) + 1;
        }
        return offset;
    }

    JsonObject inspect(WireMessage request) {
        String code = request.text("code", "");
        Optional<DisplayData> found = inspect(code, cursor(request, code));
        JsonObject reply = KilnKernel.ok();
        reply.addProperty("found", found.isPresent());
        JsonObject content = JJavaJson.content(found.orElseGet(DisplayData::new));
        reply.add("data", content.get("data"));
        reply.add("metadata", content.get("metadata"));
        return reply;
    }

    Optional<DisplayData> inspect(String code, int cursor) {
        Optional<CellLanguage.Help> magic = language.inspect(code, cursor, notebook);
        if (magic.isPresent()) {
            DisplayData help = new DisplayData(magic.get().text());
            help.putHTML(magic.get().html());
            return Optional.of(help);
        }
        JavaAt at = javaAt(code, cursor);
        return javaHelp.documentation(at.code(), cursor - at.begin())
                .map(
                        text -> {
                            DisplayData help = new DisplayData(text.plain());
                            help.putHTML(text.html());
                            return help;
                        });
    }

    JsonObject isComplete(WireMessage request) {
        String status = isComplete(request.text("code", ""));
        JsonObject reply = new JsonObject();
        boolean incomplete = status.isBlank();
        reply.addProperty("status", incomplete ? "incomplete" : status);
        if (incomplete) {
            reply.addProperty("indent", status);
        }
        return reply;
    }

    /// `complete`, `invalid`, or the blanks with which the next line begins.
    String isComplete(String code) {
        Optional<Boolean> magic = language.isComplete(code);
        if (magic.isPresent()) {
            return magic.get() ? "complete" : "";
        }
        List<CellPart> parts =
                language.split(code, java.variables()::containsKey, magics::registered);
        if (parts.isEmpty() || !(parts.getLast() instanceof CellPart.JavaCode last)) {
            return "complete";
        }
        return javaHelp.isComplete(last.code());
    }
}
