package dev.kiln.kernel;

import com.google.gson.JsonObject;

import dev.kiln.kernel.java.CellRun;
import dev.kiln.kernel.java.JavaSession;
import dev.kiln.kernel.java.JavaSession.Value;
import dev.kiln.kernel.java.SessionLock;
import dev.kiln.kernel.output.Cell;
import dev.kiln.kernel.output.Publisher;
import dev.kiln.magics.notebook.Notebook;
import dev.kiln.magics.output.Output;
import dev.kiln.magics.session.RunRecords;

import java.nio.file.Path;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// The notebook that magics see.
final class KernelNotebook implements Notebook {
    private static final long SECOND_INTERRUPT_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final JavaSession java;
    private final Publisher publisher;
    private final Optional<String> kernelId;
    private final Supplier<Optional<CellRun>> running;
    private final SessionLock session;
    private final Deque<Runnable> stops = new ConcurrentLinkedDeque<>();
    private Optional<Interrupt> lastInterrupt = Optional.empty();

    KernelNotebook(
            JavaSession java,
            Publisher publisher,
            Optional<String> kernelId,
            Supplier<Optional<CellRun>> running,
            SessionLock session) {
        this.java = java;
        this.publisher = publisher;
        this.kernelId = kernelId;
        this.running = running;
        this.session = session;
    }

    @Override
    public Optional<Object> variable(String name) {
        return session.reading(() -> java.variable(name));
    }

    @Override
    public Map<String, String> variables() {
        return session.reading(java::variables);
    }

    @Override
    public Object evaluate(String expression) throws Exception {
        Optional<Value> value = onEvaluator(() -> java.evaluate(expression));
        Object result = value.isPresent() ? value.get().object() : null;
        if (result == null) {
            throw new IllegalArgumentException(expression + " is null.");
        }
        return result;
    }

    @Override
    public boolean declare(String name, String type, Object value) {
        try {
            return onEvaluator(() -> java.declare(name, type, value));
        } catch (RuntimeException asItIs) {
            throw asItIs;
        } catch (Exception refused) {
            throw new IllegalArgumentException(
                    "No variable " + name + " of type " + type + ": " + refused.getMessage(),
                    refused);
        }
    }

    private <T> T onEvaluator(Callable<T> task) throws Exception {
        Optional<CellRun> run = running.get();
        return run.isPresent() ? run.get().onEvaluator(task) : task.call();
    }

    @Override
    public void show(Output output) {
        publisher.publish("display_data", content(output, Optional.empty()));
    }

    @Override
    public LiveDisplay live(Output first) {
        JsonObject parent = Cell.current().header();
        Optional<String> id = Optional.of(UUID.randomUUID().toString());
        publisher.publish(parent, "display_data", new JsonObject(), content(first, id), List.of());
        return output ->
                publisher.publish(
                        parent,
                        "update_display_data",
                        new JsonObject(),
                        content(output, id),
                        List.of());
    }

    private static JsonObject content(Output output, Optional<String> id) {
        JsonObject data = new JsonObject();
        data.addProperty("text/html", output.html());
        data.addProperty("text/plain", output.text());
        JsonObject content = new JsonObject();
        content.add("data", data);
        content.add("metadata", new JsonObject());
        JsonObject passing = new JsonObject();
        id.ifPresent(text -> passing.addProperty("display_id", text));
        content.add("transient", passing);
        return content;
    }

    @Override
    public Interruptible onInterrupt(Runnable stop) {
        stops.push(stop);
        return () -> stops.removeFirstOccurrence(stop);
    }

    /// An interrupt that a magic took; the next one of the same magic is the second.
    private record Interrupt(Runnable of, long at) {}

    /// Hands an interrupt to the running magic.
    ///
    /// @return whether a magic took it
    synchronized boolean interruptMagic(Cell cell) {
        Runnable stop = stops.peek();
        long now = System.nanoTime();
        boolean second =
                lastInterrupt
                        .filter(
                                last ->
                                        last.of() == stop
                                                && now - last.at() < SECOND_INTERRUPT_NANOS)
                        .isPresent();
        if (stop == null || second) {
            lastInterrupt = Optional.empty();
            return false;
        }
        lastInterrupt = Optional.of(new Interrupt(stop, now));
        Thread.ofPlatform()
                .daemon()
                .name("kiln-stop-magic")
                .start(
                        () -> {
                            cell.enter();
                            stop.run();
                        });
        return true;
    }

    @Override
    public Path folder() {
        return Path.of("").toAbsolutePath();
    }

    @Override
    public Optional<Path> records() {
        return Optional.of(
                RunRecords.usual(
                        System.getenv(),
                        Path.of(System.getProperty("user.home")),
                        System.getProperty("os.name")));
    }

    @Override
    public Optional<String> kernelId() {
        return kernelId;
    }
}
