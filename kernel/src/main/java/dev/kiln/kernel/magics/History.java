package dev.kiln.kernel.magics;

import dev.kiln.catalog.UserError;

import java.util.List;
import java.util.Optional;

/// `%history [n]` prints the sources of the last cells.
record History(Session session) implements KernelMagic {
    @Override
    public Optional<Object> run(String arguments, Optional<String> body) {
        List<String> sources = session.history();
        String wanted = arguments.strip();
        if (!wanted.matches("[0-9]{0,9}")) {
            throw new UserError(
                    "%history takes a number of cells, not " + wanted + ".", "Type: %history 5");
        }
        int count = wanted.isEmpty() ? sources.size() : Integer.parseInt(wanted);
        sources.subList(Math.max(0, sources.size() - count), sources.size())
                .forEach(
                        source -> {
                            System.out.println(source.stripTrailing());
                            System.out.println();
                        });
        return Optional.empty();
    }

    @Override
    public boolean needsNoJava() {
        return true;
    }

    @Override
    public String help() {
        return "%history [n]: the sources of the last n cells";
    }
}
