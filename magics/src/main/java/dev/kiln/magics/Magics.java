package dev.kiln.magics;

import dev.kiln.catalog.Names;
import dev.kiln.catalog.UserError;
import dev.kiln.magics.help.Help;
import dev.kiln.magics.help.Kiln;
import dev.kiln.magics.schema.Magic;
import dev.kiln.magics.schema.MagicEntry;
import dev.kiln.magics.training.Check;
import dev.kiln.magics.training.Compile;
import dev.kiln.magics.training.Data;
import dev.kiln.magics.training.DescribeModel;
import dev.kiln.magics.training.Evaluate;
import dev.kiln.magics.training.FindRate;
import dev.kiln.magics.training.Fit;
import dev.kiln.magics.training.FitWithJava;
import dev.kiln.magics.training.Load;
import dev.kiln.magics.training.Plot;
import dev.kiln.magics.training.Predict;
import dev.kiln.magics.training.Save;
import dev.kiln.magics.training.ShowModel;
import dev.kiln.magics.training.ShowRuns;
import dev.kiln.magics.training.Summarize;
import dev.kiln.magics.training.Undo;

import java.util.List;
import java.util.Optional;

/// Every magic, in the order of a lesson.
public final class Magics {
    public static final List<MagicEntry> ALL =
            List.of(
                    entry("data", new Data()),
                    entry("model", new DescribeModel()),
                    entry("model", new ShowModel()),
                    entry("summary", new Summarize()),
                    entry("compile", new Compile()),
                    entry("check", new Check()),
                    entry("fit", new Fit()),
                    entry("fit", new FitWithJava()),
                    entry("lr_find", new FindRate()),
                    entry("evaluate", new Evaluate()),
                    entry("predict", new Predict()),
                    entry("plot", new Plot()),
                    entry("runs", new ShowRuns()),
                    entry("save", new Save()),
                    entry("load", new Load()),
                    entry("undo", new Undo()),
                    entry("kiln", new Kiln()),
                    entry("help", new Help()));

    private Magics() {}

    private static MagicEntry entry(String name, Magic prototype) {
        return MagicEntry.of(name, prototype);
    }

    /// @param isOfCell whether `%%name` was written
    public static Optional<MagicEntry> find(String name, boolean isOfCell) {
        return ALL.stream()
                .filter(entry -> entry.name().equals(name) && entry.isOfCell() == isOfCell)
                .findFirst();
    }

    public static boolean knows(String name) {
        return ALL.stream().anyMatch(entry -> entry.name().equals(name));
    }

    /// What is said of a magic that does not exist.
    static UserError unknown(String name, boolean isOfCell) {
        String sign = isOfCell ? "%%" : "%";
        var known =
                ALL.stream()
                        .filter(entry -> entry.isOfCell() == isOfCell)
                        .map(MagicEntry::name)
                        .toList();
        var elsewhere = find(name, !isOfCell);
        if (elsewhere.isPresent()) {
            return new UserError(
                    "E104",
                    "no magic " + sign + name + ". Did you mean " + elsewhere.get().title() + "?",
                    "Type: " + elsewhere.get().example());
        }
        var near = Names.nearest(name, known);
        return new UserError(
                        "E104",
                        "no magic "
                                + sign
                                + name
                                + "."
                                + (near.isEmpty()
                                        ? ""
                                        : " Did you mean "
                                                + sign
                                                + String.join(" or " + sign, near)
                                                + "?"),
                        "%help lists all.")
                .naming(name, near.isEmpty() ? null : near.getFirst());
    }
}
