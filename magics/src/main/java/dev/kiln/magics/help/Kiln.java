package dev.kiln.magics.help;

import dev.kiln.catalog.Doc;
import dev.kiln.magics.notebook.Notebook;
import dev.kiln.magics.output.Numbers;
import dev.kiln.magics.schema.CardLines;
import dev.kiln.magics.schema.Magic;
import dev.kiln.magics.session.Session;

import org.jspecify.annotations.Nullable;

import java.util.Optional;

/// `%kiln`: version, machine, session.
@Doc(value = "version, machine and session", example = "%kiln")
public record Kiln() implements Magic {

    @Override
    public @Nullable Object run(Session session, Notebook notebook) {
        Runtime machine = Runtime.getRuntime();
        long used = machine.totalMemory() - machine.freeMemory();
        String version =
                Optional.ofNullable(Kiln.class.getPackage().getImplementationVersion())
                        .orElse("development");
        notebook.show(
                new CardLines()
                        .title("Kiln " + version, "the Kernel for Interactive Learning on ND4J")
                        .line("Java", System.getProperty("java.vm.name") + " " + Runtime.version())
                        .line("processors", String.valueOf(machine.availableProcessors()))
                        .line(
                                "heap",
                                Numbers.count(used >> 20)
                                        + " MB used, at most "
                                        + Numbers.count(machine.maxMemory() >> 20)
                                        + " MB")
                        .line("folder", notebook.folder().toString())
                        .line("data", session.data().map(data -> session.dataLine()).orElse("none"))
                        .line(
                                "model",
                                session.model().map(model -> session.modelName()).orElse("none"))
                        .line("runs", String.valueOf(session.runs().size()))
                        .card());
        return null;
    }
}
