package dev.kiln.kernel;

import dev.kiln.catalog.UserError;
import dev.kiln.magics.notebook.CellLanguage;
import dev.kiln.magics.notebook.CellPart;
import dev.kiln.magics.notebook.Notebook;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.dflib.jjava.jupyter.kernel.magic.MagicsRegistry;

/// Calls magics: Kiln's own first, then those that the kernel or an extension registered.
final class MagicCalls {
    private final KilnKernel kernel;
    private final CellLanguage language;
    private final Notebook notebook;

    MagicCalls(KilnKernel kernel, CellLanguage language, Notebook notebook) {
        this.kernel = kernel;
        this.language = language;
        this.notebook = notebook;
    }

    /// Whether the kernel or an extension registered a magic of this name.
    boolean registered(String name) {
        MagicsRegistry registry = kernel.getMagicsRegistry();
        return registry.getLineMagicNames().contains(name)
                || registry.getCellMagicNames().contains(name);
    }

    /// The names that the kernel and extensions registered.
    Set<String> registeredNames() {
        Set<String> names = new TreeSet<>(kernel.getMagicsRegistry().getLineMagicNames());
        names.addAll(kernel.getMagicsRegistry().getCellMagicNames());
        return names;
    }

    /// Runs a magic on the calling thread.
    Optional<Object> run(CellPart magic) throws Exception {
        return switch (magic) {
            case CellPart.LineMagic line when isRegistered(line.name()) ->
                Optional.ofNullable(registry().evalLineMagic(kernel, line.name(), words(line.arguments())));
            case CellPart.CellMagic cell when isRegistered(cell.name()) ->
                Optional.ofNullable(
                        registry().evalCellMagic(kernel, cell.name(), words(cell.arguments()), cell.body()));
            case CellPart.LineMagic line -> Optional.ofNullable(language.run(line, notebook));
            case CellPart.CellMagic cell -> Optional.ofNullable(language.run(cell, notebook));
            case CellPart.JavaCode code -> throw new IllegalArgumentException("No magic: " + code);
        };
    }

    private MagicsRegistry registry() {
        return kernel.getMagicsRegistry();
    }

    private boolean isRegistered(String name) {
        return registered(name) && !language.knows(name);
    }

    /// Whether a magic's result is shown where no variable takes it, as JJava does; Kiln's own show what they did.
    boolean showsResult(CellPart.LineMagic magic) {
        return isRegistered(magic.name());
    }

    /// The type to declare for a result.
    String resultType(CellPart.LineMagic magic, Object result) {
        return isRegistered(magic.name()) ? publicType(result.getClass()) : language.resultType(result);
    }

    private static String publicType(Class<?> type) {
        Class<?> candidate = type;
        while (candidate.getCanonicalName() == null || !java.lang.reflect.Modifier.isPublic(candidate.getModifiers())) {
            candidate = candidate.getSuperclass();
        }
        return candidate.getCanonicalName();
    }

    /// Arguments as JJava splits them: at blanks, what stands in double quotes kept together.
    static List<String> words(String arguments) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean quoted = false;
        boolean begun = false;
        for (int i = 0; i < arguments.length(); i++) {
            char c = arguments.charAt(i);
            if (c == '\\' && i + 1 < arguments.length() && "\\\"".indexOf(arguments.charAt(i + 1)) >= 0) {
                word.append(arguments.charAt(++i));
                begun = true;
            } else if (c == '"') {
                quoted = !quoted;
                begun = true;
            } else if (Character.isWhitespace(c) && !quoted) {
                if (begun) {
                    words.add(word.toString());
                    word.setLength(0);
                    begun = false;
                }
            } else {
                word.append(c);
                begun = true;
            }
        }
        if (quoted) {
            throw new UserError("A double quote is not closed: " + arguments, "Close it, or write \\\" for a quote.");
        }
        if (begun) {
            words.add(word.toString());
        }
        return words;
    }
}
