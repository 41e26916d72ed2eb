package dev.kiln.kernel.magics;

import dev.kiln.catalog.UserError;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// `%%writefile [-a] path` writes the rest of the cell to a file.
record WriteFile(Session session) implements KernelMagic {
    @Override
    public Optional<Object> run(String arguments, Optional<String> body) throws Exception {
        List<String> words = new ArrayList<>(Words.of(arguments));
        boolean append = words.remove("-a") | words.remove("--append");
        if (words.size() != 1) {
            throw new UserError("%%writefile takes one path.", "Type: %%writefile [-a] path");
        }
        Path file = session.folder().resolve(words.getFirst());
        boolean existed = Files.exists(file);
        String text = body.orElse("");
        String lines = text.isEmpty() || text.endsWith("\n") ? text : text + "\n";
        if (append) {
            Files.writeString(file, lines, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } else {
            Files.writeString(file, lines);
        }
        System.out.println(
                (append && existed ? "Appended to " : existed ? "Overwrote " : "Wrote ")
                        + words.getFirst());
        return Optional.empty();
    }

    @Override
    public boolean isLine() {
        return false;
    }

    @Override
    public boolean isCell() {
        return true;
    }

    @Override
    public boolean needsNoJava() {
        return true;
    }

    @Override
    public String help() {
        return "%%writefile [-a] path: writes the rest of the cell to a file; -a appends";
    }
}
