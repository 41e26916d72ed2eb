package dev.kiln.saving;

import dev.kiln.catalog.UserError;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Replaces a file as a whole or not at all: the new one is written beside it, synced to the disk, and renamed.
public final class AtomicFile {
    private static final String NEW = ".new";

    private AtomicFile() {}

    /// Writes a file's content.
    @FunctionalInterface
    public interface Content {
        /// @param file a new, empty file
        void write(Path file) throws IOException;
    }

    /// @throws UserError E190 where the file cannot be written; an old one is as it was
    public static void write(Path file, Content content) {
        Path target = file.toAbsolutePath();
        Path folder = target.getParent();
        if (folder == null || Files.isDirectory(target)) {
            throw new UserError(
                    "E190",
                    file + " is a folder.",
                    "Type: %save \"model.keras\"   or another name of a file");
        }
        if (Files.exists(target) && !Files.isRegularFile(target)) {
            throw new UserError(
                    "E190",
                    file + " is a device or a pipe, which a file would replace.",
                    "Save to another place.");
        }
        if (!Files.isDirectory(folder)) {
            throw new UserError(
                    "E190",
                    "there is no folder " + folder + ".",
                    "Make it first, or save to another place.");
        }
        Path beside = null;
        try {
            beside = fresh(target);
            content.write(beside);
            sync(beside);
            move(beside, target);
            beside = null;
            syncFolder(folder);
            removeLeftBehind(target);
        } catch (IOException e) {
            throw failed(file, e);
        } finally {
            remove(beside);
        }
    }

    /// A file that nobody else has, as readable as others of the user or as the old one. Temporary files of the library
    /// would be private, and their names random: secure random numbers cost a first save more than its headers.
    private static Path fresh(Path target) throws IOException {
        String start = prefix(target) + ProcessHandle.current().pid() + ".";
        FileAttribute<?>[] asBefore =
                permissions(target)
                        .map(PosixFilePermissions::asFileAttribute)
                        .map(readers -> new FileAttribute<?>[] {readers})
                        .orElse(new FileAttribute<?>[0]);
        for (long number = System.nanoTime(); ; number++) {
            Path file = target.resolveSibling(start + Long.toUnsignedString(number) + NEW);
            try {
                return Files.createFile(file, asBefore);
            } catch (FileAlreadyExistsException taken) {
                // The next number is tried.
                continue;
            }
        }
    }

    /// Of an old file; empty where there is none, or where files have no such permissions.
    private static Optional<Set<PosixFilePermission>> permissions(Path file) throws IOException {
        return Files.exists(file) && Files.getFileStore(file).supportsFileAttributeView("posix")
                ? Optional.of(Files.getPosixFilePermissions(file))
                : Optional.empty();
    }

    private static String prefix(Path target) {
        return "." + target.getFileName() + ".";
    }

    /// A process that was killed while it wrote leaves its file beside: nobody else would remove it.
    private static void removeLeftBehind(Path target) {
        String prefix = prefix(target);
        try (Stream<Path> files = Files.list(target.getParent())) {
            files.filter(file -> isOfEndedProcess(file.getFileName().toString(), prefix))
                    .forEach(AtomicFile::remove);
        } catch (IOException folderCannotBeRead) {
            // The new file is there all the same.
            return;
        }
    }

    private static boolean isOfEndedProcess(String name, String prefix) {
        if (!name.startsWith(prefix) || !name.endsWith(NEW)) {
            return false;
        }
        String rest = name.substring(prefix.length());
        int end = rest.indexOf('.');
        String process = rest.substring(0, Math.max(end, 0));
        return process.matches("[0-9]{1,18}")
                && ProcessHandle.of(Long.parseLong(process)).isEmpty();
    }

    private static void sync(Path file) throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    private static void move(Path from, Path to) throws IOException {
        var asBefore = permissions(to);
        if (asBefore.isPresent()) {
            // Those that a new file of this user does not get.
            Files.setPosixFilePermissions(from, asBefore.get());
        }
        try {
            Files.move(
                    from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /// So that the new name survives a loss of power; not every system can open a folder.
    private static void syncFolder(Path folder) {
        try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException thisSystemCannot) {
            return;
        }
    }

    private static void remove(@org.jspecify.annotations.Nullable Path file) {
        if (file == null) {
            return;
        }
        try {
            Files.deleteIfExists(file);
        } catch (IOException leftBehind) {
            System.getLogger(AtomicFile.class.getName())
                    .log(System.Logger.Level.WARNING, "could not remove " + file, leftBehind);
        }
    }

    private static UserError failed(Path file, IOException e) {
        String why =
                switch (e) {
                    case AccessDeniedException _ -> "you may not write there";
                    case NoSuchFileException _ -> "there is no such folder";
                    case FileSystemException system when system.getReason() != null ->
                            system.getReason();
                    default -> String.valueOf(e.getMessage());
                };
        return new UserError(
                "E190",
                file
                        + " could not be written: "
                        + why
                        + ". An older file of that name is as it was.",
                e instanceof AccessDeniedException
                        ? "Save to a folder of yours, as in: %save \""
                                + System.getProperty("user.home")
                                + "/"
                                + file.getFileName()
                                + "\""
                        : "Free some space, or save to another place.",
                e);
    }
}
