package dev.kiln.kernel.magics;

import java.util.Optional;

/// `%jars lib/*.jar` adds jars to the class path of cells.
record Jars(Session session) implements KernelMagic {
    @Override
    public Optional<Object> run(String arguments, Optional<String> body) {
        session.addToClassPath(
                Words.of(arguments).stream()
                        .flatMap(word -> Files.matching(session.folder(), word).stream())
                        .toList());
        return Optional.empty();
    }

    @Override
    public String help() {
        return "%jars a.jar lib/*.jar: adds jars for the cells that follow";
    }
}
