package dev.kiln.kernel.settings;

import dev.kiln.magics.session.RunRecords;

import java.nio.file.Path;

/// Kiln's folder in the user's Jupyter data folder: options of the JVM, the start-up file, history, records of fits.
public final class SettingsFolder {
    private static final boolean OFF = "off".equals(System.getenv("KILN_SETTINGS"));

    private SettingsFolder() {}

    /// Need not exist.
    public static Path usual() {
        return RunRecords.usual(
                        System.getenv(),
                        Path.of(System.getProperty("user.home")),
                        System.getProperty("os.name"))
                .getParent();
    }

    /// Whether this kernel shall neither read nor write what is the user's own, as `KILN_SETTINGS=off` says.
    public static boolean isOff() {
        return OFF;
    }
}
