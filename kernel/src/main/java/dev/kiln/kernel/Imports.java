package dev.kiln.kernel;

import java.util.List;

/// What every cell may use without importing it.
final class Imports {
    static final List<String> ALL = List.of(
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
}
