package dev.kiln.magics.drawing.chart;

import dev.kiln.magics.drawing.font.FontsMissing;
import dev.kiln.magics.output.Markup;

import org.knowm.xchart.XYChart;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Boxes and what flows between them, from left to right: the layers of a model.
///
/// @param title of the chart
/// @param boxes in an order in which every box comes after those it gets something from; at most sixty are drawn
/// @param flows from one box to another, by their places
public record GraphPlot(String title, List<Box> boxes, List<Flow> flows) implements Plot {
    static final int MOST = 60;

    /// A box: a layer's name and the shape that it gives.
    public record Box(String name, String shape) {}

    /// @param from place of a box
    /// @param to   place of a later box
    public record Flow(int from, int to) {}

    public GraphPlot {
        boxes = List.copyOf(boxes);
        flows = List.copyOf(flows);
        if (boxes.isEmpty()) {
            throw new IllegalArgumentException("a graph needs at least one box");
        }
    }

    /// How many boxes lie before each: the longest way to it.
    List<Integer> levels() {
        int[] levels = new int[boxes.size()];
        for (int box = 0; box < levels.length; box++) {
            for (Flow flow : flows) {
                if (flow.to() == box) {
                    levels[box] = Math.max(levels[box], levels[flow.from()] + 1);
                }
            }
        }
        List<Integer> all = new ArrayList<>();
        for (int level : levels) {
            all.add(level);
        }
        return all;
    }

    /// A height at which every level gets a line of its own.
    public Size size() {
        int deepest =
                levels().subList(0, Math.min(MOST, boxes.size())).stream().reduce(0, Math::max);
        return new Size(720, Math.clamp(90 + 46L * (deepest + 1), 180, 3000));
    }

    @Override
    public XYChart chart(Size size) throws FontsMissing {
        List<Integer> levels = levels();
        int deepest = levels.subList(0, Math.min(MOST, boxes.size())).stream().reduce(0, Math::max);
        XYChart chart =
                new LineChart(
                                title,
                                "layers that work side by side",
                                "layers before it",
                                new Range(0, 1, false),
                                new Range(-0.5, deepest + 0.5, false),
                                true,
                                List.of(),
                                List.of(),
                                Optional.empty())
                        .chart(size);
        chart.getStyler().setPlotGridHorizontalLinesVisible(false);
        chart.getStyler().setXAxisTickLabelsFormattingFunction(_ -> " ");
        chart.getStyler()
                .setYAxisTickLabelsFormattingFunction(
                        at -> {
                            long level = deepest - Math.round(at);
                            boolean isWhole = Math.abs(at - Math.rint(at)) < 1e-6;
                            return isWhole && level >= 0 && level <= deepest
                                    ? String.valueOf(level)
                                    : " ";
                        });
        chart.addAnnotation(new GraphBoxes(this, levels, deepest));
        return chart;
    }

    @Override
    public String alt() {
        return Markup.clean(title)
                + ": "
                + boxes.size()
                + (boxes.size() == 1 ? " layer" : " layers")
                + ", from "
                + described(boxes.getFirst())
                + " to "
                + described(boxes.getLast())
                + ".";
    }

    private static String described(Box box) {
        return Markup.clean(box.name(), 30) + " (" + Markup.clean(box.shape(), 30) + ")";
    }

    @Override
    public String text() {
        StringBuilder text = new StringBuilder(alt());
        for (int box = 0; box < Math.min(9, boxes.size()); box++) {
            int place = box;
            List<String> sources =
                    flows.stream()
                            .filter(flow -> flow.to() == place)
                            .map(flow -> Markup.clean(boxes.get(flow.from()).name(), 20))
                            .toList();
            text.append('\n').append(described(boxes.get(box)));
            text.append(sources.isEmpty() ? "" : " <- " + String.join(", ", sources));
        }
        return text.append(boxes.size() > 9 ? "\nand " + (boxes.size() - 9) + " more" : "")
                .toString();
    }
}
