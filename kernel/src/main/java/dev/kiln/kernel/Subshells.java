package dev.kiln.kernel;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

import dev.kiln.catalog.UserError;
import dev.kiln.kernel.wire.WireMessage;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/// Shells beside the main one, each with a thread of its own, so that comms, completion, help and history are answered
/// while a cell runs.
///
/// Source: https://github.com/jupyter/enhancement-proposals/blob/master/91-kernel-subshells/kernel-subshells.md
final class Subshells {
    private final Map<String, Shell> shells = new ConcurrentHashMap<>();
    private final Consumer<Shell> start;

    /// @param start gives a new shell its thread
    Subshells(Consumer<Shell> start) {
        this.start = start;
    }

    /// Answers the requests about subshells.
    void listen(Requests requests) {
        requests.on("create_subshell_request", _ -> Optional.of(create()));
        requests.on("delete_subshell_request", request -> Optional.of(delete(request.message())));
        requests.on("list_subshell_request", _ -> Optional.of(list()));
    }

    /// The id of the subshell that a message is for; empty where it is for the main shell.
    static Optional<String> wanted(WireMessage message) {
        JsonElement id = message.header().get("subshell_id");
        return id != null && id.isJsonPrimitive()
                ? Optional.of(id.getAsString())
                : Optional.empty();
    }

    Optional<Shell> find(String id) {
        return Optional.ofNullable(shells.get(id));
    }

    Collection<Shell> all() {
        return shells.values();
    }

    private JsonObject create() {
        String id = UUID.randomUUID().toString();
        Shell shell = new Shell(true);
        start.accept(shell);
        shells.put(id, shell);
        JsonObject reply = KilnKernel.ok();
        reply.addProperty("subshell_id", id);
        return reply;
    }

    /// What the subshell runs goes on until its end; what waits in it is answered, cells as aborted.
    private JsonObject delete(WireMessage request) {
        String id = request.text("subshell_id", "");
        Shell shell = shells.remove(id);
        if (shell == null) {
            throw unknown(id);
        }
        shell.close();
        return KilnKernel.ok();
    }

    private JsonObject list() {
        JsonArray ids = new JsonArray();
        shells.keySet().forEach(ids::add);
        JsonObject reply = KilnKernel.ok();
        reply.add("subshell_id", ids);
        return reply;
    }

    static UserError unknown(String id) {
        return new UserError(
                "There is no subshell \"" + id + "\".",
                "Send create_subshell_request and use the id of its reply.");
    }
}
