package dev.kiln.kernel.java;

import jdk.jshell.DeclarationSnippet;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.VarSnippet;
import jdk.jshell.spi.ExecutionControl;
import jdk.jshell.spi.ExecutionControlProvider;
import jdk.jshell.spi.ExecutionEnv;

import org.jspecify.annotations.Nullable;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The Java of one notebook: what its cells declared, and the values. Used by one thread at a time.
public final class JavaSession implements AutoCloseable {
    /// A variable's name alone, which needs no compiler.
    private static final Pattern VARIABLE =
            Pattern.compile("\\s*([\\p{L}_$][\\p{L}\\p{N}_$]*)\\s*;?\\s*");

    /// What an expression gave; a cell that ends in a statement has none.
    public record Value(@Nullable Object object) {}

    /// What the compiler says where a class file has no room.
    private static final Set<String> LIMITS =
            Set.of(
                    "compiler.err.limit.string",
                    "compiler.err.limit.string.overflow",
                    "compiler.err.limit.code",
                    "compiler.err.limit.code.too.large.for.try.stmt",
                    "compiler.err.limit.pool",
                    "compiler.err.limit.pool.in.class",
                    "compiler.err.limit.dimensions",
                    "compiler.err.limit.locals",
                    "compiler.err.limit.stack",
                    "compiler.err.limit.parameters");

    private final CellClassLoader loader;
    private final Variables variables = new Variables();
    private final KilnExecutionControl control;
    private final JShell shell;
    private final SourceCodeAnalysis analysis;
    private final Failures failures;
    private final Map<String, CellSource> sources = new LinkedHashMap<>();
    private final Set<String> declaredByMagics = new HashSet<>();
    private final CompilerFiles files;
    private final List<String> imports;
    private final Set<String> ownNames = new HashSet<>();
    private final Map<String, Snippet> importedNames = new HashMap<>();
    private volatile @Nullable ImportedNames names;
    private final CountDownLatch prepared = new CountDownLatch(1);
    private final List<String> notes = new ArrayList<>();

    /// Declared since the last [#takeNotes()], and not ready for use then.
    private final List<DeclarationSnippet> unready = new ArrayList<>();

    private Optional<String> lastTemporary = Optional.empty();

    /// @param imports         what every cell may use without importing it, for example `java.util.*`
    /// @param classPath       where the compiler finds the libraries that every cell may use
    /// @param compilerOptions for example `--enable-preview`
    public JavaSession(List<String> imports, String classPath, List<String> compilerOptions) {
        this.files = new CompilerFiles(classPath);
        this.loader = new CellClassLoader(ClassLoader.getSystemClassLoader());
        this.control = new KilnExecutionControl(loader, variables);
        List<String> options = new ArrayList<>(List.of("-Xlint:none", "-proc:none"));
        options.addAll(compilerOptions);
        this.shell =
                JShell.builder()
                        .executionEngine(new InThisJvm(control), Map.of())
                        .fileManager(files.searched())
                        .compilerOptions(options.toArray(String[]::new))
                        .build();
        this.analysis = shell.sourceCodeAnalysis();
        this.failures = new Failures(shell, sources);
        this.imports = List.copyOf(imports);
    }

    /// Makes the imports known; to be called once, before or while others [#awaitPrepared()].
    public void prepare() {
        try {
            imports.stream()
                    .filter(name -> name.startsWith("static "))
                    .forEach(name -> shell.eval("import " + name + ";"));
            names =
                    new ImportedNames(
                            imports.stream().filter(name -> !name.startsWith("static ")).toList(),
                            files.all());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        } finally {
            prepared.countDown();
        }
    }

    /// Makes room for what some source declares, and imports what else it mentions.
    private void importFor(String source) {
        for (String name : ImportedNames.declared(source)) {
            ownNames.add(name);
            Snippet imported = importedNames.remove(name);
            if (imported != null) {
                shell.drop(imported);
            }
        }
        importMentioned(source, Set.of());
    }

    /// Imports what some source mentions and no cell declares.
    void importMentioned(String source, Set<String> except) {
        ImportedNames known = names;
        if (known == null) {
            return;
        }
        for (String name : ImportedNames.mentioned(source)) {
            if (!ownNames.contains(name)
                    && !except.contains(name)
                    && !importedNames.containsKey(name)) {
                known.of(name)
                        .ifPresent(
                                qualified ->
                                        importedNames.put(
                                                name,
                                                shell.eval("import " + qualified + ";")
                                                        .getFirst()
                                                        .snippet()));
            }
        }
    }

    /// Classes that begin like this and need no import.
    List<String> importable(String prefix) {
        ImportedNames known = names;
        return known == null
                ? List.of()
                : known.beginningWith(prefix).stream()
                        .filter(name -> !ownNames.contains(name))
                        .toList();
    }

    /// Waits until the session can be used.
    public void awaitPrepared() throws InterruptedException {
        prepared.await();
    }

    private record InThisJvm(KilnExecutionControl control) implements ExecutionControlProvider {
        @Override
        public String name() {
            return "kiln";
        }

        @Override
        public ExecutionControl generate(ExecutionEnv env, Map<String, String> parameters) {
            return control;
        }
    }

    /// JShell, for help and completion.
    public JShell shell() {
        return shell;
    }

    /// Loads the classes of cells and the libraries that cells added.
    public ClassLoader classLoader() {
        return loader;
    }

    /// Runs user code on the threads of this run until the next call; null between cells.
    public void runIn(@Nullable CellRun run) {
        control.runIn(run);
    }

    /// Runs source from top to bottom.
    ///
    /// @return the value of the last expression; empty where the source ends in something else
    /// @throws CellFailure what the compiler refused or the code threw
    /// @throws CellStopped where the cell was told to stop
    public Optional<Value> run(CellSource source) throws CellFailure {
        Optional<Value> last = Optional.empty();
        files.refresh();
        OptionalInt openComment = Syntax.openComment(source.code());
        if (openComment.isPresent()) {
            throw failures.openComment(source, openComment.getAsInt());
        }
        importFor(source.code());
        for (CellSteps.Step step : CellSteps.of(source, analysis)) {
            last = run(step);
        }
        return last;
    }

    private Optional<Value> run(CellSteps.Step step) throws CellFailure {
        checkStop();
        CellSource source = step.source();
        Matcher name = VARIABLE.matcher(source.code());
        if (name.matches() && isVariable(name.group(1))) {
            return Optional.of(new Value(variables.value(name.group(1)).orElse(null)));
        }
        control.clear();
        List<SnippetEvent> events = shell.eval(step.code());
        remember(events, source);
        SnippetEvent main =
                events.stream()
                        .filter(event -> event.causeSnippet() == null)
                        .findFirst()
                        .orElseThrow(
                                () ->
                                        new IllegalStateException(
                                                "JShell said nothing about: " + source.code()));
        boolean isTooLarge = isTooLarge(main);
        if (isTooLarge || main.status() == Snippet.Status.REJECTED) {
            CellFailure failure = failures.compileError(main.snippet(), step);
            if (isTooLarge) {
                forget(main.snippet());
            }
            if (step.parts().isEmpty()) {
                checkStop();
                throw failure;
            }
            for (CellSource part : step.parts()) {
                run(CellSteps.Step.of(part));
            }
            return Optional.empty();
        }
        checkStop();
        if (isUnready(main.status()) && main.snippet() instanceof DeclarationSnippet declared) {
            unready.add(declared);
        }
        if (main.exception() != null) {
            throw failures.thrown(main.exception(), control.thrown());
        }
        return valueOf(main.snippet(), source.code());
    }

    /// Whether the compiler understood the source and then could not write it down: a text, a method or a class was larger than a class
    /// file allows. JShell takes this for something that is not declared yet.
    private boolean isTooLarge(SnippetEvent event) {
        return isUnready(event.status())
                && shell.diagnostics(event.snippet())
                        .anyMatch(found -> found.isError() && LIMITS.contains(found.getCode()));
    }

    private static boolean isUnready(Snippet.Status status) {
        return switch (status) {
            case RECOVERABLE_DEFINED, RECOVERABLE_NOT_DEFINED -> true;
            case VALID, OVERWRITTEN, DROPPED, REJECTED, NONEXISTENT -> false;
        };
    }

    /// Drops what was too large, and the compiler's state with it: that would fail everything that comes later.
    private void forget(Snippet snippet) {
        shell.drop(snippet);
        // Only when its class path changes does JShell begin with a new compiler; this adds
        // nothing.
        shell.addToClasspath(File.pathSeparator);
    }

    /// Whether the source is an expression that Java takes for a statement, closed by `;`: a call, an assignment, a
    /// step by one or a `new`. What is no statement in Java, like `x;`, can only be meant to be shown.
    private static boolean endsInStatement(String code) {
        String source = code.strip();
        return source.endsWith(";") && Syntax.isStatement(source);
    }

    private void checkStop() {
        CellRun run = control.run();
        if (run != null && run.isStopped()) {
            throw new CellStopped();
        }
    }

    private void remember(List<SnippetEvent> events, CellSource piece) {
        Set<String> kept = new HashSet<>();
        Set<String> lost = new TreeSet<>();
        for (SnippetEvent event : events) {
            if (event.causeSnippet() == null) {
                sources.put(event.snippet().id(), piece);
                if (event.snippet() instanceof VarSnippet variable) {
                    declaredByMagics.remove(variable.name());
                }
            } else if (event.snippet() instanceof VarSnippet variable) {
                if (event.status() == Snippet.Status.VALID) {
                    kept.add(variable.name());
                } else if (event.previousStatus() == Snippet.Status.VALID
                        && event.status() != Snippet.Status.OVERWRITTEN) {
                    lost.add(variable.name());
                }
            }
        }
        lost.addAll(variables.settle(kept));
        if (!lost.isEmpty()) {
            notes.add(
                    "Note: objects that exist cannot take on the new declaration, so "
                            + String.join(", ", lost)
                            + (lost.size() == 1 ? " is" : " are")
                            + " lost. Run the cell again that sets "
                            + (lost.size() == 1 ? "it." : "them."));
        }
    }

    /// What the user should know though nothing failed, since the last call.
    public List<String> takeNotes() {
        List<String> taken = new ArrayList<>(notes);
        notes.clear();
        for (DeclarationSnippet snippet : unready) {
            if (isUnready(shell.status(snippet))) {
                String missing =
                        shell.unresolvedDependencies(snippet)
                                .sorted(Comparator.naturalOrder())
                                .collect(Collectors.joining(", "));
                taken.add(
                        "Note: "
                                + snippet.name()
                                + " can be used as soon as this is declared: "
                                + missing);
            }
        }
        unready.clear();
        return taken;
    }

    private Optional<Value> valueOf(Snippet snippet, String code) {
        boolean isExpression =
                switch (snippet.subKind()) {
                    case VAR_VALUE_SUBKIND, OTHER_EXPRESSION_SUBKIND, TEMP_VAR_EXPRESSION_SUBKIND ->
                            true;
                    default -> false;
                };
        if (!isExpression || endsInStatement(code)) {
            return Optional.empty();
        }
        if (snippet.subKind() == Snippet.SubKind.TEMP_VAR_EXPRESSION_SUBKIND) {
            keepOnly(((VarSnippet) snippet).name());
        }
        return Optional.of(new Value(control.result()));
    }

    /// Of the variables `$1`, `$2`, … that JShell makes for expressions, only the last two live: results may be large.
    private void keepOnly(String newest) {
        List<String> temporaries =
                shell.variables()
                        .filter(
                                variable ->
                                        variable.subKind()
                                                == Snippet.SubKind.TEMP_VAR_EXPRESSION_SUBKIND)
                        .filter(
                                variable ->
                                        !variable.name().equals(newest)
                                                && !lastTemporary.equals(
                                                        Optional.of(variable.name())))
                        .map(
                                variable -> {
                                    shell.drop(variable);
                                    return variable.name();
                                })
                        .toList();
        temporaries.forEach(variables::forget);
        lastTemporary = Optional.of(newest);
    }

    /// The value of an expression of one line, as magics and frontends ask for it.
    public Optional<Value> evaluate(String expression) throws CellFailure {
        return run(new CellSource("Expression", expression, 1));
    }

    /// The value of a variable; empty where there is none or it is null.
    public Optional<Object> variable(String name) {
        return isVariable(name) ? variables.value(name) : Optional.empty();
    }

    private boolean isVariable(String name) {
        return shell.variables()
                .anyMatch(
                        variable ->
                                variable.name().equals(name)
                                        && shell.status(variable) == Snippet.Status.VALID);
    }

    /// The variables with their types as written, without those that JShell made for expressions.
    public Map<String, String> variables() {
        Map<String, String> types = new LinkedHashMap<>();
        shell.variables()
                .filter(
                        variable ->
                                variable.subKind() != Snippet.SubKind.TEMP_VAR_EXPRESSION_SUBKIND)
                .forEach(variable -> types.put(variable.name(), variable.typeName()));
        return types;
    }

    /// Declares or sets a variable for a magic.
    ///
    /// @param type the type, fully qualified
    /// @return false, with nothing changed, where the user declared the name with another type
    public boolean declare(String name, String type, Object value) throws CellFailure {
        String present = variables().get(name);
        if (present != null && sameType(present, type) && variables.set(name, value)) {
            return true;
        }
        if (present != null && !declaredByMagics.contains(name)) {
            return false;
        }
        Handover.give(value);
        run(
                new CellSource(
                        "Magic",
                        type
                                + " "
                                + name
                                + " = ("
                                + type
                                + ") "
                                + Handover.class.getName()
                                + ".take();",
                        1));
        declaredByMagics.add(name);
        return true;
    }

    private static boolean sameType(String written, String qualified) {
        return written.equals(qualified) || qualified.endsWith("." + written);
    }

    /// Adds jars or folders, separated as class paths are, for cells from now on.
    public void addToClassPath(String path) {
        for (String entry : path.split(File.pathSeparator)) {
            if (files.add(Path.of(entry))) {
                shell.addToClasspath(entry);
            }
        }
    }

    /// What cells can use, in the order in which it is searched.
    public List<Path> classPath() {
        return files.all();
    }

    /// Forgets all that cells declared.
    public void reset() {
        variables().keySet().forEach(variables::forget);
        shell.snippets()
                .filter(snippet -> shell.status(snippet).isActive())
                .filter(snippet -> snippet.kind().isPersistent())
                .filter(snippet -> snippet.kind() != Snippet.Kind.IMPORT)
                .toList()
                .forEach(shell::drop);
        declaredByMagics.clear();
        ownNames.clear();
        sources.clear();
    }

    @Override
    public void close() {
        shell.close();
    }
}
