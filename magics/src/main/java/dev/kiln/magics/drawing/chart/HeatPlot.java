package dev.kiln.magics.drawing.chart;

import dev.kiln.magics.drawing.font.FontsMissing;
import dev.kiln.magics.output.Markup;
import dev.kiln.magics.output.Numbers;

import org.knowm.xchart.XYChart;

import java.awt.BasicStroke;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// A picture of a matrix in cividis, dark for low and light for high: a confusion of many classes,
/// weights, activations.
///
/// @param title   of the chart
/// @param across  what the columns are, for example `predicted`
/// @param down    what the rows are, for example `truth`
/// @param names   of rows and columns alike; empty where they have numbers only
/// @param rows    the values, all rows of one length; not-a-number is left blank
public record HeatPlot(
        String title, String across, String down, List<String> names, List<List<Double>> rows)
        implements Plot {

    public HeatPlot {
        names = List.copyOf(names);
        rows = rows.stream().map(List::copyOf).toList();
        if (rows.isEmpty() || rows.getFirst().isEmpty()) {
            throw new IllegalArgumentException("a heat picture needs at least one value");
        }
        for (List<Double> row : rows) {
            if (row.size() != rows.getFirst().size()) {
                throw new IllegalArgumentException(
                        "rows of " + rows.getFirst().size() + " and " + row.size() + " values");
            }
        }
    }

    /// A confusion matrix: how often each class, down, was taken for each, across.
    public static HeatPlot confusion(List<String> classes, int[][] counts) {
        List<List<Double>> rows =
                Arrays.stream(counts)
                        .map(row -> Curve.boxed(Arrays.stream(row).asDoubleStream().toArray()))
                        .toList();
        return new HeatPlot("Confusion", "predicted", "truth", classes, rows);
    }

    @Override
    public XYChart chart(Size size) throws FontsMissing {
        int height = rows.size();
        int width = rows.getFirst().size();
        XYChart chart =
                new LineChart(
                                title,
                                across,
                                down,
                                new Range(-0.5, width - 0.5, false),
                                new Range(-0.5, height - 0.5, false),
                                true,
                                List.of(corners(width, height)),
                                List.of(),
                                Optional.empty())
                        .chart(size, HeatPicture.ROOM);
        chart.getStyler().setPlotGridHorizontalLinesVisible(false);
        chart.getStyler().setXAxisTickLabelsFormattingFunction(labels(width, column -> column));
        // Rows count from the top, the axis from the bottom.
        chart.getStyler()
                .setYAxisTickLabelsFormattingFunction(labels(height, row -> height - 1 - row));
        chart.addAnnotation(new HeatPicture(rows, low(), high()));
        return chart;
    }

    /// Nothing that is seen: without any points XChart gives the vertical axis of two rows no length.
    private static Line corners(int width, int height) {
        Curve diagonal =
                Curve.of(
                        "corners",
                        new double[] {-0.5, width - 0.5},
                        new double[] {-0.5, height - 0.5});
        return new Line(diagonal, Palette.CLEAR, new BasicStroke(1), "", Line.Form.JOINED);
    }

    private Function<Double, String> labels(int count, Function<Integer, Integer> index) {
        return at -> {
            int place = (int) Math.rint(at);
            if (Math.abs(at - place) > 1e-6 || place < 0 || place >= count) {
                return Numbers.of(at);
            }
            int which = index.apply(place);
            return which < names.size()
                    ? LineChart.shown(Markup.clean(names.get(which), 10))
                    : Integer.toString(which);
        };
    }

    private double low() {
        return rows.stream()
                .flatMap(List::stream)
                .filter(Double::isFinite)
                .mapToDouble(v -> v)
                .min()
                .orElse(0);
    }

    private double high() {
        return rows.stream()
                .flatMap(List::stream)
                .filter(Double::isFinite)
                .mapToDouble(v -> v)
                .max()
                .orElse(1);
    }

    @Override
    public String alt() {
        int bestRow = 0;
        int bestColumn = 0;
        for (int row = 0; row < rows.size(); row++) {
            for (int column = 0; column < rows.get(row).size(); column++) {
                if (row != column && rows.get(row).get(column) > rows.get(bestRow).get(bestColumn)
                        || bestRow == bestColumn && row != column) {
                    bestRow = row;
                    bestColumn = column;
                }
            }
        }
        String alt =
                Markup.clean(title)
                        + ", "
                        + rows.size()
                        + " by "
                        + rows.getFirst().size()
                        + ", values from "
                        + Numbers.of(low())
                        + " to "
                        + Numbers.of(high())
                        + ".";
        return bestRow == bestColumn
                ? alt
                : alt
                        + " Largest off the diagonal: "
                        + Markup.clean(down, 20)
                        + " "
                        + name(bestRow)
                        + ", "
                        + Markup.clean(across, 20)
                        + " "
                        + name(bestColumn)
                        + ", "
                        + Numbers.of(rows.get(bestRow).get(bestColumn))
                        + ".";
    }

    private String name(int index) {
        return index < names.size() ? Markup.clean(names.get(index), 30) : Integer.toString(index);
    }

    @Override
    public String text() {
        return alt();
    }
}
