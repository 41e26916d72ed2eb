package dev.kiln.kernel.java;

import java.lang.instrument.Instrumentation;
import java.util.Optional;

/// Receives from the JVM the means to redefine classes; named in the jar's manifest.
public final class LauncherAgent {
    private static volatile Optional<Instrumentation> instrumentation = Optional.empty();

    private LauncherAgent() {}

    /// Called by the JVM that starts with this jar.
    public static void agentmain(String arguments, Instrumentation given) {
        instrumentation = Optional.of(given);
    }

    /// Called by a JVM that was started with `-javaagent`.
    public static void premain(String arguments, Instrumentation given) {
        instrumentation = Optional.of(given);
    }

    /// Empty where the kernel runs neither from its jar nor with an agent.
    static Optional<Instrumentation> instrumentation() {
        return instrumentation;
    }
}
