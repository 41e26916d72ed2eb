package dev.kiln.magics.help;

import dev.kiln.catalog.Conversion;
import dev.kiln.catalog.Doc;
import dev.kiln.catalog.UserError;
import dev.kiln.magics.drawing.Look;
import dev.kiln.magics.drawing.svg.Theme;
import dev.kiln.magics.notebook.Notebook;
import dev.kiln.magics.output.Numbers;
import dev.kiln.magics.schema.CardLines;
import dev.kiln.magics.schema.Magic;
import dev.kiln.magics.session.Session;
import dev.kiln.runtime.FreeMemory;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/// `%kiln`: version, machine, session; and how this notebook wants things drawn.
@Doc(
        value =
                "version, machine and session; sets how this notebook is drawn; %kiln jvm shows and sets options of Java",
        example = "%kiln theme=dark")
public record Kiln(
        @Doc(value = "plate of charts: auto (as the page is), light or dark", example = "dark")
                @Nullable Theme theme,
        @Doc(value = "frames a second while a fit runs, from 0.1 to 4", example = "1")
                @Nullable Double updates,
        @Doc(value = "rows of a table that are shown, from 2 to 1000", example = "50")
                @Nullable Integer tableRows)
        implements Magic {
    private static final double NANOS = 1e9;

    public Kiln() {
        this(null, null, null);
    }

    @Override
    public boolean needsNoJava() {
        return true;
    }

    @Override
    public @Nullable Object run(Session session, Notebook notebook) {
        session.setLook(changed(session.look()));
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
                        .line(
                                "native memory",
                                Numbers.count(FreeMemory.used() >> 20)
                                        + " MB used with the heap, at most "
                                        + Numbers.count(FreeMemory.limit() >> 20)
                                        + " MB")
                        .line("folder", notebook.folder().toString())
                        .line("data", session.data().map(data -> session.dataLine()).orElse("none"))
                        .line(
                                "model",
                                session.model().map(model -> session.modelName()).orElse("none"))
                        .line("runs", String.valueOf(session.runs().size()))
                        .line("settings", settings(session.look()))
                        .card());
        return null;
    }

    private Look changed(Look now) {
        if (updates != null && !(updates >= 0.1 && updates <= 4)) {
            throw new UserError(
                    "E103",
                    "updates takes a number from 0.1 to 4, not " + Conversion.text(updates) + ".",
                    "Type: %kiln updates=1");
        }
        if (tableRows != null && (tableRows < 2 || tableRows > 1000)) {
            throw new UserError(
                    "E103",
                    "table_rows takes a whole number from 2 to 1000, not " + tableRows + ".",
                    "Type: %kiln table_rows=50");
        }
        return new Look(
                theme == null ? now.theme() : theme,
                tableRows == null ? now.rows() : tableRows,
                updates == null ? now.between() : Duration.ofNanos((long) (NANOS / updates)));
    }

    private static String settings(Look look) {
        return "theme="
                + look.theme().name().toLowerCase(Locale.ROOT)
                + " updates="
                + Numbers.of(NANOS / look.between().toNanos())
                + " table_rows="
                + look.rows();
    }
}
