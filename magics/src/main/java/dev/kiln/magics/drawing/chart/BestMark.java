package dev.kiln.magics.drawing.chart;

import org.knowm.xchart.internal.chartpart.Annotation;

import java.awt.BasicStroke;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.font.FontRenderContext;
import java.awt.font.TextLayout;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Rectangle2D;
import java.util.List;

/// A hollow circle on one point, with a text where it hides least of the lines.
final class BestMark extends Annotation {
    private static final double RADIUS = 5;
    private static final double GAP = 9;

    private final Spot spot;
    private final List<Line> lines;
    private final EndLabels labels;

    BestMark(Spot spot, List<Line> lines, EndLabels labels) {
        super(false);
        this.spot = spot;
        this.lines = lines;
        this.labels = labels;
        this.bounds = new Rectangle2D.Double();
    }

    @Override
    public void paint(Graphics2D g) {
        double centerX = chart.getScreenXFromChart(spot.x());
        double centerY = chart.getScreenYFromChart(spot.y());
        if (!isVisible || !Double.isFinite(centerX) || !Double.isFinite(centerY)) {
            return;
        }
        g.setColor(spot.color());
        g.setStroke(new BasicStroke(1.5f));
        g.draw(new Ellipse2D.Double(centerX - RADIUS, centerY - RADIUS, 2 * RADIUS, 2 * RADIUS));
        Font font = styler.getAnnotationTextFont();
        TextLayout layout =
                new TextLayout(spot.text(), font, new FontRenderContext(null, true, true));
        Rectangle2D box = emptiest(centerX, centerY, layout.getAdvance(), 12);
        g.setColor(styler.getAnnotationTextFontColor());
        g.translate(box.getX(), box.getMaxY() - 2);
        g.fill(layout.getOutline(null));
        g.translate(-box.getX(), -(box.getMaxY() - 2));
    }

    private Rectangle2D emptiest(double atX, double atY, double width, double height) {
        double[][] corners = {
            {atX - width / 2, atY - GAP - height},
            {atX - width / 2, atY + GAP},
            {atX - GAP - width, atY - GAP - height},
            {atX + GAP, atY - GAP - height},
            {atX - GAP - width, atY + GAP},
            {atX + GAP, atY + GAP},
            {atX - width / 2, atY - 2 * GAP - height},
            {atX - width / 2, atY - 4 * GAP - height},
            {atX + GAP, atY - 3 * GAP - height},
            {atX + GAP, atY - 5 * GAP - height},
            {atX + GAP, atY + 3 * GAP},
            {atX - GAP - width, atY - 3 * GAP - height},
            {atX - GAP - width, atY + 3 * GAP}
        };
        Rectangle2D best = new Rectangle2D.Double();
        double least = Double.POSITIVE_INFINITY;
        for (double[] corner : corners) {
            Rectangle2D box = new Rectangle2D.Double(corner[0], corner[1], width, height);
            double hidden = hidden(box);
            if (hidden < least) {
                least = hidden;
                best = box;
            }
        }
        return best;
    }

    /// How much of the lines, and of the rims of the chart, lies under a box.
    private double hidden(Rectangle2D box) {
        double hidden = 0;
        if (box.getX() < 50
                || box.getMaxX() > chart.getWidth() - 4
                || box.getY() < 22
                || box.getMaxY() > chart.getHeight() - 38) {
            hidden += 1000;
        }
        hidden += 50 * labels.boxes().stream().filter(box::intersects).count();
        for (Line line : lines) {
            List<Double> xs = line.curve().x();
            List<Double> ys = line.curve().y();
            for (int i = 1; i < xs.size(); i++) {
                double x1 = chart.getScreenXFromChart(xs.get(i - 1));
                double y1 = chart.getScreenYFromChart(ys.get(i - 1));
                double x2 = chart.getScreenXFromChart(xs.get(i));
                double y2 = chart.getScreenYFromChart(ys.get(i));
                if (Double.isFinite(x1 + y1 + x2 + y2) && box.intersectsLine(x1, y1, x2, y2)) {
                    hidden++;
                }
            }
        }
        return hidden;
    }
}
