package dev.kiln.kernel.settings;

import dev.kiln.catalog.UserError;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;

/// Files of Java and magics that are run before the first cell: `startup.jsh` in the folder of settings, then
/// `kiln-startup.jsh` in the notebook's folder.
///
/// They are run with the first cell and not when the kernel starts: to open a notebook in a strange folder runs nothing.
public final class StartUpFiles {
    /// The user's own, for all notebooks.
    public static final String OF_USER = "startup.jsh";

    /// That of a folder, for the notebooks in it.
    public static final String OF_FOLDER = "kiln-startup.jsh";

    private StartUpFiles() {}

    /// Those that exist, in the order in which they are run.
    ///
    /// @param settings see [SettingsFolder]
    /// @param folder   in which the kernel was started
    public static List<Path> of(Path settings, Path folder) {
        return List.of(settings.resolve(OF_USER), folder.resolve(OF_FOLDER)).stream()
                .filter(Files::exists)
                .toList();
    }

    /// The source of a start-up file.
    ///
    /// @throws UserError where others than the user could have written it
    public static String read(Path file) throws IOException {
        var view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        if (view != null) {
            PosixFileAttributes attributes = view.readAttributes();
            String owner = attributes.owner().getName();
            List<String> trusted = List.of(System.getProperty("user.name"), "root");
            if (!trusted.contains(owner)) {
                throw new UserError(
                        "It belongs to " + owner + ", so it was not run.",
                        "Make it your own: chown " + System.getProperty("user.name") + " " + file);
            }
            if (attributes.permissions().contains(PosixFilePermission.OTHERS_WRITE)) {
                throw new UserError(
                        "Everybody can write to it, so it was not run.", "Type: chmod o-w " + file);
            }
        }
        return Files.readString(file);
    }
}
