package dev.kiln.kernel;

import dev.kiln.magics.grammar.CellSplitter;
import dev.kiln.magics.notebook.CellLanguage;
import dev.kiln.magics.notebook.CellPart;
import dev.kiln.magics.notebook.Notebook;

import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.Predicate;

/// The magics that are installed beside the kernel.
final class Languages {
    private Languages() {}

    /// The language found as a service; where there is none, only the magics that extensions registered.
    static CellLanguage ofThisInstallation() {
        return ServiceLoader.load(CellLanguage.class, Languages.class.getClassLoader())
                .findFirst()
                .orElseGet(RegisteredMagicsOnly::new);
    }

    private static final class RegisteredMagicsOnly implements CellLanguage {
        @Override
        public List<CellPart> split(
                String cell, Predicate<String> isVariable, Predicate<String> isOtherMagic) {
            return CellSplitter.split(cell, isVariable, isOtherMagic);
        }

        @Override
        public boolean knows(String name) {
            return false;
        }

        @Override
        public Object run(CellPart magic, Notebook notebook) {
            throw new IllegalArgumentException("No magic is installed that could run " + magic);
        }

        @Override
        public String resultType(Object result) {
            return result.getClass().getCanonicalName();
        }

        @Override
        public Optional<Completions> complete(String cell, int cursor, Notebook notebook) {
            return Optional.empty();
        }

        @Override
        public Optional<Help> inspect(String cell, int cursor, Notebook notebook) {
            return Optional.empty();
        }

        @Override
        public Optional<Boolean> isComplete(String cell) {
            return Optional.empty();
        }
    }
}
