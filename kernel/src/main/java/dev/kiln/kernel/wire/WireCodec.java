package dev.kiln.kernel.wire;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/// Frames to messages and back: `identities, <IDS|MSG>, signature, header, parent, metadata, content, buffers`.
///
/// A signature is checked before anything behind it is parsed.
public final class WireCodec {
    /// What the kernel speaks, as `kernel_info_reply` and every header say it.
    public static final String PROTOCOL_VERSION = "5.5";

    private static final byte[] DELIMITER = "<IDS|MSG>".getBytes(StandardCharsets.US_ASCII);
    private static final int JSON_PARTS = 4;
    private static final int DEEPEST = 1_000;
    private static final Gson JSON =
            new GsonBuilder().disableHtmlEscaping().serializeNulls().create();

    private final Signature signature;
    private final String session = UUID.randomUUID().toString();

    public WireCodec(Signature signature) {
        this.signature = signature;
    }

    /// Reads one message.
    ///
    /// @throws MalformedMessage where the frames are not a message signed with this connection's key
    public WireMessage decode(List<byte[]> frames) throws MalformedMessage {
        int delimiter = 0;
        while (delimiter < frames.size() && !Arrays.equals(frames.get(delimiter), DELIMITER)) {
            delimiter++;
        }
        if (frames.size() < delimiter + 2 + JSON_PARTS) {
            throw new MalformedMessage("A message of " + frames.size() + " frames is incomplete.");
        }
        int first = delimiter + 2;
        List<byte[]> parts = frames.subList(first, first + JSON_PARTS);
        if (!signature.accepts(frames.get(delimiter + 1), parts)) {
            throw new MalformedMessage("The signature does not belong to this connection's key.");
        }
        return new WireMessage(
                frames.subList(0, delimiter),
                parse(parts.get(0)),
                parse(parts.get(1)),
                parse(parts.get(2)),
                parse(parts.get(3)),
                frames.subList(first + JSON_PARTS, frames.size()));
    }

    /// Writes one message, signed.
    public List<byte[]> encode(WireMessage message) {
        List<byte[]> parts =
                List.of(
                        bytes(message.header()),
                        bytes(message.parent()),
                        bytes(message.metadata()),
                        bytes(message.content()));
        List<byte[]> frames = new ArrayList<>(message.identities());
        frames.add(DELIMITER);
        frames.add(signature.of(parts));
        frames.addAll(parts);
        frames.addAll(message.buffers());
        return frames;
    }

    /// A fresh header of this kernel's session.
    public JsonObject header(String type) {
        JsonObject header = new JsonObject();
        header.addProperty("msg_id", UUID.randomUUID().toString());
        header.addProperty("msg_type", type);
        header.addProperty("username", "kernel");
        header.addProperty("session", session);
        header.addProperty("date", Instant.now().truncatedTo(ChronoUnit.MICROS).toString());
        header.addProperty("version", PROTOCOL_VERSION);
        return header;
    }

    /// Whoever copies or writes a deep part again would need a deep stack for it.
    private static boolean isTooDeep(byte[] part) {
        int depth = 0;
        boolean quoted = false;
        for (int i = 0; i < part.length; i++) {
            switch (part[i]) {
                case '"' -> quoted = !quoted;
                case '\\' -> i += quoted ? 1 : 0;
                case '[', '{' -> depth += quoted ? 0 : 1;
                case ']', '}' -> depth -= quoted ? 0 : 1;
                default -> {}
            }
            if (depth > DEEPEST) {
                return true;
            }
        }
        return false;
    }

    private static byte[] bytes(JsonObject part) {
        return JSON.toJson(part).getBytes(StandardCharsets.UTF_8);
    }

    private static JsonObject parse(byte[] part) throws MalformedMessage {
        if (isTooDeep(part)) {
            throw new MalformedMessage(
                    "A part of the message is nested more than " + DEEPEST + " levels deep.");
        }
        try {
            return JsonParser.parseString(new String(part, StandardCharsets.UTF_8))
                    .getAsJsonObject();
        } catch (JsonParseException | IllegalStateException | StackOverflowError broken) {
            throw new MalformedMessage("A part of the message is no JSON object.");
        }
    }
}
