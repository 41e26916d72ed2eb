package dev.kiln.kernel.java;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;

/// Where the compiler of cells finds libraries: those that cells added first, then those of the kernel. JShell itself
/// would look into its own process's libraries first, and a cell's version of a library would never be found.
final class CompilerFiles {
    private final List<Path> given;
    private final Set<Path> added = new LinkedHashSet<>();

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

    /// For [jdk.jshell.JShell.Builder#fileManager].
    Function<StandardJavaFileManager, StandardJavaFileManager> searched() {
        return files -> {
            Manager manager = new Manager(files);
            manager.search();
            return manager;
        };
    }

    private final class Manager extends ForwardingJavaFileManager<StandardJavaFileManager>
            implements StandardJavaFileManager {
        Manager(StandardJavaFileManager files) {
            super(files);
        }

        void search() {
            try {
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
