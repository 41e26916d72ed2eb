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
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The jars of this process that cells may use, those named in a jar's manifest included.
final class ClassPath {
    private ClassPath() {}

    /// Libraries that Kiln uses inside itself. Cells do not see them, so that a cell's own version of one is the only one
    /// that the compiler knows.
    private static final Pattern INSIDE =
            Pattern.compile(
                    "(gson|guava|failureaccess|listenablefuture|jackson-.*|slf4j-.*|jcl-over-slf4j|httpc.*|maven-.*|plexus-.*"
                            + "|context|standalone-.*|jeromq|jnacl)-[0-9].*\\.jar");

    static String ofThisProcess() {
        Set<Path> found = new LinkedHashSet<>();
        for (String entry : System.getProperty("java.class.path", "").split(File.pathSeparator)) {
            if (!entry.isEmpty()) {
                add(Path.of(entry).toAbsolutePath(), found);
            }
        }
        return found.stream()
                .filter(path -> !INSIDE.matcher(path.getFileName().toString()).matches())
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static void add(Path entry, Set<Path> found) {
        if (!Files.exists(entry) || !found.add(entry) || Files.isDirectory(entry)) {
            return;
        }
        try (JarFile jar = new JarFile(entry.toFile())) {
            Manifest manifest = jar.getManifest();
            String more =
                    manifest == null
                            ? null
                            : manifest.getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
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
