package dev.kiln.kernel.magics;

import dev.kiln.catalog.UserError;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Files that the user names.
final class Files {
    private Files() {}

    /// The files that a name or a pattern of the last part stands for.
    ///
    /// @throws UserError where there is none
    static List<Path> matching(Path folder, String name) {
        Path path = folder.resolve(name.replaceFirst("^~(?=/|$)", System.getProperty("user.home")));
        Path parent = path.getParent();
        String last = path.getFileName() == null ? "" : path.getFileName().toString();
        List<Path> found = new ArrayList<>();
        if (!last.contains("*")) {
            if (java.nio.file.Files.exists(path)) {
                found.add(path);
            }
        } else if (parent != null && java.nio.file.Files.isDirectory(parent)) {
            try (DirectoryStream<Path> files =
                    java.nio.file.Files.newDirectoryStream(
                            parent, last.equals("*") ? "*.jar" : last)) {
                files.forEach(found::add);
            } catch (IOException unreadable) {
                throw new UserError(
                        "",
                        "The folder " + parent + " cannot be read.",
                        "Check its rights.",
                        unreadable);
            }
        }
        if (found.isEmpty()) {
            throw new UserError(
                    "There is no file " + name + " in " + folder + ".",
                    "Type the path of a file that exists.");
        }
        found.sort(null);
        return found;
    }
}
