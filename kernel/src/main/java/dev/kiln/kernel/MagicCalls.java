package dev.kiln.kernel;

import dev.kiln.kernel.magics.KernelMagic;
import dev.kiln.kernel.magics.KernelMagics;
import dev.kiln.kernel.magics.Session;
import dev.kiln.kernel.magics.Words;
import dev.kiln.magics.notebook.CellLanguage;
import dev.kiln.magics.notebook.CellPart;
import dev.kiln.magics.notebook.Notebook;

import org.dflib.jjava.jupyter.kernel.magic.CellMagic;
import org.dflib.jjava.jupyter.kernel.magic.LineMagic;
import org.dflib.jjava.jupyter.kernel.magic.MagicsRegistry;

import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Calls magics: Kiln's own first, then those that the kernel or an extension registered.
final class MagicCalls {
    private final KilnKernel kernel;
    private final CellLanguage language;
    private final Notebook notebook;
    private final Map<String, KernelMagic> own;

    MagicCalls(KilnKernel kernel, CellLanguage language, Notebook notebook, Session session) {
        this.kernel = kernel;
        this.language = language;
        this.notebook = notebook;
        this.own = KernelMagics.of(session);
        own.forEach(this::register);
    }

    /// Extensions call magics through the registry, with their arguments in words.
    private void register(String name, KernelMagic magic) {
        if (magic.isLine()) {
            registry()
                    .registerLineMagic(
                            name,
                            (LineMagic<Object, KilnKernel>)
                                    (_, words) ->
                                            magic.run(line(words), Optional.empty()).orElse(null));
        }
        if (magic.isCell()) {
            registry()
                    .registerCellMagic(
                            name,
                            (CellMagic<Object, KilnKernel>)
                                    (_, words, body) ->
                                            magic.run(line(words), Optional.of(body)).orElse(null));
        }
    }

    private static String line(List<String> words) {
        return words.stream()
                .map(
                        word ->
                                word.isEmpty() || word.contains(" ")
                                        ? "\"" + word.replace("\"", "\\\"") + "\""
                                        : word)
                .collect(Collectors.joining(" "));
    }

    /// Whether the kernel or an extension registered a magic of this name.
    boolean registered(String name) {
        MagicsRegistry registry = kernel.getMagicsRegistry();
        return registry.getLineMagicNames().contains(name)
                || registry.getCellMagicNames().contains(name);
    }

    /// The names that the kernel and extensions registered.
    Set<String> registeredNames(boolean forCells) {
        return new TreeSet<>(
                forCells ? registry().getCellMagicNames() : registry().getLineMagicNames());
    }

    /// Runs a magic on the calling thread.
    Optional<Object> run(CellPart magic) throws Exception {
        return switch (magic) {
            case CellPart.LineMagic line -> runLine(line);
            case CellPart.CellMagic cell -> runCell(cell);
            case CellPart.JavaCode code -> throw new IllegalArgumentException("No magic: " + code);
        };
    }

    /// Whether a part of a cell can be run while another cell runs Java.
    boolean needsNoJava(CellPart part) {
        return switch (part) {
            case CellPart.JavaCode _ -> false;
            case CellPart.LineMagic line ->
                    line.resultName() == null && needsNoJava(part, line.name(), line.arguments());
            case CellPart.CellMagic cell -> needsNoJava(part, cell.name(), cell.arguments());
        };
    }

    private boolean needsNoJava(CellPart part, String name, String arguments) {
        if (arguments.contains("${")) {
            return false;
        }
        KernelMagic mine = own.get(name);
        return isRegistered(name, arguments)
                ? mine != null && mine.needsNoJava()
                : language.needsNoJava(part);
    }

    private Optional<Object> runLine(CellPart.LineMagic line) throws Exception {
        if (!isRegistered(line.name(), line.arguments())) {
            return Optional.ofNullable(language.run(line, notebook));
        }
        KernelMagic mine = own.get(line.name());
        return mine != null && mine.isLine()
                ? mine.run(line.arguments(), Optional.empty())
                : Optional.ofNullable(
                        registry().evalLineMagic(kernel, line.name(), Words.of(line.arguments())));
    }

    private Optional<Object> runCell(CellPart.CellMagic cell) throws Exception {
        if (!isRegistered(cell.name(), cell.arguments())) {
            return Optional.ofNullable(language.run(cell, notebook));
        }
        KernelMagic mine = own.get(cell.name());
        return mine != null && mine.isCell()
                ? mine.run(cell.arguments(), Optional.of(cell.body()))
                : Optional.ofNullable(
                        registry()
                                .evalCellMagic(
                                        kernel,
                                        cell.name(),
                                        Words.of(cell.arguments()),
                                        cell.body()));
    }

    private MagicsRegistry registry() {
        return kernel.getMagicsRegistry();
    }

    /// Whether the kernel's or an extension's magic is meant, not the training magic of the same name.
    private boolean isRegistered(String name, String arguments) {
        KernelMagic mine = own.get(name);
        return registered(name)
                && (!language.knows(name) || mine != null && mine.isMeant(arguments));
    }

    /// Whether a magic's result is shown where no variable takes it, as JJava does; Kiln's own show what they did.
    boolean showsResult(CellPart magic) {
        return switch (magic) {
            case CellPart.LineMagic line -> isRegistered(line.name(), line.arguments());
            case CellPart.CellMagic cell -> isRegistered(cell.name(), cell.arguments());
            case CellPart.JavaCode _ -> true;
        };
    }

    /// The type to declare for a result.
    String resultType(CellPart.LineMagic magic, Object result) {
        return isRegistered(magic.name(), magic.arguments())
                ? publicType(result.getClass())
                : language.resultType(result);
    }

    private static String publicType(Class<?> type) {
        Class<?> candidate = type;
        while (candidate.getCanonicalName() == null
                || !Modifier.isPublic(candidate.getModifiers())) {
            candidate = candidate.getSuperclass();
        }
        return candidate.getCanonicalName();
    }
}
