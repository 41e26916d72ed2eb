package dev.kiln.magics.drawing;

import dev.kiln.magics.drawing.font.ChartFont;
import dev.kiln.magics.drawing.font.FontsMissing;
import dev.kiln.magics.drawing.svg.SvgGraphics;
import dev.kiln.magics.drawing.svg.SvgWriter;
import dev.kiln.magics.drawing.svg.Theme;
import org.knowm.xchart.internal.chartpart.Chart;

/// Has XChart paint a chart and writes down what it paints.
public final class Painter {
    private final Theme theme;

    public Painter(Theme theme) {
        this.theme = theme;
    }

    /// Paints any chart, Kiln's own or a user's, in its own size.
    ///
    /// @param alt what the chart shows, in a sentence or two
    /// @throws FontsMissing where Java cannot draw text on this machine
    public Picture paint(Chart<?, ?> chart, String alt) throws FontsMissing {
        ChartFont.sized(12);
        SvgGraphics graphics = new SvgGraphics();
        int width = chart.getWidth();
        int height = chart.getHeight();
        chart.paint(graphics, width, height);
        return new Picture(new SvgWriter(theme).write(graphics.sheet(), width, height), width, height, alt);
    }
}
