package dev.kiln.magics.drawing;

import dev.kiln.magics.drawing.font.ChartFont;
import dev.kiln.magics.drawing.font.FontsMissing;
import dev.kiln.magics.drawing.svg.SvgGraphics;
import dev.kiln.magics.drawing.svg.SvgWriter;
import dev.kiln.magics.drawing.svg.Theme;

import org.knowm.xchart.internal.chartpart.Chart;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;

import javax.imageio.ImageIO;

/// Has XChart paint a chart and writes down what it paints.
public final class Painter {
    /// Characters of SVG that become 15 KB in an `<img>`.
    private static final int ENOUGH = 11_000;

    /// Characters of SVG that leave room for the rest of a card of 15 KB.
    private static final int ENOUGH_LIVE = 9_000;

    /// How far lines may move to take fewer points, in pixels: first so that nobody sees it, and where the picture
    /// still is too large, a little more.
    private static final double[] TOLERANCES = {0.1, 0.3, 0.8};

    /// Where the next frame takes its place at once, lines may be coarser.
    private static final double[] LIVE_TOLERANCES = {0.3, 0.8, 1.6, 3.2, 6.4};

    private final Theme theme;

    public Painter(Theme theme) {
        this.theme = theme;
    }

    /// Paints any chart, Kiln's own or a user's, in its own size.
    ///
    /// @param alt what the chart shows, in a sentence or two
    /// @throws FontsMissing where Java cannot draw text on this machine
    public Picture paint(Chart<?, ?> chart, String alt) throws FontsMissing {
        return paint(List.of(chart), alt);
    }

    /// Paints charts side by side in one picture, in which each letter is written once for all.
    ///
    /// @param charts at least one
    /// @throws FontsMissing where Java cannot draw text on this machine
    public Picture paint(List<Chart<?, ?>> charts, String alt) throws FontsMissing {
        return paint(charts, alt, ENOUGH, TOLERANCES);
    }

    /// The same for a frame of a fit that runs, as small as such frames have to be.
    ///
    /// @param charts at least one
    /// @throws FontsMissing where Java cannot draw text on this machine
    Picture paintLive(List<Chart<?, ?>> charts, String alt) throws FontsMissing {
        return paint(charts, alt, ENOUGH_LIVE, LIVE_TOLERANCES);
    }

    private Picture paint(List<Chart<?, ?>> charts, String alt, int enough, double[] tolerances)
            throws FontsMissing {
        ChartFont.sized(12);
        SvgGraphics graphics = new SvgGraphics();
        int width = -Drawing.GAP;
        int height = 0;
        for (Chart<?, ?> chart : charts) {
            graphics.setTransform(AffineTransform.getTranslateInstance(width + Drawing.GAP, 0));
            graphics.setClip(null);
            width += Drawing.GAP + chart.getWidth();
            height = Math.max(height, chart.getHeight());
            chart.paint(graphics, chart.getWidth(), chart.getHeight());
        }
        String svg = "";
        for (double tolerance : tolerances) {
            svg = new SvgWriter(theme, tolerance).write(graphics.sheet(), width, height);
            if (svg.length() <= enough) {
                break;
            }
        }
        return new Picture(svg, width, height, alt);
    }

    /// The charts side by side as a PNG picture.
    ///
    /// @throws FontsMissing where Java cannot draw text on this machine
    static byte[] png(List<Chart<?, ?>> charts) throws FontsMissing, IOException {
        ChartFont.sized(12);
        int width = -Drawing.GAP;
        int height = 0;
        for (Chart<?, ?> chart : charts) {
            width += Drawing.GAP + chart.getWidth();
            height = Math.max(height, chart.getHeight());
        }
        var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, width, height);
        graphics.setRenderingHint(
                RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        int left = 0;
        for (Chart<?, ?> chart : charts) {
            graphics.setTransform(AffineTransform.getTranslateInstance(left, 0));
            graphics.setClip(null);
            chart.paint(graphics, chart.getWidth(), chart.getHeight());
            left += chart.getWidth() + Drawing.GAP;
        }
        graphics.dispose();
        var bytes = new ByteArrayOutputStream();
        ImageIO.write(image, "png", bytes);
        return bytes.toByteArray();
    }
}
