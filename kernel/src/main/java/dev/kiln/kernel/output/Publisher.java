package dev.kiln.kernel.output;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

import dev.kiln.kernel.channels.Channel;
import dev.kiln.kernel.channels.Outbox;
import dev.kiln.kernel.wire.WireCodec;
import dev.kiln.kernel.wire.WireMessage;

import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Publishes to every frontend what cells show. May be called from any thread.
public final class Publisher {
    private final WireCodec codec;
    private final Outbox outbox;
    private final Questions questions;
    private final PrintStream out;
    private final PrintStream err;
    private final InputStream in;

    public Publisher(WireCodec codec) {
        this.codec = codec;
        this.outbox = new Outbox(this::streamMessage);
        this.questions = new Questions(outbox, codec);
        this.out = CellStream.printing(outbox, "stdout");
        this.err = CellStream.printing(outbox, "stderr");
        this.in = questions.stream();
    }

    public Outbox outbox() {
        return outbox;
    }

    public Questions questions() {
        return questions;
    }

    /// Makes the cells' streams those of the process.
    public void takeOverStandardStreams() {
        StandardStreams.take(out, err, in);
    }

    /// Publishes a message of the calling thread's cell.
    public void publish(String type, JsonObject content) {
        publish(Cell.current().header(), type, new JsonObject(), content, List.of());
    }

    public void publish(
            JsonObject parent,
            String type,
            JsonObject metadata,
            JsonObject content,
            List<byte[]> buffers) {
        outbox.publish(
                Channel.IOPUB,
                () ->
                        new WireMessage(
                                topic(type),
                                codec.header(type),
                                parent,
                                metadata,
                                content,
                                buffers));
    }

    /// `busy`, `idle` or `starting`, of the request with this header.
    public void status(JsonObject parent, String state) {
        JsonObject content = new JsonObject();
        content.addProperty("execution_state", state);
        publish(parent, "status", new JsonObject(), content, List.of());
    }

    /// Answers a request.
    public void reply(Channel channel, WireMessage request, String type, JsonElement content) {
        outbox.reply(
                channel,
                () ->
                        new WireMessage(
                                request.identities(),
                                codec.header(type),
                                request.header(),
                                new JsonObject(),
                                content.getAsJsonObject(),
                                List.of()));
    }

    private WireMessage streamMessage(JsonObject parent, String stream, String text) {
        JsonObject content = new JsonObject();
        content.addProperty("name", stream);
        content.addProperty("text", text);
        return new WireMessage(
                topic("stream"),
                codec.header("stream"),
                parent,
                new JsonObject(),
                content,
                List.of());
    }

    private static List<byte[]> topic(String type) {
        return List.of(("kernel." + type).getBytes(StandardCharsets.UTF_8));
    }
}
