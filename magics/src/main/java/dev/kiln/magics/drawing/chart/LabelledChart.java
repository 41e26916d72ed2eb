package dev.kiln.magics.drawing.chart;

import org.knowm.xchart.XYChart;

import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;

/// An XChart chart that keeps room on its right for the names of its lines.
final class LabelledChart extends XYChart {
    private final int room;

    /// @param room in pixels
    LabelledChart(Size size, int room) {
        super(size.width(), size.height());
        this.room = room;
    }

    @Override
    public void paint(Graphics2D g, int width, int height) {
        g.setColor(getStyler().getChartBackgroundColor());
        g.fill(new Rectangle2D.Double(0, 0, width, height));
        super.paint(g, width - room, height);
        setWidth(width);
    }
}
