package dev.kiln.kernel.magics;

import dev.kiln.catalog.UserError;

import java.lang.management.ManagementFactory;
import java.util.Locale;
import java.util.Optional;

/// `%time code` and `%%time` run code and say how long it took.
record Time(Session session) implements KernelMagic {
    private static final double NANOS_PER_MILLI = 1e6;
    private static final double MILLIS_PER_SECOND = 1e3;

    @Override
    public Optional<Object> run(String arguments, Optional<String> body) throws Exception {
        String code =
                body.map(rest -> arguments.isBlank() ? rest : arguments + "\n" + rest)
                        .orElse(arguments);
        if (code.isBlank()) {
            throw new UserError("%time has nothing to time.", "Type: %time Math.sqrt(2)");
        }
        var threads = ManagementFactory.getThreadMXBean();
        long cpu = threads.getCurrentThreadCpuTime();
        long wall = System.nanoTime();
        try {
            return session.run(code);
        } finally {
            System.out.println(
                    "CPU time: "
                            + text(threads.getCurrentThreadCpuTime() - cpu)
                            + ", wall time: "
                            + text(System.nanoTime() - wall));
        }
    }

    private static String text(long nanos) {
        double millis = nanos / NANOS_PER_MILLI;
        return millis < MILLIS_PER_SECOND
                ? String.format(Locale.ROOT, "%.3g ms", millis)
                : String.format(Locale.ROOT, "%.2f s", millis / MILLIS_PER_SECOND);
    }

    @Override
    public boolean isCell() {
        return true;
    }

    @Override
    public String help() {
        return "%time code, %%time: how long the code takes; wall time includes its compilation";
    }
}
