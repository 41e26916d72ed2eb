package dev.kiln.magics.notebook;

import dev.kiln.magics.output.Output;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// What a magic may ask of the notebook that it runs in. A kernel implements it; tests do so in
/// memory.
public interface Notebook {
    /// The value of a Java variable of the session; empty where there is none or it is null.
    Optional<Object> variable(String name);

    /// The Java variables of the session with their declared types as written, for example
    /// `model` to `dev.kiln.model.Sequential`.
    Map<String, String> variables();

    /// The value of a Java expression, as `${…}` holds it.
    ///
    /// @throws Exception what the expression threw, or what the compiler said of it
    Object evaluate(String expression) throws Exception;

    /// Declares or sets a Java variable. A variable of the same type is assigned; one that the
    /// magics declared themselves is replaced, whatever its type.
    ///
    /// @param type the type to declare, fully qualified
    /// @return false, with nothing changed, where the user declared the name with another type
    boolean declare(String name, String type, Object value);

    /// Shows an output as one display of the current cell.
    void show(Output output);

    /// Shows an output that will be replaced in place.
    LiveDisplay live(Output first);

    /// Hands the first interrupt to `stop` instead of to the cell, until the returned handle is
    /// closed. A second interrupt within five seconds is a real one.
    Interruptible onInterrupt(Runnable stop);

    /// The folder in which relative file names are looked up.
    Path folder();

    /// The folder for what is remembered of fits after the kernel has ended; empty where nothing is.
    default Optional<Path> records() {
        return Optional.empty();
    }

    /// The kernel's id at the Jupyter server, from the name of its connection file, for the stop
    /// button of live outputs; empty where it has none.
    Optional<String> kernelId();

    /// One output that changes in place and is saved once.
    interface LiveDisplay {
        /// Replaces what is shown. May be called from any thread, also after the cell has ended.
        void update(Output output);
    }

    /// See [Notebook#onInterrupt(Runnable)].
    interface Interruptible extends AutoCloseable {
        @Override
        void close();
    }
}
