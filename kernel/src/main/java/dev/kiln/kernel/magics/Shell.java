package dev.kiln.kernel.magics;

import dev.kiln.catalog.UserError;
import dev.kiln.kernel.java.ChildOutput;

import java.util.List;
import java.util.Optional;

/// `%sh command` and `%%sh` run commands of the system's shell; what they print is shown as they print it.
record Shell(Session session, Environment environment) implements KernelMagic {
    private static final boolean WINDOWS = System.getProperty("os.name").startsWith("Windows");

    @Override
    public Optional<Object> run(String arguments, Optional<String> body) throws Exception {
        String command = body.orElse(arguments);
        if (command.isBlank()) {
            throw new UserError("%sh has no command to run.", "Type: %sh ls");
        }
        ProcessBuilder builder =
                new ProcessBuilder(
                        WINDOWS ? List.of("cmd", "/c", command) : List.of("sh", "-c", command));
        builder.directory(session.folder().toFile())
                .redirectInput(ProcessBuilder.Redirect.from(nothing()));
        builder.environment().putAll(environment.all());
        Process process = builder.start();
        try (ChildOutput output = ChildOutput.of(process)) {
            int status = process.waitFor();
            output.awaitEnd();
            if (status != 0) {
                throw new UserError(
                        "The command ended with status " + status + ".", "What it said is above.");
            }
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        return Optional.empty();
    }

    private static java.io.File nothing() {
        return new java.io.File(WINDOWS ? "NUL" : "/dev/null");
    }

    @Override
    public boolean isCell() {
        return true;
    }

    @Override
    public boolean needsNoJava() {
        return true;
    }

    @Override
    public String help() {
        return "%sh command, %%sh: runs a command of the system's shell";
    }
}
