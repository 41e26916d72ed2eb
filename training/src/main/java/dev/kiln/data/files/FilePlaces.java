package dev.kiln.data.files;

import dev.kiln.catalog.Names;
import dev.kiln.catalog.UserError;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Finds the files that a user names, and says what is there instead.
public final class FilePlaces {
    private static final int SHOWN = 10;

    private FilePlaces() {}

    /// The file, when it is there and can be read.
    ///
    /// @throws UserError E124 where it is not
    public static Path file(Path path) {
        Path absolute = path.toAbsolutePath().normalize();
        if (Files.isDirectory(absolute)) {
            throw new UserError(
                    "E124",
                    path + " is a folder, not a file." + here(absolute, false),
                    hasFolders(absolute)
                            ? "For a folder of pictures, one folder for each class, type: %data images(\""
                                    + path
                                    + "\")"
                            : "Name a file in it.");
        }
        if (!Files.exists(absolute)) {
            throw missing("file", path, absolute, false);
        }
        if (!Files.isReadable(absolute)) {
            throw new UserError(
                    "E124",
                    "file " + path + " may not be read by you.",
                    "Ask its owner, or type: chmod u+r " + path);
        }
        return absolute;
    }

    /// The folder, when it is there and can be read.
    ///
    /// @throws UserError E124 where it is not
    public static Path folder(Path path) {
        Path absolute = path.toAbsolutePath().normalize();
        if (!Files.exists(absolute)) {
            throw missing("folder", path, absolute, true);
        }
        if (!Files.isDirectory(absolute)) {
            throw new UserError(
                    "E124", path + " is a file, not a folder.", "Type: %data \"" + path + "\"");
        }
        if (!Files.isReadable(absolute)) {
            throw new UserError(
                    "E124",
                    "folder " + path + " may not be read by you.",
                    "Ask its owner, or type: chmod u+rx " + path);
        }
        return absolute;
    }

    private static UserError missing(String kind, Path path, Path absolute, boolean folders) {
        Path parent = absolute.getParent();
        Path name = absolute.getFileName();
        if (parent == null || name == null || !Files.isDirectory(parent)) {
            return new UserError(
                    "E124",
                    kind + " " + path + " not found: there is no folder " + parent + ".",
                    "Check the path.");
        }
        List<String> near = Names.nearest(name.toString(), names(parent, folders));
        String remedy =
                near.isEmpty()
                        ? "Put the " + kind + " there, or type its full path."
                        : "Type: %data "
                                + (folders ? "images(\"" : "\"")
                                + sibling(path, near.getFirst())
                                + (folders ? "\")" : "\"");
        return new UserError(
                        "E124",
                        kind + " " + name + " not found in " + parent + "." + here(parent, folders),
                        remedy)
                .naming(name.toString(), near.isEmpty() ? null : near.getFirst());
    }

    /// As short as it can be typed where the program runs.
    private static Path sibling(Path path, String name) {
        Path found = path.resolveSibling(name);
        Path here = Path.of("").toAbsolutePath();
        return found.startsWith(here) ? here.relativize(found) : found;
    }

    private static String here(Path folder, boolean folders) {
        List<String> names = names(folder, folders);
        if (names.isEmpty()) {
            return "";
        }
        String list = String.join(", ", names.subList(0, Math.min(SHOWN, names.size())));
        return (folders ? " Folders here: " : " Files here: ")
                + list
                + (names.size() > SHOWN ? ", ..." : "")
                + ".";
    }

    private static boolean hasFolders(Path folder) {
        return !names(folder, true).isEmpty();
    }

    private static List<String> names(Path folder, boolean folders) {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(entry -> Files.isDirectory(entry) == folders)
                    .map(entry -> String.valueOf(entry.getFileName()))
                    .filter(name -> !name.startsWith("."))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            // A folder that cannot be listed has nothing to suggest; the message about the file
            // stands.
            return List.of();
        }
    }
}
