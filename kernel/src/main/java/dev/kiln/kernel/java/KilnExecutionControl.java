package dev.kiln.kernel.java;

import dev.kiln.kernel.output.StandardStreams;

import jdk.jshell.execution.DirectExecutionControl;

import org.jspecify.annotations.Nullable;

import java.lang.instrument.ClassDefinition;
import java.lang.instrument.UnmodifiableClassException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Optional;

/// Runs JShell's classes in this JVM: keeps the objects that cells return and throw as they are, and redefines
/// classes in place, so that objects and variables survive.
///
/// Not on top of `LocalExecutionControl`: its stop checks are the same for all threads and its classes private.
final class KilnExecutionControl extends DirectExecutionControl {
    private final CellClassLoader loader;
    private final Variables variables;
    private @Nullable CellRun run;
    private @Nullable Object result;
    private @Nullable Throwable thrown;

    KilnExecutionControl(CellClassLoader loader, Variables variables) {
        super(loader);
        this.loader = loader;
        this.variables = variables;
    }

    /// What runs user code from now on; null between cells.
    void runIn(@Nullable CellRun next) {
        run = next;
    }

    @Nullable CellRun run() {
        return run;
    }

    /// Forgets the last result.
    void clear() {
        result = null;
        thrown = null;
    }

    @Nullable Object result() {
        return result;
    }

    /// What the user's code threw, itself.
    Optional<Throwable> thrown() {
        return Optional.ofNullable(thrown);
    }

    @Override
    public void load(ClassBytecodes[] files)
            throws ClassInstallException, NotImplementedException, EngineTerminationException {
        super.load(files);
        for (ClassBytecodes file : files) {
            try {
                variables.declaredBy(loader.findClass(file.name()));
            } catch (ClassNotFoundException impossible) {
                throw new ClassInstallException(impossible.toString(), new boolean[files.length]);
            }
        }
    }

    @Override
    public void redefine(ClassBytecodes[] files)
            throws ClassInstallException, NotImplementedException {
        var instrumentation =
                LauncherAgent.instrumentation()
                        .orElseThrow(
                                () ->
                                        new NotImplementedException(
                                                "The kernel was started without its agent."));
        try {
            ClassDefinition[] definitions = new ClassDefinition[files.length];
            for (int i = 0; i < files.length; i++) {
                definitions[i] =
                        new ClassDefinition(
                                loader.findClass(files[i].name()),
                                StopChecks.weave(files[i].bytecodes(), loader));
            }
            instrumentation.redefineClasses(definitions);
        } catch (ClassNotFoundException
                | UnmodifiableClassException
                | UnsupportedOperationException
                | LinkageError refused) {
            throw new ClassInstallException(refused.toString(), new boolean[files.length]);
        }
    }

    @Override
    protected String invoke(Method method) throws Exception {
        clear();
        try {
            if (run == null) {
                result = method.invoke(null);
            } else {
                result = run.call(() -> method.invoke(null));
            }
        } catch (InvocationTargetException wrapper) {
            throw told(wrapper.getCause());
        } catch (CellStopped stopped) {
            thrown = stopped;
            throw new StoppedException();
        } finally {
            StandardStreams.mend();
        }
        return "";
    }

    /// Asks the exception on the cell's own thread: it may be the user's class, and be in no hurry.
    private Exception told(Throwable cause) throws Exception {
        thrown = cause;
        try {
            return run == null ? Told.of(cause) : run.call(() -> Told.of(cause));
        } catch (CellStopped stopped) {
            thrown = stopped;
            return new StoppedException();
        }
    }

    /// The values are asked for as objects, see [Variables]; their text is made by whoever shows them.
    @Override
    public String varValue(String className, String name) {
        return "";
    }
}
