package dev.kiln.magics.drawing.table;

import dev.kiln.magics.output.Numbers;

import java.util.List;

/// The layers of a model with their parameters, and a bar for each one's share of them.
///
/// @param layers in order
public record LayerTable(List<Layer> layers) {
    /// A layer.
    ///
    /// @param name       the model's own name for it
    /// @param settings   for example `128 relu`
    /// @param shape      of its output without the batch, for example `28x28x1`
    /// @param parameters how many numbers it holds
    public record Layer(String name, String settings, String shape, long parameters) {}

    public LayerTable {
        layers = List.copyOf(layers);
    }

    public Grid grid() {
        double all = Math.max(1, layers.stream().mapToLong(Layer::parameters).sum());
        List<Cell> shares =
                layers.stream()
                        .map(
                                layer ->
                                        layer.parameters() == 0
                                                ? Cell.of(" ")
                                                : Cell.of(Numbers.percent(layer.parameters() / all))
                                                        .withBar(layer.parameters() / all))
                        .toList();
        return new Grid(
                "",
                List.of(
                        Column.words("layer", layers.stream().map(Layer::name).toList()),
                        Column.words(
                                "settings",
                                layers.stream().map(layer -> blank(layer.settings())).toList()),
                        Column.words("output shape", layers.stream().map(Layer::shape).toList()),
                        Column.written(
                                "params",
                                layers.stream()
                                        .map(layer -> Numbers.count(layer.parameters()))
                                        .toList()),
                        new Column("share", "", false, shares)));
    }

    /// Nothing to say is no missing value.
    private static String blank(String text) {
        return text.isEmpty() ? " " : text;
    }
}
