package dev.kiln.kernel;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

import dev.kiln.kernel.Requests.Request;
import dev.kiln.kernel.java.CellFailure;
import dev.kiln.kernel.java.CellRun;
import dev.kiln.kernel.java.CellSource;
import dev.kiln.kernel.java.CellStopped;
import dev.kiln.kernel.java.JavaSession;
import dev.kiln.kernel.java.JavaSession.Value;
import dev.kiln.kernel.output.Publisher;
import dev.kiln.magics.notebook.CellLanguage;
import dev.kiln.magics.notebook.CellPart;

import org.jspecify.annotations.Nullable;

import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

/// Runs cells: Java and magics from top to bottom, one cell at a time.
final class Execution {
    private final KilnKernel kernel;
    private final Publisher publisher;
    private final JavaSession java;
    private final CellLanguage language;
    private final KernelNotebook notebook;
    private final MagicCalls magics;
    private final CellHistory history = new CellHistory();
    private final Values values;
    private final Resting resting = new Resting(() -> this.running != null);
    private final Queue<JsonObject> pages = new ConcurrentLinkedQueue<>();
    private int count = 1;
    private volatile @Nullable CellRun running;
    private volatile long abortUntil = System.nanoTime();

    Execution(
            KilnKernel kernel,
            Publisher publisher,
            JavaSession java,
            CellLanguage language,
            Optional<String> kernelId) {
        this.kernel = kernel;
        this.publisher = publisher;
        this.java = java;
        this.language = language;
        this.notebook =
                new KernelNotebook(java, publisher, kernelId, () -> Optional.ofNullable(running));
        this.magics =
                new MagicCalls(
                        kernel, language, notebook, new CellSession(kernel, this, java, notebook));
        this.values = new Values(kernel.getRenderer());
    }

    CellLanguage language() {
        return language;
    }

    KernelNotebook notebook() {
        return notebook;
    }

    CellHistory history() {
        return history;
    }

    MagicCalls magics() {
        return magics;
    }

    Values values() {
        return values;
    }

    /// Answers an `execute_request`.
    Optional<JsonObject> execute(Request request) {
        String code = request.message().text("code", "");
        boolean silent = request.message().flag("silent", false);
        boolean stored =
                !silent && request.message().flag("store_history", true) && !code.isBlank();
        if (request.arrived() - abortUntil < 0) {
            JsonObject aborted = new JsonObject();
            aborted.addProperty("status", "aborted");
            aborted.addProperty("execution_count", count);
            return Optional.of(aborted);
        }
        int number = count;
        if (stored) {
            count++;
            history.add(number, code);
        }
        if (!silent) {
            JsonObject input = new JsonObject();
            input.addProperty("code", code);
            input.addProperty("execution_count", number);
            publisher.publish("execute_input", input);
        }
        JsonObject reply = run(request, code, number, silent);
        reply.addProperty("execution_count", number);
        if (reply.get("status").getAsString().equals("error")
                && request.message().flag("stop_on_error", true)) {
            abortUntil = System.nanoTime();
        }
        return Optional.of(reply);
    }

    private JsonObject run(Request request, String code, int number, boolean silent) {
        request.cell().becomeLatest();
        pages.clear();
        try (CellRun run = new CellRun(request.cell(), java.classLoader())) {
            running = run;
            java.runIn(run);
            Optional<Value> last = runParts(run, code, "Cell [" + number + "]");
            if (last.isPresent() && !silent) {
                JsonObject result =
                        JJavaJson.content(run.call(() -> values.show(last.get().object())));
                result.addProperty("execution_count", number);
                history.result(number, result);
                publisher.publish("execute_result", result);
            }
            JsonObject reply = KilnKernel.ok();
            reply.add("user_expressions", expressions(request));
            JsonArray payload = new JsonArray();
            for (JsonObject page = pages.poll(); page != null; page = pages.poll()) {
                payload.add(page);
            }
            reply.add("payload", payload);
            return reply;
        } catch (Throwable thrown) {
            return failed(Problems.of(thrown), silent);
        } finally {
            java.runIn(null);
            running = null;
            resting.worked();
        }
    }

    private JsonObject failed(CellFailure failure, boolean silent) {
        JsonObject error = error(failure);
        if (!silent) {
            publisher.publish("error", error);
        }
        JsonObject reply = error.deepCopy();
        reply.addProperty("status", "error");
        reply.add("user_expressions", new JsonObject());
        return reply;
    }

    private static JsonObject error(CellFailure failure) {
        JsonObject content = new JsonObject();
        content.addProperty("ename", failure.name());
        content.addProperty("evalue", failure.value());
        JsonArray lines = new JsonArray();
        failure.traceback().forEach(lines::add);
        content.add("traceback", lines);
        return content;
    }

    private Optional<Value> runParts(CellRun run, String code, String label) throws Exception {
        Optional<Value> last = Optional.empty();
        Map<String, String> variables = Map.copyOf(java.variables());
        for (CellPart part : language.split(code, variables::containsKey, magics::registered)) {
            if (run.isStopped()) {
                throw new CellStopped();
            }
            last =
                    switch (part) {
                        case CellPart.JavaCode source ->
                                java.run(new CellSource(label, source.code(), source.line()));
                        case CellPart.LineMagic magic -> runLine(run, magic);
                        case CellPart.CellMagic magic ->
                                run.call(() -> magics.run(magic))
                                        .filter(_ -> magics.showsResult(magic))
                                        .map(Value::new);
                    };
            java.takeNotes().forEach(note -> System.err.println(note));
        }
        return last;
    }

    /// Adds jars or folders for cells from now on.
    void addToClassPath(String path) {
        try {
            onEvaluator(
                    () -> {
                        java.addToClassPath(path);
                        return path;
                    });
        } catch (RuntimeException asItIs) {
            throw asItIs;
        } catch (Exception failure) {
            throw new IllegalStateException(failure);
        }
    }

    /// Runs more source within the running cell, from the cell's thread.
    Optional<Object> runWithin(String source) throws Exception {
        CellRun run = running;
        if (run == null) {
            throw new IllegalStateException("No cell is running.");
        }
        return run.onEvaluator(() -> runParts(run, source, "Source")).map(Value::object);
    }

    private Optional<Value> runLine(CellRun run, CellPart.LineMagic magic) throws Exception {
        Optional<Object> result = run.call(() -> magics.run(magic));
        String name = magic.resultName();
        if (name == null) {
            return magics.showsResult(magic) ? result.map(Value::new) : Optional.empty();
        }
        if (result.isEmpty()) {
            throw Problems.noResult(magic);
        }
        String written = magic.resultType();
        String type =
                written == null || written.equals("var")
                        ? magics.resultType(magic, result.get())
                        : written;
        if (!java.declare(name, type, result.get())) {
            throw Problems.otherType(name, java.variables().getOrDefault(name, "another type"));
        }
        return Optional.empty();
    }

    private JsonObject expressions(Request request) {
        JsonObject answers = new JsonObject();
        JsonElement asked = request.message().content().get("user_expressions");
        if (asked != null && asked.isJsonObject()) {
            asked.getAsJsonObject()
                    .entrySet()
                    .forEach(
                            entry ->
                                    answers.add(
                                            entry.getKey(),
                                            expression(entry.getValue().getAsString())));
        }
        return answers;
    }

    private JsonObject expression(String source) {
        try {
            Optional<Value> value = java.evaluate(source);
            JsonObject shown =
                    JJavaJson.content(values.show(value.map(Value::object).orElse(null)));
            shown.addProperty("status", "ok");
            return shown;
        } catch (Throwable thrown) {
            JsonObject error = error(Problems.of(thrown));
            error.addProperty("status", "error");
            return error;
        }
    }

    /// The value of some source, for extensions and magics, from the thread of the running cell.
    Optional<Object> evaluate(String source) {
        return evaluated(() -> onEvaluator(() -> java.evaluate(source)).map(Value::object));
    }

    /// The same of source that may have magics in it.
    Optional<Object> evaluateWithMagics(String source) {
        return evaluated(() -> runWithin(source));
    }

    private static Optional<Object> evaluated(Callable<Optional<Object>> task) {
        try {
            return task.call();
        } catch (RuntimeException | Error asItIs) {
            throw asItIs;
        } catch (Exception failure) {
            throw new IllegalStateException(failure.getMessage(), failure);
        }
    }

    <T> T onEvaluator(Callable<T> task) throws Exception {
        CellRun run = running;
        return run == null ? task.call() : run.onEvaluator(task);
    }

    /// Hands a page to the frontend when the cell ends.
    void page(JsonObject shown) {
        JsonObject page = new JsonObject();
        page.addProperty("source", "page");
        page.add("data", shown.get("data"));
        page.addProperty("start", 0);
        pages.add(page);
    }

    /// Interrupts the running cell and aborts those that wait.
    void interrupt() {
        CellRun run = running;
        if (run == null || notebook.interruptMagic(run.cell())) {
            return;
        }
        abortUntil = System.nanoTime();
        run.stop();
    }

    /// Compiles something in the background, so that the first cell finds the compiler warm; then watches for times
    /// without work.
    void warm(Consumer<String> log) {
        Thread.ofPlatform()
                .daemon()
                .name("kiln-warm-up")
                .start(
                        () -> {
                            java.prepare();
                            Warming.run(log);
                            resting.watch();
                        });
    }
}
