package dev.kiln.magics.drawing.chart;

import dev.kiln.magics.drawing.font.FontsMissing;
import dev.kiln.magics.output.Markup;
import dev.kiln.magics.output.Numbers;

import org.knowm.xchart.XYChart;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// Small matrices of one size beside each other, in cividis: the filters of a convolution.
///
/// @param title of the chart
/// @param what  one matrix is, for example `filter`
/// @param tiles at least one; all of one height and width
public record TilesPlot(String title, String what, List<List<List<Double>>> tiles) implements Plot {
    public TilesPlot {
        tiles = tiles.stream().map(tile -> tile.stream().map(List::copyOf).toList()).toList();
        if (tiles.isEmpty()
                || tiles.getFirst().isEmpty()
                || tiles.getFirst().getFirst().isEmpty()) {
            throw new IllegalArgumentException("a picture of tiles needs at least one value");
        }
    }

    private int height() {
        return tiles.getFirst().size();
    }

    private int width() {
        return tiles.getFirst().getFirst().size();
    }

    /// Tiles side by side; about twice as many as below each other, as the card is wide.
    private int across() {
        return Math.min(tiles.size(), (int) Math.ceil(Math.sqrt(2.0 * tiles.size())));
    }

    /// One matrix of all tiles, with a blank row or column between neighbours.
    private List<List<Double>> laidOut() {
        int across = across();
        int down = (tiles.size() + across - 1) / across;
        List<List<Double>> rows = new ArrayList<>();
        for (int row = 0; row < down * (height() + 1) - 1; row++) {
            rows.add(new ArrayList<>(Collections.nCopies(across * (width() + 1) - 1, Double.NaN)));
        }
        for (int tile = 0; tile < tiles.size(); tile++) {
            int top = tile / across * (height() + 1);
            int left = tile % across * (width() + 1);
            for (int row = 0; row < height(); row++) {
                for (int column = 0; column < width(); column++) {
                    rows.get(top + row).set(left + column, tiles.get(tile).get(row).get(column));
                }
            }
        }
        return rows;
    }

    @Override
    public XYChart chart(Size size) throws FontsMissing {
        String across = what + "s 0 to " + (tiles.size() - 1) + ", " + across() + " a row";
        String down = "each " + height() + "x" + width() + " weights";
        XYChart chart = new HeatPlot(title, across, down, List.of(), laidOut()).chart(size);
        chart.getStyler().setXAxisTickLabelsFormattingFunction(_ -> " ");
        chart.getStyler().setYAxisTickLabelsFormattingFunction(_ -> " ");
        return chart;
    }

    @Override
    public String alt() {
        var values =
                tiles.stream()
                        .flatMap(List::stream)
                        .flatMap(List::stream)
                        .filter(Double::isFinite)
                        .mapToDouble(value -> value)
                        .summaryStatistics();
        return Markup.clean(title)
                + ", "
                + tiles.size()
                + " of "
                + height()
                + "x"
                + width()
                + ", values from "
                + Numbers.of(values.getMin())
                + " to "
                + Numbers.of(values.getMax())
                + ".";
    }

    @Override
    public String text() {
        return alt();
    }
}
