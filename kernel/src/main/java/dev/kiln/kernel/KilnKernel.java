package dev.kiln.kernel;

import com.google.gson.JsonObject;

import dev.kiln.kernel.history.CellHistory;
import dev.kiln.kernel.history.HistoryFile;
import dev.kiln.kernel.java.CellFailure;
import dev.kiln.kernel.java.JavaSession;
import dev.kiln.kernel.java.Preview;
import dev.kiln.kernel.output.Publisher;
import dev.kiln.kernel.settings.JvmOptions;
import dev.kiln.kernel.settings.SettingsFolder;
import dev.kiln.magics.jjava.RunsMagics;

import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.HelpLink;
import org.dflib.jjava.jupyter.kernel.LanguageInfo;
import org.dflib.jjava.jupyter.kernel.ReplacementOptions;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.magic.MagicParser;
import org.dflib.jjava.jupyter.kernel.magic.MagicTranspiler;
import org.dflib.jjava.jupyter.kernel.magic.MagicsRegistry;
import org.dflib.jjava.jupyter.kernel.util.StringStyler;
import org.dflib.jjava.jupyter.messages.publish.PublishClearOutput;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/// The Java kernel, as extensions of the IJava and JJava line see it.
///
/// Messages reach it through [Requests]; of the base class it keeps what extensions use: the magics registry, the
/// renderer, displays, comms and the installation of extensions.
public final class KilnKernel extends BaseKernel implements RunsMagics {
    private final Publisher publisher;
    private final JavaSession java;
    private final Execution execution;
    private final CodeHelp help;

    KilnKernel(
            Publisher publisher,
            Requests requests,
            Optional<String> kernelId,
            Consumer<Boolean> end,
            Consumer<String> log) {
        super(
                "kiln",
                Version.TEXT,
                LANGUAGE,
                HELP,
                null,
                new CellInputOutput(publisher),
                new CellComms(publisher),
                new ReadableRenderer(),
                new MagicParser("(?<=(?:^|=))\\s*%", "%%", new MagicTranspiler()),
                new MagicsRegistry(),
                true,
                new StringStyler.Builder().build());
        this.publisher = publisher;
        publisher.takeOverStandardStreams();
        var language = Languages.ofThisInstallation();
        this.java =
                new JavaSession(
                        Imports.with(language),
                        ClassPath.ofThisProcess(),
                        Preview.compilerOptions());
        this.execution =
                new Execution(
                        this,
                        publisher,
                        java,
                        language,
                        kernelId,
                        history(log),
                        requests::abortAll);
        this.help =
                new CodeHelp(java, execution.language(), execution.notebook(), execution.magics());
        var information = new Information(this);
        requests.on("kernel_info_request", request -> Optional.of(information.reply()));
        requests.on("execute_request", prepared(execution::execute));
        requests.on("complete_request", helping(request -> help.complete(request.message())));
        requests.on("inspect_request", helping(request -> help.inspect(request.message())));
        requests.on("is_complete_request", helping(request -> help.isComplete(request.message())));
        requests.on(
                "history_request",
                request ->
                        Optional.of(HistoryAnswers.answer(execution.history(), request.message())));
        requests.on(
                "interrupt_request",
                request -> {
                    interrupt();
                    return Optional.of(ok());
                });
        requests.on(
                "shutdown_request",
                request -> {
                    JsonObject reply = ok();
                    reply.addProperty("restart", isRestart(request));
                    return Optional.of(reply);
                });
        requests.after("kernel_info_request", _ -> rememberTheStart(log));
        requests.after("delete_subshell_request", _ -> execution.lookAgain());
        // The end waits for what has been said, so the answer has to be said before.
        requests.after("shutdown_request", request -> end.accept(isRestart(request)));
        ((CellComms) commManager).listen(requests);
        onStartup();
        execution.warm(log);
    }

    private static final LanguageInfo LANGUAGE =
            new LanguageInfo.Builder("java")
                    .version(Runtime.version().toString())
                    .mimetype("text/x-java")
                    .fileExtension(".java")
                    .pygments("java")
                    .codemirror("java")
                    .exporter("script")
                    .build();

    private static final List<HelpLink> HELP =
            List.of(
                    new HelpLink(
                            "Java 25 API",
                            "https://docs.oracle.com/en/java/javase/25/docs/api/index.html"),
                    new HelpLink("Keras, whose words Kiln speaks", "https://keras.io/api/"));

    /// For requests that need the compiler, which gets ready while the kernel already answers others.
    private Requests.Handler prepared(Requests.Handler handler) {
        return request -> {
            java.awaitPrepared();
            return handler.handle(request);
        };
    }

    /// For requests that ask the compiler while a cell may run.
    private Requests.Handler helping(Function<Requests.Request, JsonObject> answer) {
        return prepared(
                request -> Optional.of(execution.session().during(() -> answer.apply(request))));
    }

    private static CellHistory history(Consumer<String> log) {
        return new CellHistory(
                SettingsFolder.isOff()
                        ? Optional.empty()
                        : Optional.of(HistoryFile.in(SettingsFolder.usual())),
                log);
    }

    /// A kernel that answers has started.
    private static void rememberTheStart(Consumer<String> log) {
        try {
            JvmOptions.haveStarted();
        } catch (IOException unwritable) {
            log.accept("That Java starts with your options cannot be remembered: " + unwritable);
        }
    }

    private static boolean isRestart(Requests.Request request) {
        return request.message().flag("restart", false);
    }

    /// A reply that says nothing more than that it went well.
    static JsonObject ok() {
        JsonObject content = new JsonObject();
        content.addProperty("status", "ok");
        return content;
    }

    /// Ends extensions and writes what is not written yet.
    @Override
    public void onShutdown(boolean restart) {
        execution.history().close();
        super.onShutdown(restart);
    }

    @Override
    public String getBanner() {
        return "Kiln " + version + ", Java " + Runtime.version() + ". %help lists the magics.";
    }

    @Override
    public void display(DisplayData data) {
        io.display.display(data);
    }

    /// A value as a cell's last line would show it.
    DisplayData show(Object value) {
        return execution.values().show(value);
    }

    void page(DisplayData data) {
        execution.page(JJavaJson.content(data));
    }

    void publish(PublishClearOutput content) {
        publisher.publish("clear_output", JJavaJson.content(content));
    }

    /// Asks the user for a line.
    String ask(String prompt, boolean hidden) throws InterruptedException {
        return publisher.questions().ask(prompt, hidden);
    }

    /// The value of a Java expression, or of the last line of some source, on the thread of the running cell.
    @Override
    public Object evalRaw(String source) {
        return execution.evaluate(source).orElse(null);
    }

    /// Source to evaluate, with a say in whether magics are run and how the result is shown.
    public <T> EvalBuilder<T> evalBuilder(String source) {
        return EvalBuilder.of(this, source);
    }

    @Nullable Object evalWithMagics(String source) {
        return execution.evaluateWithMagics(source).orElse(null);
    }

    /// Adds jars or folders, separated as class paths are, and installs the extensions that they hold.
    public void addToClasspath(String path) {
        execution.addToClassPath(path);
        if (extensionsEnabled) {
            installExtensions(java.classLoader());
        }
    }

    @Override
    protected ClassLoader getClassLoader() {
        return java == null ? ClassLoader.getSystemClassLoader() : java.classLoader();
    }

    @Override
    public DisplayData inspect(String code, int at, boolean extraDetail) {
        return help.inspect(code, at).orElse(null);
    }

    @Override
    public ReplacementOptions complete(String code, int at) {
        CodeHelp.Suggestions found = help.complete(code, at);
        return new ReplacementOptions(
                found.entries().stream().map(CodeHelp.Entry::text).toList(),
                found.from(),
                found.to());
    }

    @Override
    public String isComplete(String code) {
        return help.isComplete(code);
    }

    /// Interrupts the running cell.
    @Override
    public void interrupt() {
        execution.interrupt();
    }

    @Override
    public List<String> formatError(Throwable thrown) {
        return thrown instanceof CellFailure failure
                ? failure.traceback()
                : super.formatError(thrown);
    }
}
