package dev.kiln.kernel.magics;

import dev.kiln.kernel.history.CellHistory;
import dev.kiln.magics.output.Output;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// What the kernel's magics may ask of the kernel.
public interface Session {
    /// Runs a cell's source, magics included, on the running cell's threads.
    ///
    /// @return the value of its last line
    Optional<Object> run(String source) throws Exception;

    /// Adds jars or folders for cells from now on.
    void addToClassPath(List<Path> paths);

    /// What cells can use, in the order in which it is searched.
    List<Path> classPath();

    /// The variables with their types as written.
    Map<String, String> variables();

    Optional<Object> variable(String name);

    /// Forgets all that cells declared.
    void reset() throws Exception;

    /// The cells of this session and of earlier ones.
    CellHistory.Known history();

    /// Shows an output that is replaced in place.
    Consumer<Output> live(Output first);

    Path folder();
}
