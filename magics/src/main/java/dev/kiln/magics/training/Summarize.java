package dev.kiln.magics.training;

import dev.kiln.catalog.Call;
import dev.kiln.catalog.Conversion;
import dev.kiln.catalog.Doc;
import dev.kiln.catalog.Names;
import dev.kiln.catalog.UserError;
import dev.kiln.magics.drawing.card.Block;
import dev.kiln.magics.drawing.table.Column;
import dev.kiln.magics.drawing.table.Grid;
import dev.kiln.magics.notebook.Notebook;
import dev.kiln.magics.output.Numbers;
import dev.kiln.magics.schema.CardLines;
import dev.kiln.magics.schema.Magic;
import dev.kiln.magics.schema.Words;
import dev.kiln.magics.session.Session;
import dev.kiln.model.Model;
import dev.kiln.model.Weight;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.function.ToDoubleFunction;

/// `%summary`: the model's layers in one table.
@Doc(
        value =
                "the model's layers in one table; weights: mean, spread and ends of each weight; graph: what flows where",
        example = "%summary")
public record Summarize(
        @Words(most = 1) List<Object> words,
        @Doc(value = "which layers are shown: some leaves out the middle of many", example = "all")
                Layers layers)
        implements Magic {
    private static final List<String> VIEWS = List.of("weights", "graph");
    private static final int MOST_WEIGHTS = 60;

    /// How many layers of a deep model are shown.
    public enum Layers {
        SOME,
        ALL
    }

    public Summarize() {
        this(List.of(), Layers.SOME);
    }

    @Override
    public @Nullable Object run(Session session, Notebook notebook) {
        Model model = session.needModel();
        String view = words.isEmpty() ? "" : word();
        if (!view.isEmpty() && !VIEWS.contains(view)) {
            throw new UserError(
                            "E102",
                            "%summary has no option " + view + "." + Names.question(view, VIEWS),
                            "Type: %summary weights   or %summary graph")
                    .naming(view, VIEWS);
        }
        int most = layers == Layers.ALL ? Integer.MAX_VALUE : MOST_WEIGHTS;
        CardLines card =
                switch (view) {
                    case "weights" -> weights(model, session.modelName(), most);
                    case "graph" -> graph(model, session.modelName());
                    default ->
                            layers == Layers.ALL
                                    ? SummaryCard.of(model, session.modelName(), most)
                                    : SummaryCard.of(model, session.modelName());
                };
        notebook.show(card.card());
        return null;
    }

    private String word() {
        return words.getFirst() instanceof Call call
                ? call.name()
                : Conversion.text(words.getFirst());
    }

    private static CardLines graph(Model model, String name) {
        var plot = ModelGraph.of(model, name);
        return new CardLines().add(new Block.Plots(List.of(plot), plot.size()));
    }

    private static CardLines weights(Model model, String name, int most) {
        var all = model.isBuilt() ? model.weights().all() : List.<Weight>of();
        if (all.isEmpty()) {
            throw new UserError("E183", "the model has no weights.", "Type: %summary");
        }
        var grid =
                new Grid(
                        "",
                        List.of(
                                Column.words("weight", all.stream().map(Weight::path).toList()),
                                Column.words(
                                        "shape",
                                        all.stream().map(each -> each.shape().toString()).toList()),
                                column("mean", all, Summarize::mean),
                                column("sd", all, Summarize::deviation),
                                column("min", all, values -> least(values, 1)),
                                column("max", all, values -> -least(values, -1)),
                                Column.words(
                                        "trained",
                                        all.stream()
                                                .map(each -> each.isTrainable() ? "yes" : "no")
                                                .toList())));
        return new CardLines()
                .title(
                        name.isEmpty() ? model.name() : name,
                        Numbers.count(all.size()) + (all.size() == 1 ? " weight" : " weights"))
                .add(new Block.Shown(grid.cutTo(most)));
    }

    private static Column column(String name, List<Weight> all, ToDoubleFunction<float[]> number) {
        return Column.numbers(
                name, all.stream().map(each -> number.applyAsDouble(each.get())).toList());
    }

    private static double mean(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += value;
        }
        return sum / values.length;
    }

    private static double deviation(float[] values) {
        double mean = mean(values);
        double squares = 0;
        for (float value : values) {
            squares += (value - mean) * (value - mean);
        }
        return Math.sqrt(squares / values.length);
    }

    /// The least of the values, each times the sign.
    private static double least(float[] values, int sign) {
        double least = Double.POSITIVE_INFINITY;
        for (float value : values) {
            least = Math.min(least, sign * value);
        }
        return least;
    }
}
