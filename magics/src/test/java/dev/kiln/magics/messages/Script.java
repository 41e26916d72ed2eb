package dev.kiln.magics.messages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.catalog.UserError;
import dev.kiln.data.Dataset;
import dev.kiln.events.History;
import dev.kiln.events.TrainingEvent;
import dev.kiln.magics.InMemoryNotebook;
import dev.kiln.magics.KilnMagics;
import dev.kiln.magics.output.Output;
import dev.kiln.model.Checks;
import dev.kiln.model.FitOptions;
import dev.kiln.model.Model;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Cells whose last one is answered with a message.
///
/// @param title    the message's code, then what is wrong; `Note` where the message is a note
/// @param cells    in the order in which they are run
/// @param expected what the last one is answered with: errors, warnings and notes
record Script(String title, List<String> cells, String expected) {
    private static final String HOME = "/home/ana";
    private static final String START = "### ";

    /// Lines of a card that are a message.
    private static final Pattern SAID = Pattern.compile("Usual cause|\\bE222\\b|^ *[EW]\\d{3} ");

    private static final String ANSWER = "\n>>>\n";

    Script {
        cells = List.copyOf(cells);
    }

    /// Scripts as they are written in a file: `### title`, cells with a blank line between them, `>>>`, the answer.
    static List<Script> read(String file) {
        return Arrays.stream(file.split("(?m)^" + START)).skip(1).map(Script::one).toList();
    }

    private static Script one(String part) {
        int title = part.indexOf('\n');
        int end = part.indexOf(ANSWER);
        String cells = part.substring(title + 1, end < 0 ? part.length() : end);
        return new Script(
                part.substring(0, title),
                List.of(cells.strip().split("\n\n")),
                end < 0 ? "" : part.substring(end + ANSWER.length()).strip());
    }

    String code() {
        return title.split(" ")[0];
    }

    Script withCells(List<String> others) {
        return new Script(title, others, expected);
    }

    /// As [#read(String)] takes it.
    String written(String answer) {
        return START + title + "\n" + String.join("\n\n", cells) + ANSWER + answer + "\n\n";
    }

    /// What the last cell says, or the first one that fails.
    ///
    /// @param folder a fresh one
    String answer(Path folder) {
        try {
            InMemoryNotebook notebook = Shelf.open(folder, cells);
            for (String cell : cells) {
                notebook.shown.clear();
                try {
                    notebook.run(cell.replace(HOME, folder.toString()));
                } catch (UserError e) {
                    String before = said(notebook);
                    return (before.isEmpty() ? "" : before + "\n")
                            + named(folder, KilnMagics.text(e));
                } catch (Exception e) {
                    throw new AssertionError("no answer for the user: " + cell, e);
                }
            }
            return named(folder, said(notebook));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// What a fit from Java says of the model and the data that the cells made, one number of a message after the other.
    ///
    /// @param folder a fresh one
    List<String> codesFromJava(Path folder) throws Exception {
        InMemoryNotebook notebook = Shelf.open(folder, cells);
        for (String cell : cells) {
            if (!cell.startsWith("%fit") && !cell.startsWith("%check")) {
                notebook.run(cell.startsWith("%compile") ? cell + " check=off" : cell);
            }
        }
        Model model = notebook.magics().session().needModel();
        Dataset train = notebook.magics().session().needData().train;
        var codes = new ArrayList<String>();
        try {
            var options = model.training().compiled().withChecks(Checks.ON);
            if (!model.isBuilt()) {
                model.build(train.x.rowShape());
            }
            model.compile(options);
            model.training()
                    .fit(
                            train,
                            new FitOptions(1)
                                    .withWatcher(
                                            event -> {
                                                if (event instanceof TrainingEvent.Warned warned) {
                                                    codes.add(warned.code());
                                                    assertThat(warned.remedy()).doesNotContain("%");
                                                }
                                            }),
                            new History());
        } catch (UserError e) {
            codes.add(e.code());
            assertThat(e.remedy()).doesNotContain("%");
        }
        return codes;
    }

    /// What all cells and the checks say, one after the other.
    ///
    /// @param folder a fresh one
    String everything(Path folder) throws Exception {
        InMemoryNotebook notebook = Shelf.open(folder, cells);
        for (String cell : cells) {
            notebook.run(cell);
        }
        notebook.run("%check");
        return said(notebook);
    }

    private static String said(InMemoryNotebook notebook) {
        var said = new ArrayList<String>();
        for (Output output : notebook.shown) {
            switch (output) {
                case Output.Card card ->
                        card.text()
                                .lines()
                                .filter(line -> SAID.matcher(line).find())
                                .map(line -> line.replaceAll(" *$", ""))
                                .forEach(said::add);
                case Output.Note note -> said.add(note.text());
                case Output.Warning warning -> said.add(warning.text());
            }
        }
        return said.stream().collect(Collectors.joining("\n"));
    }

    private static String named(Path folder, String text) {
        return text.replace(folder.toString(), HOME);
    }
}
