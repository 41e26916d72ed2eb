package dev.kiln.magics.drawing.chart;

import org.knowm.xchart.internal.chartpart.Annotation;

import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;

/// A grey plate over the epochs that an earlier fit trained.
final class EarlierPlate extends Annotation {
    private final double until;

    EarlierPlate(double until) {
        super(false);
        this.until = until;
        this.bounds = new Rectangle2D.Double();
    }

    @Override
    public void paint(Graphics2D g) {
        if (!isVisible) {
            return;
        }
        double left = getXAxisScreenValueForMin();
        double top = getYAxisScreenValueForMin();
        double right = chart.getScreenXFromChart(until);
        g.setColor(Palette.EARLIER);
        g.fill(new Rectangle2D.Double(left, top, right - left, getYAxisScreenValueForMax() - top));
    }
}
