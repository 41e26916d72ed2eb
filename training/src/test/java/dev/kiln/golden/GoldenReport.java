package dev.kiln.golden;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The outcome of every record that this JVM compared, one line each, in `target/golden-report.txt`; the
/// last line is `N passed, N failed`.
final class GoldenReport {
    private static final Path FILE = Path.of("target", "golden-report.txt");
    private static final Map<String, String> OUTCOMES = new TreeMap<>();

    private GoldenReport() {}

    /// @param worst the largest difference, as a share of what is allowed
    static synchronized void passed(String id, double worst) {
        OUTCOMES.put(id, "passed %s (%.2g of the tolerance)".formatted(id, worst));
    }

    static synchronized void failed(String id, Throwable cause) {
        OUTCOMES.put(
                id,
                "FAILED " + id + ": " + String.valueOf(cause.getMessage()).replace("\n", " | "));
    }

    /// Every failed record with its reason and then `N passed, N failed`; nothing where no record was compared.
    static synchronized List<String> summary() {
        if (OUTCOMES.isEmpty()) {
            return List.of();
        }
        var lines =
                new ArrayList<>(
                        OUTCOMES.values().stream()
                                .filter(line -> line.startsWith("FAILED"))
                                .toList());
        lines.add(OUTCOMES.size() - lines.size() + " passed, " + lines.size() + " failed");
        return lines;
    }

    static synchronized void write() {
        List<String> lines = new ArrayList<>(OUTCOMES.values());
        summary().stream().skip(Math.max(summary().size() - 1, 0)).forEach(lines::add);
        try {
            Files.createDirectories(FILE.getParent());
            Files.write(FILE, lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
