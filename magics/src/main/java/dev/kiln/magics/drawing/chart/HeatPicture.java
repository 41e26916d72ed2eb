package dev.kiln.magics.drawing.chart;

import dev.kiln.magics.output.Numbers;

import org.knowm.xchart.internal.chartpart.Annotation;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.LinearGradientPaint;
import java.awt.font.FontRenderContext;
import java.awt.font.TextLayout;
import java.awt.geom.AffineTransform;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.List;

/// The cells of a [HeatPlot], one pixel each and blown up, and the scale beside them.
final class HeatPicture extends Annotation {
    /// The room right of the cells, in pixels.
    static final int ROOM = 70;

    private static final int BAR = 12;

    private final List<List<Double>> rows;
    private final double low;
    private final double high;

    HeatPicture(List<List<Double>> rows, double low, double high) {
        super(false);
        this.rows = rows;
        this.low = low;
        this.high = high;
        this.bounds = new Rectangle2D.Double();
    }

    @Override
    public void paint(Graphics2D g) {
        if (!isVisible) {
            return;
        }
        int width = rows.getFirst().size();
        double left = chart.getScreenXFromChart(-0.5);
        double right = chart.getScreenXFromChart(width - 0.5);
        double top = chart.getScreenYFromChart(rows.size() - 0.5);
        double bottom = chart.getScreenYFromChart(-0.5);
        AffineTransform place = AffineTransform.getTranslateInstance(left, top);
        place.scale((right - left) / width, (bottom - top) / rows.size());
        g.drawImage(cells(), place, null);
        scale(g, right + 12, top, bottom);
    }

    private BufferedImage cells() {
        int width = rows.getFirst().size();
        BufferedImage cells = new BufferedImage(width, rows.size(), BufferedImage.TYPE_INT_ARGB);
        for (int row = 0; row < rows.size(); row++) {
            for (int column = 0; column < width; column++) {
                double value = rows.get(row).get(column);
                if (Double.isFinite(value)) {
                    cells.setRGB(
                            column,
                            row,
                            color(high > low ? (value - low) / (high - low) : 0).getRGB());
                }
            }
        }
        return cells;
    }

    private void scale(Graphics2D g, double x, double top, double bottom) {
        float[] fractions = new float[Palette.CIVIDIS.length];
        for (int i = 0; i < fractions.length; i++) {
            fractions[i] = (float) i / (fractions.length - 1);
        }
        g.setPaint(
                new LinearGradientPaint(
                        0, (float) bottom, 0, (float) top, fractions, Palette.CIVIDIS));
        g.fill(new Rectangle2D.Double(x, top, BAR, bottom - top));
        g.setColor(styler.getAnnotationTextFontColor());
        write(g, Numbers.of(high), x + BAR + 4, top + 9);
        write(g, Numbers.of(low), x + BAR + 4, bottom);
    }

    private void write(Graphics2D g, String text, double x, double y) {
        TextLayout layout =
                new TextLayout(
                        text,
                        styler.getAnnotationTextFont(),
                        new FontRenderContext(null, true, true));
        g.translate(x, y);
        g.fill(layout.getOutline(null));
        g.translate(-x, -y);
    }

    private static Color color(double share) {
        double place = Math.clamp(share, 0, 1) * (Palette.CIVIDIS.length - 1);
        int below = (int) Math.min(Palette.CIVIDIS.length - 2, place);
        double part = place - below;
        Color a = Palette.CIVIDIS[below];
        Color b = Palette.CIVIDIS[below + 1];
        return new Color(
                (int) Math.round(a.getRed() + part * (b.getRed() - a.getRed())),
                (int) Math.round(a.getGreen() + part * (b.getGreen() - a.getGreen())),
                (int) Math.round(a.getBlue() + part * (b.getBlue() - a.getBlue())));
    }
}
