package dev.kiln.kernel;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;

/// The jars of this process, those named in a jar's manifest included, as the compiler of cells needs them.
final class ClassPath {
    private ClassPath() {}

    static String ofThisProcess() {
        Set<Path> found = new LinkedHashSet<>();
        for (String entry : System.getProperty("java.class.path", "").split(File.pathSeparator)) {
            if (!entry.isEmpty()) {
                add(Path.of(entry).toAbsolutePath(), found);
            }
        }
        return String.join(File.pathSeparator, found.stream().map(Path::toString).toList());
    }

    private static void add(Path entry, Set<Path> found) {
        if (!Files.exists(entry) || !found.add(entry) || Files.isDirectory(entry)) {
            return;
        }
        try (JarFile jar = new JarFile(entry.toFile())) {
            Manifest manifest = jar.getManifest();
            String more = manifest == null ? null : manifest.getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
            for (String relative : more == null ? new String[0] : more.split(" +")) {
                if (!relative.isEmpty()) {
                    add(Path.of(entry.toUri().resolve(relative)), found);
                }
            }
        } catch (IOException | IllegalArgumentException unreadable) {
            found.remove(entry);
        }
    }
}
