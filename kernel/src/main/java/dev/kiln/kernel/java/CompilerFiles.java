package dev.kiln.kernel.java;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Stream;

import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;

/// Where the compiler of cells finds libraries: those that cells added first, then those of the kernel. JShell itself
/// would look into its own process's libraries first, and a cell's version of a library would never be found.
final class CompilerFiles {
    private final List<Path> given;
    private final Set<Path> added = new LinkedHashSet<>();
    private final ClassLoader plugins = new NoPlugins();
    private final Map<Listing, Iterable<JavaFileObject>> listings = new ConcurrentHashMap<>();

    CompilerFiles(String given) {
        this.given =
                Stream.of(given.split(File.pathSeparator))
                        .filter(entry -> !entry.isEmpty())
                        .map(Path::of)
                        .toList();
    }

    /// @return whether the path is new
    boolean add(Path path) {
        return added.add(path);
    }

    /// In the order in which they are searched.
    List<Path> all() {
        List<Path> all = new ArrayList<>(added);
        all.addAll(given);
        return all;
    }

    /// Looks into folders anew: a cell may have written classes there. Jars stay as they were first seen.
    void refresh() {
        if (all().stream().anyMatch(Files::isDirectory)) {
            forget();
        }
    }

    private void forget() {
        listings.clear();
    }

    /// For [jdk.jshell.JShell.Builder#fileManager].
    Function<StandardJavaFileManager, StandardJavaFileManager> searched() {
        return files -> {
            Manager manager = new Manager(files);
            manager.search();
            return manager;
        };
    }

    /// Where the compiler would look for its own plug-ins with every step; there are none.
    private static final class NoPlugins extends ClassLoader {
        NoPlugins() {
            super("no plug-ins", ClassLoader.getPlatformClassLoader());
        }

        @Override
        public Enumeration<URL> getResources(String name) {
            return Collections.emptyEnumeration();
        }
    }

    private record Listing(
            JavaFileManager.Location location,
            String packageName,
            Set<JavaFileObject.Kind> kinds,
            boolean recurse) {}

    private final class Manager extends ForwardingJavaFileManager<StandardJavaFileManager>
            implements StandardJavaFileManager {
        Manager(StandardJavaFileManager files) {
            super(files);
        }

        void search() {
            try {
                forget();
                fileManager.setLocationFromPaths(StandardLocation.CLASS_PATH, all());
            } catch (IOException impossible) {
                throw new UncheckedIOException(impossible);
            }
        }

        @Override
        public boolean handleOption(String option, Iterator<String> rest) {
            if (!option.equals("-classpath")) {
                return super.handleOption(option, rest);
            }
            rest.next();
            search();
            return true;
        }

        @Override
        public Iterable<? extends JavaFileObject> getJavaFileObjectsFromFiles(
                Iterable<? extends File> files) {
            return fileManager.getJavaFileObjectsFromFiles(files);
        }

        @Override
        public Iterable<? extends JavaFileObject> getJavaFileObjectsFromPaths(
                Collection<? extends Path> paths) {
            return fileManager.getJavaFileObjectsFromPaths(paths);
        }

        @Override
        public Iterable<? extends JavaFileObject> getJavaFileObjects(File... files) {
            return fileManager.getJavaFileObjects(files);
        }

        @Override
        public Iterable<? extends JavaFileObject> getJavaFileObjects(Path... paths) {
            return fileManager.getJavaFileObjects(paths);
        }

        @Override
        public Iterable<? extends JavaFileObject> getJavaFileObjectsFromStrings(
                Iterable<String> names) {
            return fileManager.getJavaFileObjectsFromStrings(names);
        }

        @Override
        public Iterable<? extends JavaFileObject> getJavaFileObjects(String... names) {
            return fileManager.getJavaFileObjects(names);
        }

        @Override
        public void setLocation(Location location, Iterable<? extends File> files)
                throws IOException {
            fileManager.setLocation(location, files);
        }

        @Override
        public void setLocationFromPaths(Location location, Collection<? extends Path> paths)
                throws IOException {
            fileManager.setLocationFromPaths(location, paths);
        }

        @Override
        public ClassLoader getClassLoader(Location location) {
            return plugins;
        }

        @Override
        public Iterable<JavaFileObject> list(
                Location location,
                String packageName,
                Set<JavaFileObject.Kind> kinds,
                boolean recurse)
                throws IOException {
            if (location != StandardLocation.CLASS_PATH) {
                return fileManager.list(location, packageName, kinds, recurse);
            }
            Listing asked = new Listing(location, packageName, Set.copyOf(kinds), recurse);
            Iterable<JavaFileObject> known = listings.get(asked);
            if (known == null) {
                known = fileManager.list(location, packageName, kinds, recurse);
                listings.put(asked, known);
            }
            return known;
        }

        @Override
        public Iterable<? extends File> getLocation(Location location) {
            return fileManager.getLocation(location);
        }

        @Override
        public Iterable<? extends Path> getLocationAsPaths(Location location) {
            return fileManager.getLocationAsPaths(location);
        }

        @Override
        public Path asPath(javax.tools.FileObject file) {
            return fileManager.asPath(file);
        }

        @Override
        public void setPathFactory(PathFactory factory) {
            fileManager.setPathFactory(factory);
        }
    }
}
