package dev.kiln.kernel;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

import dev.kiln.kernel.Requests.Request;
import dev.kiln.kernel.output.Cell;
import dev.kiln.kernel.output.Publisher;
import dev.kiln.kernel.wire.WireMessage;

import org.dflib.jjava.jupyter.channels.DefaultReplyEnvironment;
import org.dflib.jjava.jupyter.channels.ReplyEnvironment;
import org.dflib.jjava.jupyter.kernel.comm.Comm;
import org.dflib.jjava.jupyter.kernel.comm.CommFactory;
import org.dflib.jjava.jupyter.kernel.comm.CommManager;
import org.dflib.jjava.jupyter.kernel.comm.CommTarget;
import org.dflib.jjava.jupyter.messages.ContentType;
import org.dflib.jjava.jupyter.messages.Header;
import org.dflib.jjava.jupyter.messages.KernelTimestamp;
import org.dflib.jjava.jupyter.messages.Message;
import org.dflib.jjava.jupyter.messages.MessageType;
import org.dflib.jjava.jupyter.messages.comm.CommCloseCommand;
import org.dflib.jjava.jupyter.messages.comm.CommMsgCommand;
import org.dflib.jjava.jupyter.messages.comm.CommOpenCommand;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/// Two-way talks between extensions and frontends; what a comm sends belongs to the request that made it send.
final class CellComms extends CommManager {
    /// Busy and idle are said by [Requests].
    private static final ReplyEnvironment NO_STATUS =
            new DefaultReplyEnvironment(null, null, null) {
                @Override
                public void publish(Message<?> message) {}

                @Override
                public <T extends ContentType<T>> void publish(T content) {}
            };

    private final Publisher publisher;

    CellComms(Publisher publisher) {
        this.publisher = publisher;
        this.comms = new ConcurrentHashMap<>();
        this.targets = new ConcurrentHashMap<>();
    }

    /// Answers the requests about comms.
    void listen(Requests requests) {
        requests.on("comm_open", this::open);
        requests.on("comm_msg", this::message);
        requests.on("comm_close", this::close);
        requests.on("comm_info_request", request -> Optional.of(information(request.message())));
    }

    private Optional<JsonObject> open(Request request) {
        String id = request.message().text("comm_id", "");
        String name = request.message().text("target_name", "");
        CommTarget target = getTarget(name);
        if (target == null) {
            publish("comm_close", id, new JsonObject(), new JsonObject(), List.of());
        } else {
            CommOpenCommand content = new CommOpenCommand(id, name, data(request.message()));
            registerComm(
                    target.createComm(
                            this,
                            id,
                            name,
                            received(request, MessageType.COMM_OPEN_COMMAND, content)));
        }
        return Optional.empty();
    }

    private Optional<JsonObject> message(Request request) {
        String id = request.message().text("comm_id", "");
        CommMsgCommand content = new CommMsgCommand(id, data(request.message()));
        handleCommMsgCommand(NO_STATUS, received(request, MessageType.COMM_MSG_COMMAND, content));
        return Optional.empty();
    }

    private Optional<JsonObject> close(Request request) {
        String id = request.message().text("comm_id", "");
        CommCloseCommand content = new CommCloseCommand(id, data(request.message()));
        Message<CommCloseCommand> message =
                received(request, MessageType.COMM_CLOSE_COMMAND, content);
        handleCommCloseCommand(NO_STATUS, message);
        return Optional.empty();
    }

    private JsonObject information(WireMessage request) {
        String wanted = request.text("target_name", "");
        JsonObject found = new JsonObject();
        for (Comm comm : this) {
            if (wanted.isEmpty() || wanted.equals(comm.getTargetName())) {
                JsonObject about = new JsonObject();
                about.addProperty("target_name", comm.getTargetName());
                found.add(comm.getID(), about);
            }
        }
        JsonObject reply = KilnKernel.ok();
        reply.add("comms", found);
        return reply;
    }

    private static JsonObject data(WireMessage message) {
        JsonElement data = message.content().get("data");
        return data != null && data.isJsonObject() ? data.getAsJsonObject() : new JsonObject();
    }

    @Override
    public <T extends Comm> T openComm(String targetName, CommFactory<T> factory) {
        String id = UUID.randomUUID().toString();
        CommOpenCommand content = new CommOpenCommand(id, targetName, new JsonObject());
        Message<CommOpenCommand> message =
                new Message<>(
                        new Header<>(MessageType.COMM_OPEN_COMMAND), content, Map.of(), List.of());
        T comm = factory.produce(this, id, targetName, message);
        JsonObject opening = JJavaJson.content(content);
        publisher.publish(
                Cell.current().header(), "comm_open", new JsonObject(), opening, List.of());
        registerComm(comm);
        return comm;
    }

    @Override
    public void messageComm(
            String id, JsonObject data, Map<String, Object> metadata, List<byte[]> blobs) {
        JsonObject about = metadata == null ? new JsonObject() : JJavaJson.content(metadata);
        publish("comm_msg", id, data, about, blobs == null ? List.of() : blobs);
    }

    private void publish(
            String type, String id, JsonObject data, JsonObject metadata, List<byte[]> buffers) {
        JsonObject content = new JsonObject();
        content.addProperty("comm_id", id);
        content.add("data", data);
        publisher.publish(Cell.current().header(), type, metadata, content, buffers);
    }

    private static <T> Message<T> received(Request request, MessageType<T> type, T content) {
        WireMessage message = request.message();
        Header<T> header =
                new Header<>(
                        text(message.header(), "msg_id"),
                        text(message.header(), "username"),
                        text(message.header(), "session"),
                        KernelTimestamp.now(),
                        type,
                        text(message.header(), "version"));
        return new Message<>(
                message.identities(), header, null, Map.of(), content, message.buffers());
    }

    private static String text(JsonObject header, String name) {
        return header.has(name) && header.get(name).isJsonPrimitive()
                ? header.get(name).getAsString()
                : "";
    }
}
