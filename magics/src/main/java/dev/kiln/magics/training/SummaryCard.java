package dev.kiln.magics.training;

import dev.kiln.catalog.Conversion;
import dev.kiln.catalog.Entry;
import dev.kiln.layers.Input;
import dev.kiln.layers.Layers;
import dev.kiln.magics.output.Bars;
import dev.kiln.magics.output.Numbers;
import dev.kiln.magics.schema.CardLines;
import dev.kiln.model.Model;
import dev.kiln.model.Part;
import dev.kiln.model.Sequential;
import dev.kiln.model.Summary;

import java.util.ArrayList;
import java.util.List;

/// The table of a model's layers.
public final class SummaryCard {
    private static final int BAR = 20;

    private SummaryCard() {}

    /// @param name as the user gave it; empty for none
    public static CardLines of(Model model, String name) {
        String title = name.isEmpty() ? model.name() : name;
        String kind = model instanceof Sequential ? "Sequential" : "Model";
        if (!model.isBuilt()) {
            return new CardLines().title(title, kind + ", built when it meets its first data");
        }
        Summary summary = model.summary();
        var parts = model.layers();
        var rows = new ArrayList<List<String>>();
        for (int i = 0; i < summary.rows().size(); i++) {
            Summary.Row row = summary.rows().get(i);
            rows.add(
                    List.of(
                            row.layer(),
                            settings(parts.get(i)),
                            row.outputShape().toString(),
                            Numbers.count(row.parameters()),
                            row.parameters() == 0 ? "" : Bars.bar(row.share(), BAR)));
        }
        long layers = parts.stream().filter(part -> !(part.layer() instanceof Input)).count();
        return new CardLines()
                .title(
                        title,
                        kind
                                + ", "
                                + layers
                                + (layers == 1 ? " layer, " : " layers, ")
                                + (model.training().isCompiled() ? "compiled" : "not compiled"))
                .table(List.of("layer", "settings", "output shape", "params", "share"), rows)
                .line(
                        "",
                        "total "
                                + Numbers.count(summary.parameters())
                                + " parameters ("
                                + size(summary.bytes())
                                + "), "
                                + (summary.nonTrainable() == 0
                                        ? "all trainable"
                                        : Numbers.count(summary.trainable()) + " trainable"));
    }

    private static String size(long bytes) {
        return bytes < 1024
                ? bytes + " B"
                : bytes < 1 << 20 ? (bytes + 512) / 1024 + " KB" : (bytes >> 20) + " MB";
    }

    /// What was set: `16 relu`, `0.2`.
    static String settings(Part part) {
        Entry<?> entry = Layers.CATALOG.entryOf(part.layer()).orElse(null);
        if (entry == null || !(part.layer() instanceof Record)) {
            return part.layer().getClass().getSimpleName();
        }
        if (part.layer() instanceof Input) {
            return "";
        }
        var words = new ArrayList<String>();
        var values = entry.values(part.layer());
        for (var argument : entry.arguments()) {
            String text = Conversion.text(values.get(argument.name()));
            if (argument.isRequired()
                    || (argument.name().equals("activation")
                            && !text.equals(argument.defaultText()))) {
                words.add(text);
            } else if (!argument.name().equals("name") && !text.equals(argument.defaultText())) {
                words.add(argument.name() + "=" + text);
            }
        }
        return String.join(" ", words);
    }
}
