package dev.kiln.magics;

import dev.kiln.catalog.UserError;
import dev.kiln.magics.grammar.ArgumentParser;
import dev.kiln.magics.grammar.CellSplitter;
import dev.kiln.magics.grammar.Span;
import dev.kiln.magics.grammar.SyntaxError;
import dev.kiln.magics.help.Completer;
import dev.kiln.magics.help.HelpText;
import dev.kiln.magics.help.Pasted;
import dev.kiln.magics.notebook.CellLanguage;
import dev.kiln.magics.notebook.CellPart;
import dev.kiln.magics.notebook.Notebook;
import dev.kiln.magics.output.Markup;
import dev.kiln.magics.schema.Binder;
import dev.kiln.magics.schema.Magic;
import dev.kiln.magics.schema.MagicEntry;
import dev.kiln.magics.schema.MendedLine;
import dev.kiln.magics.schema.MisplacedError;
import dev.kiln.magics.session.Session;

import org.jspecify.annotations.Nullable;

import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The magics of one notebook, with what its cells share.
public final class KilnMagics implements CellLanguage {
    /// A word with a slash in it, as paths have.
    private static final Pattern PATH =
            Pattern.compile("(?<=^|[\\s=])[^\\s\"'=\\[({]*[/\\\\][^\\s\"']*");

    /// Words that people use for classes of their own, as Circle, are left to them.
    private static final List<String> IMPORTS =
            List.of(
                    "dev.kiln.callbacks.*",
                    "dev.kiln.data.DataOptions",
                    "dev.kiln.data.DataSets",
                    "dev.kiln.data.Dataset",
                    "dev.kiln.data.FloatArray",
                    "dev.kiln.events.History",
                    "dev.kiln.layers.*",
                    "dev.kiln.losses.BinaryCrossentropy",
                    "dev.kiln.losses.BinaryFocalCrossentropy",
                    "dev.kiln.losses.CategoricalCrossentropy",
                    "dev.kiln.losses.CategoricalFocalCrossentropy",
                    "dev.kiln.losses.CategoricalHinge",
                    "dev.kiln.losses.CosineSimilarity",
                    "dev.kiln.losses.Hinge",
                    "dev.kiln.losses.Huber",
                    "dev.kiln.losses.KLDivergence",
                    "dev.kiln.losses.LogCosh",
                    "dev.kiln.losses.Loss",
                    "dev.kiln.losses.MeanAbsoluteError",
                    "dev.kiln.losses.MeanAbsolutePercentageError",
                    "dev.kiln.losses.MeanSquaredError",
                    "dev.kiln.losses.MeanSquaredLogarithmicError",
                    "dev.kiln.losses.SparseCategoricalCrossentropy",
                    "dev.kiln.losses.SquaredHinge",
                    "dev.kiln.metrics.AUC",
                    "dev.kiln.metrics.BinaryAccuracy",
                    "dev.kiln.metrics.CategoricalAccuracy",
                    "dev.kiln.metrics.F1Score",
                    "dev.kiln.metrics.Metric",
                    "dev.kiln.metrics.Precision",
                    "dev.kiln.metrics.R2Score",
                    "dev.kiln.metrics.Recall",
                    "dev.kiln.metrics.RootMeanSquaredError",
                    "dev.kiln.metrics.SparseCategoricalAccuracy",
                    "dev.kiln.metrics.TopKCategoricalAccuracy",
                    "dev.kiln.model.CompileOptions",
                    "dev.kiln.model.FitOptions",
                    "dev.kiln.model.Model",
                    "dev.kiln.model.Sequential",
                    "dev.kiln.optimizers.Adadelta",
                    "dev.kiln.optimizers.Adafactor",
                    "dev.kiln.optimizers.Adagrad",
                    "dev.kiln.optimizers.Adam",
                    "dev.kiln.optimizers.AdamW",
                    "dev.kiln.optimizers.Adamax",
                    "dev.kiln.optimizers.Ftrl",
                    "dev.kiln.optimizers.Lamb",
                    "dev.kiln.optimizers.Lion",
                    "dev.kiln.optimizers.Muon",
                    "dev.kiln.optimizers.Nadam",
                    "dev.kiln.optimizers.Optimizer",
                    "dev.kiln.optimizers.RMSprop",
                    "dev.kiln.optimizers.SGD",
                    "dev.kiln.optimizers.ScheduleFreeAdamW",
                    "dev.kiln.schedules.*",
                    "tech.tablesaw.api.*");

    private final Session session = new Session();

    public Session session() {
        return session;
    }

    @Override
    public List<CellPart> split(
            String cell, Predicate<String> isVariable, Predicate<String> isOtherMagic) {
        var pasted = Pasted.answer(cell);
        if (pasted.isPresent()) {
            throw pasted.get();
        }
        return CellSplitter.split(cell, isVariable, name -> knows(name) || isOtherMagic.test(name));
    }

    @Override
    public boolean knows(String name) {
        return Magics.knows(name);
    }

    @Override
    public @Nullable Object run(CellPart part, Notebook notebook) throws Exception {
        return switch (part) {
            case CellPart.JavaCode java -> throw new IllegalArgumentException("no magic: " + java);
            case CellPart.LineMagic line -> run(line.name(), line.arguments(), null, notebook);
            case CellPart.CellMagic cell ->
                    run(cell.name(), cell.arguments(), cell.body(), notebook);
        };
    }

    private @Nullable Object run(
            String name, String arguments, @Nullable String body, Notebook notebook)
            throws Exception {
        MagicEntry entry =
                Magics.find(name, body != null)
                        .orElseThrow(
                                () ->
                                        new MendedLine(
                                                        "",
                                                        ((body == null ? "%" : "%%")
                                                                        + name
                                                                        + " "
                                                                        + arguments)
                                                                .strip())
                                                .shown(Magics.unknown(name, body != null)));
        if (arguments.equals("?") || arguments.equals("??")) {
            notebook.show(HelpText.of(entry, arguments.equals("??")).card());
            return null;
        }
        Magic magic;
        try {
            magic = Binder.bind(entry, arguments, notebook);
        } catch (SyntaxError e) {
            var at = new Span(e.at(), e.at() + 1);
            throw new MisplacedError(
                            "E105", e.getMessage() + ".", cure(entry, arguments, e.at()), at)
                    .shownIn(entry.title(), arguments);
        } catch (MisplacedError e) {
            throw e.shownIn(entry.title(), arguments);
        } catch (UserError e) {
            throw new MendedLine(entry.title(), arguments).shown(e);
        }
        try {
            return magic.changesSession()
                    ? stepped(entry.title() + " " + arguments, magic, body, notebook)
                    : carriedOut(magic, body, notebook);
        } catch (MisplacedError e) {
            throw e.shownIn(entry.title(), arguments);
        } catch (UserError e) {
            throw new MendedLine(entry.title(), arguments).shown(e);
        }
    }

    /// The line to type: with quotes around what can only be a path, else an example.
    private static String cure(MagicEntry entry, String arguments, int at) {
        Matcher word = PATH.matcher(arguments);
        while (word.find()) {
            if (word.start() <= at && at < word.end()) {
                return "Type: "
                        + entry.title()
                        + " "
                        + arguments.substring(0, word.start())
                        + '"'
                        + word.group().replace("\\", "\\\\")
                        + '"'
                        + arguments.substring(word.end());
            }
        }
        return "Like this: " + entry.example();
    }

    /// Carries out a line that `%undo` can take back. One that failed half-way counts where it trained.
    private @Nullable Object stepped(
            String line, Magic magic, @Nullable String body, Notebook notebook) throws Exception {
        var before = session.moment();
        boolean isDone = false;
        try {
            Object result = carriedOut(magic, body, notebook);
            isDone = true;
            return result;
        } finally {
            long steps = before.numbers() == null ? 0 : before.numbers().steps();
            boolean hasTrained =
                    session.model().filter(model -> model.training().steps() != steps).isPresent();
            if (isDone || hasTrained) {
                session.remember(line.strip(), before);
            }
        }
    }

    private @Nullable Object carriedOut(Magic magic, @Nullable String body, Notebook notebook)
            throws Exception {
        return session.look()
                .during(
                        () ->
                                magic instanceof Magic.OfCell ofCell && body != null
                                        ? ofCell.run(session, notebook, body)
                                        : magic.run(session, notebook));
    }

    @Override
    public boolean needsNoJava(CellPart part) {
        return switch (part) {
            case CellPart.JavaCode _ -> false;
            case CellPart.LineMagic line -> needsNoJava(line.name(), line.arguments(), false);
            case CellPart.CellMagic cell -> needsNoJava(cell.name(), cell.arguments(), true);
        };
    }

    /// One that is unknown or asked for its help is answered at once.
    private static boolean needsNoJava(String name, String arguments, boolean isOfCell) {
        return arguments.startsWith("?")
                || Magics.find(name, isOfCell)
                        .map(entry -> ((Magic) entry.prototype()).needsNoJava())
                        .orElse(true);
    }

    @Override
    public List<String> imports() {
        return IMPORTS;
    }

    @Override
    public String resultType(Object result) {
        Class<?> type = result.getClass();
        while (!Modifier.isPublic(type.getModifiers()) || type.getCanonicalName() == null) {
            type = type.getSuperclass();
        }
        return type.getCanonicalName();
    }

    @Override
    public Optional<Completions> complete(String cell, int cursor, Notebook notebook) {
        return new Completer(session, notebook).complete(cell, cursor);
    }

    @Override
    public Optional<CellLanguage.Help> inspect(String cell, int cursor, Notebook notebook) {
        return HelpText.at(cell, cursor)
                .map(text -> new CellLanguage.Help(text.card().html(), text.card().text()));
    }

    @Override
    public Optional<Boolean> isComplete(String cell) {
        if (Pasted.answer(cell).isPresent()) {
            return Optional.of(true);
        }
        var parts = CellSplitter.split(cell, name -> false, this::knows);
        if (parts.isEmpty() || parts.stream().allMatch(part -> part instanceof CellPart.JavaCode)) {
            return Optional.empty();
        }
        for (CellPart part : parts) {
            String arguments =
                    switch (part) {
                        case CellPart.JavaCode _ -> "";
                        case CellPart.LineMagic line -> line.arguments();
                        case CellPart.CellMagic magic -> magic.arguments();
                    };
            try {
                ArgumentParser.parse(arguments);
            } catch (SyntaxError e) {
                if (e.isUnfinished()) {
                    return Optional.of(false);
                }
            }
        }
        return parts.getLast() instanceof CellPart.JavaCode ? Optional.empty() : Optional.of(true);
    }

    /// An error as a notebook shows it: `KilnError E101: …`, then the line to type.
    public static String text(UserError error) {
        return "KilnError"
                + (error.code().isEmpty() ? "" : " " + error.code())
                + ": "
                + String.join("\n", Markup.messageLines(error.problem()))
                + "\n  "
                + String.join("\n", Markup.messageLines(error.remedy()));
    }
}
