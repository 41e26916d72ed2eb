package dev.kiln.magics.drawing.chart;

import org.knowm.xchart.internal.chartpart.Annotation;

import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.font.FontRenderContext;
import java.awt.font.TextLayout;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Writes the names of lines at their ends, in their colours, none over another.
final class EndLabels extends Annotation {
    private static final FontRenderContext PLAIN = new FontRenderContext(null, true, true);
    private static final double LINE_HEIGHT = 14;

    private final List<Line> lines;
    private final Font font;
    private List<Rectangle2D> boxes = List.of();

    EndLabels(List<Line> lines, Font font) {
        super(false);
        this.lines =
                lines.stream()
                        .filter(line -> !line.label().isEmpty() && !line.curve().isEmpty())
                        .toList();
        this.font = font;
        this.bounds = new Rectangle2D.Double();
    }

    /// The room that the labels need right of the lines, in pixels.
    static double room(List<Line> lines, Font font) {
        return lines.stream()
                .filter(line -> !line.label().isEmpty())
                .mapToDouble(line -> layout(line, font).getAdvance() + LineChart.labelGap())
                .max()
                .orElse(0);
    }

    /// Where the labels were painted last, in pixels.
    List<Rectangle2D> boxes() {
        return boxes;
    }

    @Override
    public void paint(Graphics2D g) {
        if (!isVisible) {
            return;
        }
        List<Placed> placed = new ArrayList<>();
        for (Line line : lines) {
            double x = chart.getScreenXFromChart(line.curve().lastX());
            double y = chart.getScreenYFromChart(line.curve().last());
            if (Double.isFinite(x) && Double.isFinite(y)) {
                placed.add(new Placed(line, layout(line, font), x + LineChart.labelGap(), y + 4));
            }
        }
        placed.sort(Comparator.comparingDouble(label -> label.y));
        spread(placed);
        boxes = placed.stream().map(Placed::box).toList();
        for (Placed label : placed) {
            g.setColor(label.line.color());
            g.translate(label.x, label.y);
            g.fill(label.layout.getOutline(null));
            g.translate(-label.x, -label.y);
        }
    }

    /// Pushes labels apart, half of the way up and half down, and back up from the lower rim.
    private void spread(List<Placed> labels) {
        for (int round = 0; round < 20; round++) {
            for (int i = 1; i < labels.size(); i++) {
                Placed above = labels.get(i - 1);
                Placed below = labels.get(i);
                double missing = LINE_HEIGHT - (below.y - above.y);
                if (missing > 0) {
                    above.y -= missing / 2;
                    below.y += missing / 2;
                }
            }
            for (Placed label : labels) {
                label.y = Math.clamp(label.y, 16, chart.getHeight() - 40.0);
            }
        }
    }

    private static TextLayout layout(Line line, Font font) {
        return new TextLayout(LineChart.shown(line.label()), font, PLAIN);
    }

    private static final class Placed {
        private final Line line;
        private final TextLayout layout;
        private final double x;
        private double y;

        private Placed(Line line, TextLayout layout, double x, double y) {
            this.line = line;
            this.layout = layout;
            this.x = x;
            this.y = y;
        }

        private Rectangle2D box() {
            return new Rectangle2D.Double(x, y - 11, layout.getAdvance(), LINE_HEIGHT);
        }
    }
}
