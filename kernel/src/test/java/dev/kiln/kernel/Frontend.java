package dev.kiln.kernel;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

import dev.kiln.kernel.wire.MalformedMessage;
import dev.kiln.kernel.wire.Signature;
import dev.kiln.kernel.wire.WireCodec;
import dev.kiln.kernel.wire.WireMessage;

import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// A frontend: sends requests, answers questions, collects what a request showed.
final class Frontend implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 60_000;

    /// What came of one request.
    record Answer(WireMessage reply, List<WireMessage> shown) {
        String status() {
            return reply.text("status", "");
        }

        JsonObject content() {
            return reply.content();
        }

        List<WireMessage> of(String type) {
            return shown.stream().filter(message -> message.type().equals(type)).toList();
        }

        String stream(String name) {
            return of("stream").stream()
                    .filter(message -> message.text("name", "").equals(name))
                    .map(message -> message.text("text", ""))
                    .collect(Collectors.joining());
        }

        String result() {
            return of("execute_result").isEmpty() ? "" : plain(of("execute_result").getFirst());
        }

        String traceback() {
            StringBuilder lines = new StringBuilder();
            for (JsonElement line : of("error").getFirst().content().getAsJsonArray("traceback")) {
                lines.append(line.getAsString().replaceAll("\u001B\\[[0-9;]*m", "")).append('\n');
            }
            return lines.toString();
        }
    }

    static String plain(WireMessage display) {
        return display.content().getAsJsonObject("data").get("text/plain").getAsString();
    }

    private final ZContext context = new ZContext();
    private final WireCodec codec;
    private final byte[] key;
    private final ZMQ.Socket shell;
    private final ZMQ.Socket control;
    private final ZMQ.Socket stdin;
    private final ZMQ.Socket iopub;
    private final ZMQ.Socket heartbeat;
    private final byte[] identity = UUID.randomUUID().toString().getBytes(StandardCharsets.UTF_8);
    private final List<WireMessage> unread = new ArrayList<>();
    private final List<WireMessage> otherReplies = new ArrayList<>();

    Frontend(JsonObject connection) {
        key = connection.get("key").getAsString().getBytes(StandardCharsets.UTF_8);
        codec =
                new WireCodec(
                        new Signature(
                                connection.get("signature_scheme").getAsString(),
                                connection.get("key").getAsString()));
        context.setLinger(0);
        shell = connect(connection, SocketType.DEALER, "shell_port");
        stdin = connect(connection, SocketType.DEALER, "stdin_port");
        control = connect(connection, SocketType.DEALER, "control_port");
        heartbeat = connect(connection, SocketType.REQ, "hb_port");
        iopub = context.createSocket(SocketType.SUB);
        iopub.setRcvHWM(0);
        iopub.setReceiveTimeOut(PATIENCE_MILLIS);
        iopub.subscribe("");
        iopub.connect(address(connection, "iopub_port"));
        next("iopub_welcome");
    }

    private ZMQ.Socket connect(JsonObject connection, SocketType type, String port) {
        ZMQ.Socket socket = context.createSocket(type);
        if (type == SocketType.DEALER) {
            socket.setIdentity(identity);
        }
        socket.setReceiveTimeOut(PATIENCE_MILLIS);
        socket.connect(address(connection, port));
        return socket;
    }

    static String address(JsonObject connection, String port) {
        return "tcp://"
                + connection.get("ip").getAsString()
                + ":"
                + connection.get(port).getAsInt();
    }

    /// Sends a request on the shell channel and returns its id.
    String send(String type, JsonObject content) {
        return send(shell, type, content);
    }

    private String send(ZMQ.Socket socket, String type, JsonObject content) {
        return send(socket, codec.header(type), content);
    }

    /// Sends a request to a subshell and returns its id.
    String sendTo(String subshell, String type, JsonObject content) {
        JsonObject header = codec.header(type);
        header.addProperty("subshell_id", subshell);
        return send(shell, header, content);
    }

    private String send(ZMQ.Socket socket, JsonObject header, JsonObject content) {
        sendRaw(
                socket,
                codec.encode(
                        new WireMessage(
                                List.of(),
                                header,
                                new JsonObject(),
                                new JsonObject(),
                                content,
                                List.of())));
        return header.get("msg_id").getAsString();
    }

    void sendRaw(List<byte[]> frames) {
        sendRaw(shell, frames);
    }

    /// Sends parts as they stand on the shell channel, signed with the connection's key.
    void sendSigned(String header, String parent, String metadata, String content)
            throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        List<byte[]> parts =
                Stream.of(header, parent, metadata, content)
                        .map(part -> part.getBytes(StandardCharsets.UTF_8))
                        .toList();
        parts.forEach(mac::update);
        List<byte[]> frames = new ArrayList<>();
        frames.add("<IDS|MSG>".getBytes(StandardCharsets.US_ASCII));
        frames.add(HexFormat.of().formatHex(mac.doFinal()).getBytes(StandardCharsets.US_ASCII));
        frames.addAll(parts);
        sendRaw(shell, frames);
    }

    private static void sendRaw(ZMQ.Socket socket, List<byte[]> frames) {
        for (int i = 0; i < frames.size(); i++) {
            socket.send(frames.get(i), i + 1 < frames.size() ? ZMQ.SNDMORE : 0);
        }
    }

    private WireMessage receive(ZMQ.Socket socket) {
        List<byte[]> frames = new ArrayList<>();
        do {
            byte[] frame = socket.recv();
            if (frame == null) {
                throw new AssertionError(
                        "The kernel said nothing for " + PATIENCE_MILLIS / 1000 + " s.");
            }
            frames.add(frame);
        } while (socket.hasReceiveMore());
        try {
            return codec.decode(frames);
        } catch (MalformedMessage malformed) {
            throw new AssertionError(malformed);
        }
    }

    /// A request on the shell channel and all that came of it.
    Answer ask(String type, JsonObject content) {
        return answerTo(send(shell, type, content), shell);
    }

    /// The reply alone to a request on the control channel, for when nothing can be published.
    WireMessage replyOfControl(String type) {
        return replyTo(send(control, type, new JsonObject()), control);
    }

    /// The reply alone to a request that was sent before on the shell channel.
    WireMessage replyTo(String id) {
        return replyTo(id, shell);
    }

    private WireMessage replyTo(String id, ZMQ.Socket socket) {
        for (int i = 0; i < otherReplies.size(); i++) {
            if (isFor(id, otherReplies.get(i))) {
                return otherReplies.remove(i);
            }
        }
        WireMessage reply = receive(socket);
        while (!isFor(id, reply)) {
            otherReplies.add(reply);
            reply = receive(socket);
        }
        return reply;
    }

    Answer askControl(String type) {
        return askControl(type, new JsonObject());
    }

    Answer askControl(String type, JsonObject content) {
        return answerTo(send(control, type, content), control);
    }

    /// Makes a subshell and returns its id.
    String subshell() {
        return askControl("create_subshell_request").content().get("subshell_id").getAsString();
    }

    /// A request to a subshell and all that came of it.
    Answer askIn(String subshell, String type, JsonObject content) {
        return answerTo(sendTo(subshell, type, content), shell);
    }

    /// The answer to a request that was sent before.
    Answer answerTo(String id) {
        return answerTo(id, shell);
    }

    private Answer answerTo(String id, ZMQ.Socket socket) {
        WireMessage reply = replyTo(id, socket);
        List<WireMessage> shown = new ArrayList<>();
        while (true) {
            WireMessage message = next(candidate -> isFor(id, candidate));
            if (message.type().equals("status")
                    && message.text("execution_state", "").equals("idle")) {
                return new Answer(reply, shown);
            }
            shown.add(message);
        }
    }

    /// Whether a message came of the request with this id.
    static boolean isFor(String id, WireMessage message) {
        JsonElement parent = message.parent().get("msg_id");
        return parent != null && parent.isJsonPrimitive() && parent.getAsString().equals(id);
    }

    /// The next message on iopub of this type.
    WireMessage next(String type) {
        return next(message -> message.type().equals(type));
    }

    /// The next message on iopub that is like this; others are kept.
    WireMessage next(Predicate<WireMessage> wanted) {
        for (int i = 0; i < unread.size(); i++) {
            if (wanted.test(unread.get(i))) {
                return unread.remove(i);
            }
        }
        while (true) {
            WireMessage message = receive(iopub);
            if (wanted.test(message)) {
                return message;
            }
            unread.add(message);
        }
    }

    Answer run(String code) {
        return ask("execute_request", code(code, Map.of()));
    }

    Answer run(String code, Map<String, Boolean> flags) {
        return ask("execute_request", code(code, flags));
    }

    String start(String code) {
        return send("execute_request", code(code, Map.of()));
    }

    static JsonObject code(String code, Map<String, Boolean> flags) {
        JsonObject content = new JsonObject();
        content.addProperty("code", code);
        flags.forEach(content::addProperty);
        return content;
    }

    /// A request that points into code.
    Answer at(String type, String code, int cursor) {
        JsonObject content = code(code, Map.of());
        content.addProperty("cursor_pos", cursor);
        return ask(type, content);
    }

    List<String> complete(String code) {
        JsonArray matches =
                at("complete_request", code, code.codePointCount(0, code.length()))
                        .content()
                        .getAsJsonArray("matches");
        return matches.asList().stream().map(JsonElement::getAsString).toList();
    }

    /// The question that a cell asks.
    WireMessage question() {
        return receive(stdin);
    }

    void answer(String text) {
        JsonObject content = new JsonObject();
        content.addProperty("value", text);
        send(stdin, "input_reply", content);
    }

    byte[] beat(byte[] ping) {
        heartbeat.send(ping);
        return heartbeat.recv();
    }

    static JsonObject json(String text) {
        return JsonParser.parseString(text).getAsJsonObject();
    }

    @Override
    public void close() {
        context.close();
    }
}
