package dev.kiln.kernel;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;

import dev.kiln.kernel.channels.Channel;
import dev.kiln.kernel.output.Cell;
import dev.kiln.kernel.output.Publisher;
import dev.kiln.kernel.wire.WireMessage;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/// Answers requests: those of the main shell in order on one thread, those of the control channel and of each subshell
/// on others, so that they are answered while a cell runs. Whatever a request does, the next one is answered.
public final class Requests {
    /// Answers one kind of request; empty where it has no reply.
    @FunctionalInterface
    interface Handler {
        Optional<JsonObject> handle(Request request) throws Exception;
    }

    /// @param shell   where it is answered
    /// @param arrived when, on the clock of [System#nanoTime()]
    record Request(Channel channel, WireMessage message, Cell cell, Shell shell, long arrived) {}

    private final Publisher publisher;
    private final Consumer<String> log;
    private final Map<String, Handler> handlers = new ConcurrentHashMap<>();
    private final Map<String, Consumer<Request>> followers = new ConcurrentHashMap<>();
    private final Shell main = new Shell(false);
    private final Shell control = new Shell(false);
    private final Subshells subshells = new Subshells(shell -> start("kiln-subshell", shell));

    public Requests(Publisher publisher, Consumer<String> log) {
        this.publisher = publisher;
        this.log = log;
        subshells.listen(this);
    }

    /// @param type for example `execute_request`
    void on(String type, Handler handler) {
        handlers.put(type, handler);
    }

    /// Starts to answer.
    public void start() {
        start("kiln-evaluator", main);
        start("kiln-control", control);
    }

    private void start(String name, Shell shell) {
        shell.start(name, this::answer, log);
    }

    /// Takes a message; called on the thread that owns the sockets.
    public void receive(Channel channel, WireMessage message) {
        switch (channel) {
            case SHELL -> {
                Optional<String> id = Subshells.wanted(message);
                Optional<Shell> shell =
                        id.isEmpty() ? Optional.of(main) : id.flatMap(subshells::find);
                if (shell.isEmpty() || !add(channel, message, shell.get())) {
                    // Said by the control channel's thread: this one must not wait.
                    add(channel, message, control);
                }
            }
            case CONTROL -> add(channel, message, control);
            case STDIN -> publisher.questions().answer(message);
            case IOPUB -> throw new IllegalArgumentException("Nothing arrives on iopub.");
        }
    }

    private static boolean add(Channel channel, WireMessage message, Shell shell) {
        return shell.add(new Request(channel, message, Cell.of(message), shell, System.nanoTime()));
    }

    /// Aborts the cells that wait, in every shell.
    void abortAll() {
        main.abort();
        subshells.all().forEach(Shell::abort);
    }

    private void answer(Request request) {
        Handler handler = handlers.get(request.message().type());
        if (handler == null) {
            log.accept("No answer to messages of type " + request.message().type() + ".");
            return;
        }
        request.cell().enter();
        JsonObject parent = request.message().header();
        publisher.status(parent, "busy");
        try {
            if (request.shell() == control && request.channel() == Channel.SHELL) {
                throw Subshells.unknown(Subshells.wanted(request.message()).orElse(""));
            }
            handler.handle(request).ifPresent(content -> reply(request, content));
        } catch (Throwable fault) {
            log.accept("The answer to " + request.message().type() + " failed: " + fault);
            reply(request, error(fault));
        } finally {
            publisher.status(parent, "idle");
        }
        Consumer<Request> follower = followers.get(request.message().type());
        if (follower != null) {
            follower.accept(request);
        }
    }

    /// Has something done once a kind of request has been answered.
    void after(String type, Consumer<Request> follower) {
        followers.put(type, follower);
    }

    private void reply(Request request, JsonObject content) {
        String type = request.message().type();
        if (type.endsWith("_request")) {
            publisher.reply(
                    request.channel(),
                    request.message(),
                    type.replaceFirst("_request$", "_reply"),
                    content);
        }
    }

    private static JsonObject error(Throwable fault) {
        JsonObject content = new JsonObject();
        content.addProperty("status", "error");
        content.addProperty("ename", fault.getClass().getSimpleName());
        content.addProperty("evalue", String.valueOf(fault.getMessage()));
        content.add("traceback", new JsonArray());
        return content;
    }
}
