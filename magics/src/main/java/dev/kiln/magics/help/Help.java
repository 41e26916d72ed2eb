package dev.kiln.magics.help;

import dev.kiln.callbacks.Callbacks;
import dev.kiln.catalog.Call;
import dev.kiln.catalog.Catalog;
import dev.kiln.catalog.Conversion;
import dev.kiln.catalog.Doc;
import dev.kiln.catalog.Names;
import dev.kiln.catalog.UserError;
import dev.kiln.layers.Layers;
import dev.kiln.losses.Losses;
import dev.kiln.magics.Magics;
import dev.kiln.magics.notebook.Notebook;
import dev.kiln.magics.schema.CardLines;
import dev.kiln.magics.schema.Magic;
import dev.kiln.magics.schema.MagicEntry;
import dev.kiln.magics.schema.Words;
import dev.kiln.magics.session.Session;
import dev.kiln.metrics.Metrics;
import dev.kiln.optimizers.Optimizers;
import dev.kiln.schedules.Schedules;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// `%help`: all magics on one screen, a list, or one name.
@Doc(
        value = "all magics on one screen; %help losses lists the losses, %help adam explains one",
        example = "%help losses")
public record Help(@Words(most = 1) List<Object> words) implements Magic {
    private static final Map<String, Catalog<?>> LISTS = lists();

    public Help() {
        this(List.of());
    }

    private static Map<String, Catalog<?>> lists() {
        var lists = new LinkedHashMap<String, Catalog<?>>();
        lists.put("layers", Layers.CATALOG);
        lists.put("optimizers", Optimizers.CATALOG);
        lists.put("losses", Losses.CATALOG);
        lists.put("metrics", Metrics.CATALOG);
        lists.put("callbacks", Callbacks.CATALOG);
        lists.put("schedules", Schedules.CATALOG);
        return lists;
    }

    @Override
    public boolean needsNoJava() {
        return true;
    }

    @Override
    public @Nullable Object run(Session session, Notebook notebook) {
        if (words.isEmpty()) {
            notebook.show(overview().card());
            return null;
        }
        String word =
                words.getFirst() instanceof Call call
                        ? call.name()
                        : Conversion.text(words.getFirst());
        for (String list : LISTS.keySet()) {
            if (list.equals(word)
                    || list.equals(word + "s")
                    || (list.equals("losses") && word.equals("loss"))) {
                notebook.show(listing(list, LISTS.get(list)).card());
                return null;
            }
        }
        var known = new ArrayList<>(LISTS.keySet());
        Magics.ALL.forEach(entry -> known.add(entry.name()));
        LISTS.values().forEach(catalog -> known.addAll(catalog.names()));
        HelpText text =
                HelpText.find(word)
                        .orElseThrow(
                                () ->
                                        new UserError(
                                                        "E101",
                                                        "no help on "
                                                                + word
                                                                + "."
                                                                + Names.question(word, known),
                                                        "%help lists all.")
                                                .naming(word, known));
        notebook.show(text.card());
        return null;
    }

    private static CardLines overview() {
        var rows = new ArrayList<List<String>>();
        for (MagicEntry entry : Magics.ALL) {
            rows.add(
                    List.of(
                            entry.title(),
                            entry.doc(),
                            entry.example().lines().findFirst().orElse("")));
        }
        return new CardLines()
                .title("Kiln", "train by typing one line")
                .table(List.of("magic", "what it does", "example"), rows)
                .line(
                        "",
                        "More: %fit?   %help layers   "
                                + String.join(
                                        "   ",
                                        LISTS.keySet().stream()
                                                .skip(1)
                                                .map(list -> "%help " + list)
                                                .toList()));
    }

    private static CardLines listing(String title, Catalog<?> catalog) {
        var rows =
                catalog.entries().stream()
                        .map(
                                entry ->
                                        List.of(
                                                entry.name(),
                                                String.join(", ", entry.aliases()),
                                                entry.doc()))
                        .toList();
        return new CardLines().title(title, "").table(List.of("name", "also", "what it is"), rows);
    }
}
