package dev.kiln.kernel.magics;

import dev.kiln.catalog.UserError;
import dev.kiln.magics.output.Output;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// `%maven group:artifact:version …` adds libraries with all that they need.
///
/// `bom=group:artifact:version` takes versions from a bill of materials, `exclude=group:artifact` leaves something
/// out (`*` for any), `repo=url` searches one more repository.
record Maven(Session session, Dependencies dependencies) implements KernelMagic {
    @Override
    public Optional<Object> run(String arguments, Optional<String> body) throws Exception {
        List<String> libraries = new ArrayList<>();
        List<String> boms = new ArrayList<>();
        List<String> exclusions = new ArrayList<>();
        String all = body.map(rest -> arguments + "\n" + rest).orElse(arguments);
        for (String word : Words.of(all)) {
            int sign = word.indexOf('=');
            String value = word.substring(sign + 1);
            switch (sign < 0 ? "" : word.substring(0, sign).replaceFirst("^--", "")) {
                case "" -> libraries.add(word);
                case "bom" -> boms.add(value);
                case "exclude" -> exclusions.add(value);
                case "repo" ->
                        dependencies.addRepository(value.replaceAll("[^A-Za-z0-9]+", "-"), value);
                default ->
                        throw new UserError(
                                "%maven has no option " + word.substring(0, sign) + ".",
                                "Options: bom=group:artifact:version exclude=group:artifact repo=url");
            }
        }
        if (libraries.isEmpty()) {
            throw new UserError(
                    "%maven has no library to add.", "Type: %maven group:artifact:version");
        }
        List<Path> jars = resolve(libraries, boms, exclusions);
        session.addToClassPath(jars);
        return Optional.empty();
    }

    private List<Path> resolve(List<String> libraries, List<String> boms, List<String> exclusions)
            throws Exception {
        Consumer<Output> shown =
                session.live(note("resolving " + String.join(", ", libraries) + " …"));
        try {
            List<Path> jars =
                    dependencies.resolve(
                            libraries, boms, exclusions, progress -> shown.accept(note(progress)));
            shown.accept(
                    note(
                            String.join(", ", libraries)
                                    + ": "
                                    + jars.size()
                                    + (jars.size() == 1 ? " jar" : " jars")));
            return jars;
        } catch (UserError refused) {
            shown.accept(note(String.join(", ", libraries) + ": not found"));
            throw refused;
        }
    }

    private static Output note(String text) {
        String escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
        return new Output.Note("<div>Maven: " + escaped + "</div>", "Maven: " + text);
    }

    @Override
    public boolean isCell() {
        return true;
    }

    @Override
    public String help() {
        return "%maven group:artifact:version … [bom=…] [exclude=…] [repo=url]: adds libraries";
    }
}
