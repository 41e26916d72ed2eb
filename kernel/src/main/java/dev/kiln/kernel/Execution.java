package dev.kiln.kernel;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

import dev.kiln.catalog.UserError;
import dev.kiln.kernel.Requests.Request;
import dev.kiln.kernel.history.CellHistory;
import dev.kiln.kernel.java.CellFailure;
import dev.kiln.kernel.java.CellRun;
import dev.kiln.kernel.java.CellSource;
import dev.kiln.kernel.java.CellStopped;
import dev.kiln.kernel.java.JavaSession;
import dev.kiln.kernel.java.JavaSession.Value;
import dev.kiln.kernel.java.SessionLock;
import dev.kiln.kernel.output.Cell;
import dev.kiln.kernel.output.Publisher;
import dev.kiln.magics.notebook.CellLanguage;
import dev.kiln.magics.notebook.CellPart;

import org.jspecify.annotations.Nullable;

import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/// Runs cells: Java and magics from top to bottom, one cell at a time.
final class Execution {
    private final KilnKernel kernel;
    private final Publisher publisher;
    private final JavaSession java;
    private final CellLanguage language;
    private final KernelNotebook notebook;
    private final MagicCalls magics;
    private final CellHistory history;
    private final StartUp startUp = new StartUp();
    private final Values values;
    private final Resting resting = new Resting(() -> this.running != null);
    private final Map<Cell, Queue<JsonObject>> pages = new ConcurrentHashMap<>();
    private final CellTurns turns = new CellTurns();
    private final SessionLock session = new SessionLock();
    private final Set<CellRun> beside = ConcurrentHashMap.newKeySet();
    private final AtomicInteger count = new AtomicInteger(1);
    private final Runnable abortAll;
    private volatile @Nullable CellRun running;

    Execution(
            KilnKernel kernel,
            Publisher publisher,
            JavaSession java,
            CellLanguage language,
            Optional<String> kernelId,
            CellHistory history,
            Runnable abortAll) {
        this.history = history;
        this.abortAll = abortAll;
        this.kernel = kernel;
        this.publisher = publisher;
        this.java = java;
        this.language = language;
        this.notebook =
                new KernelNotebook(
                        java, publisher, kernelId, () -> Optional.ofNullable(running), session);
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

    /// Who may use the Java of this notebook.
    SessionLock session() {
        return session;
    }

    /// Answers an `execute_request`. A cell of a subshell runs beside the others where it needs no Java; otherwise it
    /// waits for its turn.
    Optional<JsonObject> execute(Request request) throws Exception {
        if (request.shell().isAborted(request)) {
            return Optional.of(aborted());
        }
        if ((request.shell().isSubshell() || turns.isTaken()) && needsNoJava(request)) {
            return Optional.of(execute(request, true));
        }
        if (!turns.tryTake()) {
            if (!request.message().flag("silent", false)) {
                System.err.println("Waiting: another cell runs Java, and one runs at a time.");
            }
            if (!turns.take(() -> request.shell().isAborted(request))) {
                return Optional.of(aborted());
            }
        }
        try {
            return Optional.of(session.during(() -> execute(request, false)));
        } finally {
            turns.release();
        }
    }

    private JsonObject aborted() {
        JsonObject aborted = new JsonObject();
        aborted.addProperty("status", "aborted");
        aborted.addProperty("execution_count", count.get());
        return aborted;
    }

    private boolean needsNoJava(Request request) {
        JsonElement expressions = request.message().content().get("user_expressions");
        if (expressions instanceof JsonObject asked && !asked.isEmpty()) {
            return false;
        }
        var variables = session.reading(java::variables);
        try {
            return language
                    .split(
                            request.message().text("code", ""),
                            variables::containsKey,
                            magics::registered)
                    .stream()
                    .allMatch(magics::needsNoJava);
        } catch (UserError toldWhenItRuns) {
            return true;
        }
    }

    private JsonObject execute(Request request, boolean isBeside) {
        String code = request.message().text("code", "");
        boolean silent = request.message().flag("silent", false);
        boolean stored =
                !silent && request.message().flag("store_history", true) && !code.isBlank();
        int number = stored ? count.getAndIncrement() : count.get();
        if (stored) {
            history.add(number, code);
        }
        if (!silent) {
            JsonObject input = new JsonObject();
            input.addProperty("code", code);
            input.addProperty("execution_count", number);
            publisher.publish("execute_input", input);
        }
        JsonObject reply = run(request, code, number, silent, isBeside);
        reply.addProperty("execution_count", number);
        if (reply.get("status").getAsString().equals("error")
                && request.message().flag("stop_on_error", true)) {
            request.shell().abort();
        }
        return reply;
    }

    private JsonObject run(
            Request request, String code, int number, boolean silent, boolean isBeside) {
        Queue<JsonObject> shown = new ConcurrentLinkedQueue<>();
        pages.put(request.cell(), shown);
        try (CellRun run = new CellRun(request.cell(), java.classLoader(), session)) {
            if (isBeside) {
                beside.add(run);
            } else {
                request.cell().becomeLatest();
                running = run;
                java.runIn(run);
                startUp.beforeFirstCell(
                        (label, source, line) -> runParts(run, source, label, line), System.err);
            }
            Optional<Value> last =
                    isBeside
                            ? runBeside(run, code)
                            : runParts(run, code, "Cell [" + number + "]", _ -> {});
            if (last.isPresent() && !silent) {
                JsonObject result =
                        JJavaJson.content(run.call(() -> values.show(last.get().object())));
                result.addProperty("execution_count", number);
                text(result).ifPresent(text -> history.result(number, text));
                publisher.publish("execute_result", result);
            }
            JsonObject reply = KilnKernel.ok();
            reply.add("user_expressions", expressions(request));
            JsonArray payload = new JsonArray();
            shown.forEach(payload::add);
            reply.add("payload", payload);
            return reply;
        } catch (Throwable thrown) {
            return failed(Problems.of(thrown), silent);
        } finally {
            pages.remove(request.cell());
            beside.removeIf(run -> run.cell().equals(request.cell()));
            if (!isBeside) {
                java.runIn(null);
                running = null;
            }
            resting.worked();
        }
    }

    private static Optional<String> text(JsonObject result) {
        return Optional.ofNullable(result.getAsJsonObject("data").get("text/plain"))
                .map(JsonElement::getAsString);
    }

    /// Runs magics that need no Java, while another cell may run.
    private Optional<Value> runBeside(CellRun run, String code) throws Exception {
        Optional<Value> last = Optional.empty();
        for (CellPart part : language.split(code, _ -> false, magics::registered)) {
            last =
                    run.call(() -> magics.run(part))
                            .filter(_ -> magics.showsResult(part))
                            .map(Value::new);
        }
        return last;
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

    /// @param line told the first line of each part before it is run
    private Optional<Value> runParts(CellRun run, String code, String label, IntConsumer line)
            throws Exception {
        Optional<Value> last = Optional.empty();
        Map<String, String> variables = Map.copyOf(java.variables());
        for (CellPart part : language.split(code, variables::containsKey, magics::registered)) {
            if (run.isStopped()) {
                throw new CellStopped();
            }
            line.accept(part.line());
            last = runPart(run, part, label);
            java.takeNotes().forEach(note -> System.err.println(note));
        }
        return last;
    }

    private Optional<Value> runPart(CellRun run, CellPart part, String label) throws Exception {
        return switch (part) {
            case CellPart.JavaCode source ->
                    java.run(new CellSource(label, source.code(), source.line()));
            case CellPart.LineMagic magic -> runLine(run, magic);
            case CellPart.CellMagic magic ->
                    run.call(() -> magics.run(magic))
                            .filter(_ -> magics.showsResult(magic))
                            .map(Value::new);
        };
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
        return run.onEvaluator(() -> runParts(run, source, "Source", _ -> {})).map(Value::object);
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

    /// Runs a task that needs the Java session: within the running cell, or alone, as comms do between cells.
    <T> T onEvaluator(Callable<T> task) throws Exception {
        CellRun run = running;
        if (run != null) {
            return run.onEvaluator(task);
        }
        turns.take(() -> false);
        try (CellRun alone = new CellRun(Cell.current(), java.classLoader(), session)) {
            running = alone;
            java.runIn(alone);
            return session.during(task);
        } finally {
            java.runIn(null);
            running = null;
            turns.release();
        }
    }

    /// Hands a page to the frontend when the cell ends.
    void page(JsonObject shown) {
        JsonObject page = new JsonObject();
        page.addProperty("source", "page");
        page.add("data", shown.get("data"));
        page.addProperty("start", 0);
        Queue<JsonObject> shownThen = pages.get(Cell.current());
        if (shownThen != null) {
            shownThen.add(page);
        }
    }

    /// Interrupts the cells that run and aborts those that wait. A magic that ends by itself keeps the others.
    void interrupt() {
        CellRun run = running;
        if (run != null && notebook.interruptMagic(run.cell())) {
            return;
        }
        if (run == null && beside.isEmpty()) {
            return;
        }
        abortAll.run();
        if (run != null) {
            run.stop();
        }
        beside.forEach(CellRun::stop);
        turns.lookAgain();
    }

    /// Has cells that wait for their turn see that they are aborted.
    void lookAgain() {
        turns.lookAgain();
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
