package dev.kiln.kernel.wire;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

import java.util.List;

/// One Jupyter message.
///
/// @param identities routing frames of the sender; topic frames on iopub
/// @param parent     header of the request that this message belongs to; empty where there is none
/// @param buffers    raw frames after the content
public record WireMessage(
        List<byte[]> identities,
        JsonObject header,
        JsonObject parent,
        JsonObject metadata,
        JsonObject content,
        List<byte[]> buffers) {
    public WireMessage {
        identities = List.copyOf(identities);
        buffers = List.copyOf(buffers);
    }

    /// The message type, for example `execute_request`; empty where the header has none.
    public String type() {
        return header.has("msg_type") && header.get("msg_type").isJsonPrimitive()
                ? header.get("msg_type").getAsString()
                : "";
    }

    /// A text of the content.
    public String text(String name, String otherwise) {
        JsonElement value = content.get(name);
        return value != null && value.isJsonPrimitive() ? value.getAsString() : otherwise;
    }

    /// A whole number of the content.
    public int number(String name, int otherwise) {
        JsonElement value = content.get(name);
        return value != null && value.isJsonPrimitive() && value.getAsJsonPrimitive().isNumber()
                ? value.getAsInt()
                : otherwise;
    }

    /// A flag of the content.
    public boolean flag(String name, boolean otherwise) {
        JsonElement value = content.get(name);
        return value != null && value.isJsonPrimitive() && value.getAsJsonPrimitive().isBoolean()
                ? value.getAsBoolean()
                : otherwise;
    }
}
