package dev.kiln.magics.training;

import dev.kiln.catalog.Conversion;
import dev.kiln.catalog.Entry;
import dev.kiln.layers.Input;
import dev.kiln.layers.Layers;
import dev.kiln.magics.drawing.card.Block;
import dev.kiln.magics.drawing.table.LayerTable;
import dev.kiln.magics.output.Numbers;
import dev.kiln.magics.schema.CardLines;
import dev.kiln.model.Model;
import dev.kiln.model.Part;
import dev.kiln.model.Sequential;
import dev.kiln.model.Summary;

import java.util.ArrayList;

/// The table of a model's layers.
public final class SummaryCard {
    private static final int MOST_LAYERS = 60;

    private SummaryCard() {}

    /// @param name as the user gave it; empty for none
    public static CardLines of(Model model, String name) {
        return of(model, name, MOST_LAYERS);
    }

    /// @param most layers shown: the first and the last
    static CardLines of(Model model, String name, int most) {
        String title = name.isEmpty() ? model.name() : name;
        String kind = model instanceof Sequential ? "Sequential" : "Model";
        if (!model.isBuilt()) {
            return new CardLines().title(title, kind + ", built when it meets its first data");
        }
        Summary summary = model.summary();
        long layers =
                model.layers().stream().filter(part -> !(part.layer() instanceof Input)).count();
        var table =
                new LayerTable(
                        summary.rows().stream()
                                .map(
                                        row ->
                                                new LayerTable.Layer(
                                                        row.layer(),
                                                        row.settings(),
                                                        row.outputShape().toString(),
                                                        row.parameters()))
                                .toList());
        return new CardLines()
                .title(
                        title,
                        kind
                                + ", "
                                + Numbers.count(layers)
                                + (layers == 1 ? " layer, " : " layers, ")
                                + (model.training().isCompiled() ? "compiled" : "not compiled"))
                .add(new Block.Shown(table.grid().cutTo(most)))
                .line("", summary.totals());
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
