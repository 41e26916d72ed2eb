package dev.kiln.kernel.java;

import java.io.IOException;
import java.net.URI;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;

/// The classes that cells may use without importing them. Each is imported when a cell first mentions it: the compiler
/// goes through all imports again with every step, and forty packages would cost it more than the step.
final class ImportedNames {
    private static final Pattern TYPE = Pattern.compile("(?<![.\\w$])[A-Z][\\w$]*");
    private static final Pattern DECLARED =
            Pattern.compile(
                    "\\b(?:class|interface|enum|record)\\s+(\\w+)|\\bimport\\s+(?:static\\s+)?[\\w.]*?(\\w+)\\s*;");

    private final Map<String, String> qualified = new HashMap<>();

    /// @param imports packages as `java.util.*`, classes as `java.util.List`; the first that has a name wins, and a
    ///                class wins over a package
    ImportedNames(List<String> imports, List<Path> classPath) throws IOException {
        for (String name : imports) {
            if (!name.endsWith(".*")) {
                qualified.putIfAbsent(name.substring(name.lastIndexOf('.') + 1), name);
            }
        }
        try (StandardJavaFileManager files =
                ToolProvider.getSystemJavaCompiler().getStandardFileManager(null, null, null)) {
            files.setLocationFromPaths(StandardLocation.CLASS_PATH, classPath);
            for (String name : imports) {
                if (name.endsWith(".*")) {
                    addPackage(name.substring(0, name.length() - 2), files);
                }
            }
        }
    }

    private void addPackage(String name, StandardJavaFileManager files) throws IOException {
        Path platform =
                FileSystems.getFileSystem(URI.create("jrt:/"))
                        .getPath("/modules/java.base/" + name.replace('.', '/'));
        if (Files.isDirectory(platform)) {
            try (DirectoryStream<Path> classes = Files.newDirectoryStream(platform, "*.class")) {
                classes.forEach(file -> add(name, file.getFileName().toString()));
            }
        }
        for (JavaFileObject file :
                files.list(
                        StandardLocation.CLASS_PATH,
                        name,
                        EnumSet.of(JavaFileObject.Kind.CLASS),
                        false)) {
            add(name, file.getName());
        }
    }

    private void add(String packageName, String file) {
        String simple = file.replaceFirst(".*[/\\\\(]", "").replaceFirst("\\.class\\)?$", "");
        if (simple.matches("[A-Z]\\w*")) {
            qualified.putIfAbsent(simple, packageName + "." + simple);
        }
    }

    /// The names of types that some source mentions.
    static Set<String> mentioned(String source) {
        Set<String> names = new LinkedHashSet<>();
        Matcher matcher = TYPE.matcher(source);
        while (matcher.find()) {
            names.add(matcher.group());
        }
        return names;
    }

    /// The names of types that some source declares or imports itself.
    static Set<String> declared(String source) {
        Set<String> names = new LinkedHashSet<>();
        Matcher matcher = DECLARED.matcher(source);
        while (matcher.find()) {
            names.add(matcher.group(1) == null ? matcher.group(2) : matcher.group(1));
        }
        return names;
    }

    /// The full name of a class that needs no import.
    Optional<String> of(String simple) {
        return Optional.ofNullable(qualified.get(simple));
    }

    /// The names that begin like this, in order.
    List<String> beginningWith(String prefix) {
        return qualified.keySet().stream()
                .filter(name -> name.startsWith(prefix))
                .sorted()
                .toList();
    }
}
