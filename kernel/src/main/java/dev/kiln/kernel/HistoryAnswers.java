package dev.kiln.kernel;

import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;

import dev.kiln.kernel.history.CellHistory;
import dev.kiln.kernel.history.PastCell;
import dev.kiln.kernel.wire.WireMessage;

import java.util.List;

/// Answers `history_request`: the last cells, those of a session, or those like a pattern, in the order in which they ran.
final class HistoryAnswers {
    private static final int USUAL_COUNT = 10;

    private HistoryAnswers() {}

    static JsonObject answer(CellHistory history, WireMessage request) {
        CellHistory.Known known = history.known();
        List<PastCell> found =
                switch (request.text("hist_access_type", "tail")) {
                    case "range" ->
                            known.range(
                                    request.number("session", 0),
                                    request.number("start", 1),
                                    request.number("stop", Integer.MAX_VALUE));
                    case "search" ->
                            known.search(
                                    request.text("pattern", "*"),
                                    request.number("n", Integer.MAX_VALUE),
                                    request.flag("unique", false));
                    default -> known.tail(request.number("n", USUAL_COUNT));
                };
        boolean output = request.flag("output", false);
        JsonArray cells = new JsonArray();
        found.forEach(cell -> cells.add(line(cell, output)));
        JsonObject reply = KilnKernel.ok();
        reply.add("history", cells);
        return reply;
    }

    private static JsonArray line(PastCell cell, boolean output) {
        JsonArray line = new JsonArray();
        line.add(cell.session());
        line.add(cell.line());
        if (output) {
            JsonArray both = new JsonArray();
            both.add(cell.code());
            if (cell.shown() == null) {
                both.add(JsonNull.INSTANCE);
            } else {
                both.add(cell.shown());
            }
            line.add(both);
        } else {
            line.add(cell.code());
        }
        return line;
    }
}
