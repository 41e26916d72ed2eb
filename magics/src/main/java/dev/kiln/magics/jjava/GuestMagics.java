package dev.kiln.magics.jjava;

import dev.kiln.catalog.UserError;
import dev.kiln.magics.KilnMagics;
import dev.kiln.magics.Magics;
import dev.kiln.magics.notebook.CellPart;
import dev.kiln.magics.schema.MagicEntry;

import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.magic.CellMagic;
import org.dflib.jjava.jupyter.kernel.magic.LineMagic;
import org.dflib.jjava.jupyter.kernel.magic.MagicsRegistry;
import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.stream.Collectors;

/// Kiln's magics in another kernel of the line, which finds and cuts up their lines itself.
final class GuestMagics {
    private static final String NOTE =
            """
            Kiln's magics as a guest in another Java kernel: live charts end with their cell, `var h = %fit`, `${...}`, \
            generated kernels and stopping a fit with its results need the Kiln kernel.""";

    private final KilnMagics magics = new KilnMagics();
    private final GuestNotebook notebook;
    private boolean isNoted;

    private GuestMagics(BaseKernel kernel) {
        this.notebook = new GuestNotebook(kernel);
    }

    static void install(BaseKernel kernel) {
        var guest = new GuestMagics(kernel);
        MagicsRegistry registry = kernel.getMagicsRegistry();
        for (MagicEntry entry : Magics.ALL) {
            String name = entry.name();
            if (entry.isOfCell()) {
                registry.registerCellMagic(
                        name,
                        (CellMagic<@Nullable Object, BaseKernel>)
                                (_, arguments, body) ->
                                        guest.run(
                                                new CellPart.CellMagic(
                                                        1, name, joined(arguments), body)));
            } else {
                registry.registerLineMagic(
                        name,
                        (LineMagic<@Nullable Object, BaseKernel>)
                                (_, arguments) ->
                                        guest.run(
                                                new CellPart.LineMagic(
                                                        1, name, joined(arguments), null, null)));
            }
        }
        for (String imported : guest.magics.imports()) {
            kernel.evalRaw("import " + imported + ";");
        }
    }

    private @Nullable Object run(CellPart part) throws Exception {
        if (!isNoted) {
            isNoted = true;
            System.out.println(NOTE);
        }
        try {
            magics.run(part, notebook);
            // What a magic returns is shown by the magic; the kernel would show it once more.
            return null;
        } catch (UserError e) {
            throw new GuestError(KilnMagics.text(e));
        }
    }

    /// The line that was typed, as far as it can be had back: these kernels split it at blanks and keep what was quoted together, without
    /// the quotes.
    static String joined(List<String> arguments) {
        return arguments.stream().map(GuestMagics::quoted).collect(Collectors.joining(" "));
    }

    private static String quoted(String argument) {
        if (!argument.isEmpty() && argument.chars().noneMatch(Character::isWhitespace)) {
            return argument;
        }
        int equals = argument.indexOf('=');
        boolean isOption = equals > 0 && argument.substring(0, equals).matches("\\w+");
        String name = isOption ? argument.substring(0, equals + 1) : "";
        return name + '"' + argument.substring(name.length()).replace("\"", "\\\"") + '"';
    }

    /// A mistake, told without a stack of frames.
    private static final class GuestError extends RuntimeException {
        GuestError(String message) {
            super(message, null, false, false);
        }
    }
}
