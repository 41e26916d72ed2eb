package dev.kiln.magics.session;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/// The records of fits of all sessions of a user, a file each; the newest five hundred are kept.
///
/// @param folder need not exist yet
public record RunRecords(Path folder) {
    private static final int MOST = 500;
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    /// Kiln's folder in the user's Jupyter data folder, as `jupyter --paths` finds that.
    ///
    /// @param environment of the process
    /// @param home        of the user
    /// @param system      the `os.name` of the machine
    public static Path usual(Map<String, String> environment, Path home, String system) {
        String chosen = environment.getOrDefault("JUPYTER_DATA_DIR", "");
        String name = system.toLowerCase(Locale.ROOT);
        Path data;
        if (!chosen.isBlank()) {
            data = Path.of(chosen);
        } else if (name.startsWith("mac")) {
            data = home.resolve("Library").resolve("Jupyter");
        } else if (name.startsWith("windows")) {
            String roaming = environment.getOrDefault("APPDATA", "");
            data =
                    roaming.isBlank()
                            ? home.resolve(".jupyter").resolve("data")
                            : Path.of(roaming).resolve("jupyter");
        } else {
            String shared = environment.getOrDefault("XDG_DATA_HOME", "");
            data =
                    (shared.isBlank() ? home.resolve(".local").resolve("share") : Path.of(shared))
                            .resolve("jupyter");
        }
        return data.resolve("kiln").resolve("runs");
    }

    /// Writes a run, or writes it again.
    ///
    /// @throws IOException where the folder cannot be written to
    public void keep(
            Run run, Instant began, Path notebooks, String session, int planned, String headline)
            throws IOException {
        var record = RunRecord.of(run, began, notebooks.toString(), planned, headline);
        Files.createDirectories(folder);
        Path file =
                folder.resolve(STAMP.format(began) + "-" + session + "-" + run.number() + ".json");
        boolean isNew = !Files.exists(file);
        // A reader, or the next kernel after a power cut, never sees half a record.
        Path half = folder.resolve(file.getFileName() + ".part");
        Files.writeString(half, record.text());
        Files.move(half, file, StandardCopyOption.REPLACE_EXISTING);
        if (isNew) {
            for (Path old : files().stream().skip(MOST).toList()) {
                Files.deleteIfExists(old);
            }
        }
    }

    /// The newest first.
    private List<Path> files() throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(file -> file.toString().endsWith(".json"))
                    .sorted(Comparator.comparing(Path::getFileName).reversed())
                    .toList();
        }
    }

    /// @param records the newest first
    /// @param damaged files that hold no record
    public record Found(List<RunRecord> records, List<Path> damaged) {}

    /// All runs of other sessions.
    ///
    /// @param session the one to leave out
    public Found earlier(String session) throws IOException {
        var records = new ArrayList<RunRecord>();
        var damaged = new ArrayList<Path>();
        for (Path file : files()) {
            if (file.getFileName().toString().contains("-" + session + "-")) {
                continue;
            }
            try {
                records.add(RunRecord.read(Files.readString(file)));
            } catch (RuntimeException | IOException e) {
                damaged.add(file);
            }
        }
        return new Found(records, damaged);
    }
}
