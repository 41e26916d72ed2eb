package dev.kiln.kernel.magics;

import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// `%classpath` shows the class path of cells, `%classpath a.jar:folder` adds to it.
record ClassPathMagic(Session session) implements KernelMagic {
    @Override
    public Optional<Object> run(String arguments, Optional<String> body) {
        if (arguments.isBlank()) {
            session.classPath().forEach(path -> System.out.println(path));
            return Optional.empty();
        }
        List<Path> paths =
                Words.of(arguments).stream()
                        .flatMap(word -> Arrays.stream(word.split(File.pathSeparator)))
                        .flatMap(word -> Files.matching(session.folder(), word).stream())
                        .toList();
        session.addToClassPath(paths);
        return Optional.empty();
    }

    @Override
    public String help() {
        return "%classpath [jar or folder …]: what cells can use; * stands for all jars of a folder";
    }
}
