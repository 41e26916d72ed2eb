package dev.kiln.kernel;

import dev.kiln.kernel.history.CellHistory;
import dev.kiln.kernel.java.JavaSession;
import dev.kiln.kernel.magics.Session;
import dev.kiln.magics.output.Output;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// The kernel as its own magics see it.
final class CellSession implements Session {
    private final KilnKernel kernel;
    private final Execution execution;
    private final JavaSession java;
    private final KernelNotebook notebook;

    CellSession(KilnKernel kernel, Execution execution, JavaSession java, KernelNotebook notebook) {
        this.kernel = kernel;
        this.execution = execution;
        this.java = java;
        this.notebook = notebook;
    }

    @Override
    public Optional<Object> run(String source) throws Exception {
        return execution.runWithin(source);
    }

    @Override
    public void addToClassPath(List<Path> paths) {
        kernel.addToClasspath(
                paths.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
    }

    @Override
    public List<Path> classPath() {
        return java.classPath();
    }

    @Override
    public Map<String, String> variables() {
        return execution.session().reading(java::variables);
    }

    @Override
    public Optional<Object> variable(String name) {
        return execution.session().reading(() -> java.variable(name));
    }

    @Override
    public void reset() throws Exception {
        execution.onEvaluator(
                () -> {
                    java.reset();
                    return Optional.empty();
                });
    }

    @Override
    public CellHistory.Known history() {
        return execution.history().known();
    }

    @Override
    public Consumer<Output> live(Output first) {
        return notebook.live(first)::update;
    }

    @Override
    public Path folder() {
        return notebook.folder();
    }
}
