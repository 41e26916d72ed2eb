package dev.kiln.kernel;

import dev.kiln.kernel.java.JavaSession;
import dev.kiln.magics.notebook.Warmup;

import java.util.List;
import java.util.ServiceLoader;
import java.util.function.Consumer;

/// What the kernel does while it waits for the first cell: loads the compiler, then what the magics ask for.
final class Warming {
    private static final List<String> SNIPPETS =
            List.of(
                    "int kilnWarm = 1;",
                    "kilnWarm + 1",
                    "int kilnTwice(int x) { return 2 * x; }",
                    "kilnTwice(kilnWarm)");

    private Warming() {}

    static void run(Consumer<String> log) {
        try (JavaSession scratch =
                new JavaSession(List.of("java.util.*"), ClassPath.ofThisProcess(), List.of())) {
            scratch.prepare();
            for (String snippet : SNIPPETS) {
                scratch.evaluate(snippet);
            }
            scratch.shell().sourceCodeAnalysis().completionSuggestions("Math.ab", 7, new int[1]);
        } catch (Throwable fault) {
            log.accept("Warming the compiler failed: " + fault);
        }
        for (Warmup warmup : ServiceLoader.load(Warmup.class, Warming.class.getClassLoader())) {
            try {
                warmup.run();
            } catch (Throwable fault) {
                log.accept("Warming " + warmup.getClass().getName() + " failed: " + fault);
            }
        }
    }
}
