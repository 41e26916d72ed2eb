package dev.kiln.kernel;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;

import dev.kiln.kernel.channels.Channel;
import dev.kiln.kernel.output.Cell;
import dev.kiln.kernel.output.Publisher;
import dev.kiln.kernel.wire.WireMessage;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;

/// Answers requests: those of the shell channel in order on one thread, those of the control channel on another, so
/// that they are answered while a cell runs. Whatever a request does, the next one is answered.
public final class Requests {
    /// Answers one kind of request; empty where it has no reply.
    @FunctionalInterface
    public interface Handler {
        Optional<JsonObject> handle(Request request) throws Exception;
    }

    /// @param arrived when, on the clock of [System#nanoTime()]
    public record Request(Channel channel, WireMessage message, Cell cell, long arrived) {}

    private final Publisher publisher;
    private final Consumer<String> log;
    private final Map<String, Handler> handlers = new ConcurrentHashMap<>();
    private final Map<String, Consumer<Request>> followers = new ConcurrentHashMap<>();
    private final BlockingQueue<Request> shell = new LinkedBlockingQueue<>();
    private final BlockingQueue<Request> control = new LinkedBlockingQueue<>();

    public Requests(Publisher publisher, Consumer<String> log) {
        this.publisher = publisher;
        this.log = log;
    }

    /// @param type for example `execute_request`
    public void on(String type, Handler handler) {
        handlers.put(type, handler);
    }

    /// Starts to answer.
    public void start() {
        start("kiln-evaluator", shell);
        start("kiln-control", control);
    }

    private void start(String name, BlockingQueue<Request> queue) {
        Thread thread = new Thread(null, () -> serve(queue), name, 16 << 20);
        thread.setDaemon(true);
        thread.start();
    }

    /// Takes a message; called on the thread that owns the sockets.
    public void receive(Channel channel, WireMessage message) {
        Request request = new Request(channel, message, Cell.of(message), System.nanoTime());
        switch (channel) {
            case SHELL -> shell.add(request);
            case CONTROL -> control.add(request);
            case STDIN -> publisher.questions().answer(message);
            case IOPUB -> throw new IllegalArgumentException("Nothing arrives on iopub.");
        }
    }

    private void serve(BlockingQueue<Request> queue) {
        while (true) {
            try {
                answer(queue.take());
            } catch (InterruptedException stray) {
                log.accept("A stray interrupt reached " + Thread.currentThread().getName() + ".");
            } catch (Throwable fault) {
                log.accept("A request was lost: " + fault);
            }
        }
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
        String type = request.message().type().replaceFirst("_request$", "_reply");
        publisher.reply(request.channel(), request.message(), type, content);
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
