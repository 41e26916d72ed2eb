package dev.kiln.kernel;

import dev.kiln.magics.notebook.CellLanguage;

import java.util.List;
import java.util.stream.Stream;

/// What every cell may use without importing it.
final class Imports {
    static final List<String> ALL =
            List.of(
                    "java.io.*",
                    "java.math.*",
                    "java.net.*",
                    "java.nio.file.*",
                    "java.util.*",
                    "java.util.concurrent.*",
                    "java.util.function.*",
                    "java.util.regex.*",
                    "java.util.stream.*",
                    "static " + CellFunctions.class.getName() + ".*");

    private Imports() {}

    /// With what the magics' classes are called.
    static List<String> with(CellLanguage language) {
        return Stream.concat(ALL.stream(), language.imports().stream()).toList();
    }
}
