package dev.kiln.magics.drawing.chart;

import dev.kiln.magics.output.Markup;

import org.knowm.xchart.internal.chartpart.Annotation;

import java.awt.BasicStroke;
import java.awt.Graphics2D;
import java.awt.font.FontRenderContext;
import java.awt.font.TextLayout;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;

/// The boxes of a [GraphPlot] and the lines between them.
final class GraphBoxes extends Annotation {
    private static final double WIDEST = 300;
    private static final double HEIGHT = 24;
    private static final double PADDING = 8;

    private final GraphPlot graph;
    private final List<Integer> levels;
    private final int deepest;

    GraphBoxes(GraphPlot graph, List<Integer> levels, int deepest) {
        super(false);
        this.graph = graph;
        this.levels = levels;
        this.deepest = deepest;
        this.bounds = new Rectangle2D.Double();
    }

    @Override
    public void paint(Graphics2D g) {
        if (!isVisible) {
            return;
        }
        int count = Math.min(GraphPlot.MOST, graph.boxes().size());
        List<Rectangle2D> places = new ArrayList<>();
        for (int box = 0; box < count; box++) {
            places.add(place(box, count));
        }
        g.setColor(Palette.REFERENCE);
        g.setStroke(new BasicStroke(1.5f));
        for (GraphPlot.Flow flow : graph.flows()) {
            if (flow.from() < count && flow.to() < count) {
                connect(g, places.get(flow.from()), places.get(flow.to()));
            }
        }
        for (int box = 0; box < count; box++) {
            Rectangle2D place = places.get(box);
            g.setColor(Palette.PLATE);
            g.fill(place);
            g.setColor(Palette.BLUE);
            g.draw(place);
            write(g, graph.boxes().get(box), place);
        }
    }

    private Rectangle2D place(int box, int count) {
        int level = levels.get(box);
        int beside = 0;
        int before = 0;
        for (int other = 0; other < count; other++) {
            if (levels.get(other) == level) {
                beside++;
                before += other < box ? 1 : 0;
            }
        }
        double left = chart.getScreenXFromChart(0);
        double each = (chart.getScreenXFromChart(1) - left) / beside;
        double width = Math.min(WIDEST, each - 12);
        double middle = chart.getScreenYFromChart(deepest - level);
        return new Rectangle2D.Double(
                left + each * (before + 0.5) - width / 2, middle - HEIGHT / 2, width, HEIGHT);
    }

    private static void connect(Graphics2D g, Rectangle2D from, Rectangle2D to) {
        double x = to.getCenterX();
        double y = to.getMinY();
        g.draw(new Line2D.Double(from.getCenterX(), from.getMaxY(), x, y));
        g.draw(new Line2D.Double(x - 4, y - 6, x, y));
        g.draw(new Line2D.Double(x + 4, y - 6, x, y));
    }

    /// The name, and the shape where there is room for both.
    private void write(Graphics2D g, GraphPlot.Box box, Rectangle2D place) {
        String name = Markup.clean(box.name(), 24);
        String both = name + "   " + Markup.clean(box.shape(), 20);
        TextLayout layout = layout(both);
        for (int longest = 24; layout.getAdvance() > place.getWidth() - PADDING && longest > 0; ) {
            layout = layout(Markup.clean(name, longest));
            longest -= 2;
        }
        double x = place.getCenterX() - layout.getAdvance() / 2;
        double y = place.getCenterY() + 4;
        g.setColor(styler.getAnnotationTextFontColor());
        g.translate(x, y);
        g.fill(layout.getOutline(null));
        g.translate(-x, -y);
    }

    private TextLayout layout(String text) {
        return new TextLayout(
                LineChart.shown(text.isEmpty() ? " " : text),
                styler.getAnnotationTextFont(),
                new FontRenderContext(null, true, true));
    }
}
