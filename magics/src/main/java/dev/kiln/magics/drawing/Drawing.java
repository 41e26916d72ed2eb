package dev.kiln.magics.drawing;

import dev.kiln.magics.drawing.card.Block;
import dev.kiln.magics.drawing.card.CardWriter;
import dev.kiln.magics.drawing.card.FitCard;
import dev.kiln.magics.drawing.card.TextLines;
import dev.kiln.magics.drawing.chart.Plot;
import dev.kiln.magics.drawing.chart.Size;
import dev.kiln.magics.drawing.font.FontsMissing;
import dev.kiln.magics.drawing.svg.Theme;
import dev.kiln.magics.drawing.table.Tables;
import dev.kiln.magics.output.Markup;
import dev.kiln.magics.output.Output;

import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.internal.series.Series;

import tech.tablesaw.api.Table;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Shows things: charts, tables, and whatever a user's cell ends in.
///
/// @param theme which plate pictures are drawn on
/// @param rows  how many rows of a table are shown, from 2
public record Drawing(Theme theme, int rows) {
    /// Pixels between charts that stand side by side in one picture.
    public static final int GAP = 8;

    /// As the notebook wants it whose magic runs on this thread.
    public Drawing() {
        this(Look.current().theme(), Look.current().rows());
    }

    /// A chart; its text where Java cannot draw text on this machine.
    public Output show(Plot plot, Size size) {
        return new Output.Card(html(plot, size), plot.text());
    }

    /// The `<img>` of a chart, for cards that hold several; its text, with what to install, where
    /// Java cannot draw text on this machine.
    public String html(Plot plot, Size size) {
        try {
            return new Painter(theme).paint(plot.chart(size), plot.alt()).html();
        } catch (FontsMissing missing) {
            return "<pre>"
                    + Markup.escape(plot.text())
                    + "\n"
                    + Markup.escape(FontsMissing.REMEDY)
                    + "</pre>";
        }
    }

    /// The `<img>` of several charts side by side, for a frame of a fit that runs: smaller than one for each, but it
    /// cannot wrap. Their text, with what to install, where Java cannot draw text on this machine.
    public String live(List<? extends Plot> plots, Size size) {
        String alt = String.join(" ", plots.stream().map(Plot::alt).toList());
        try {
            return new Painter(theme).paintLive(charts(plots, size), alt).html();
        } catch (FontsMissing missing) {
            String text = String.join("\n", plots.stream().map(Plot::text).toList());
            return "<pre>"
                    + Markup.escape(text)
                    + "\n"
                    + Markup.escape(FontsMissing.REMEDY)
                    + "</pre>";
        }
    }

    /// An SVG document of charts side by side.
    ///
    /// @throws FontsMissing where Java cannot draw text on this machine
    public byte[] svg(List<? extends Plot> plots, Size size) throws FontsMissing {
        String alt = String.join(" ", plots.stream().map(Plot::alt).toList());
        return new Painter(theme)
                .paint(charts(plots, size), alt)
                .svg()
                .getBytes(StandardCharsets.UTF_8);
    }

    /// A PNG picture of charts side by side, on a light plate.
    ///
    /// @throws FontsMissing where Java cannot draw text on this machine
    public byte[] png(List<? extends Plot> plots, Size size) throws FontsMissing, IOException {
        return Painter.png(charts(plots, size));
    }

    private static List<Chart<?, ?>> charts(List<? extends Plot> plots, Size size)
            throws FontsMissing {
        List<Chart<?, ?>> charts = new ArrayList<>();
        for (Plot plot : plots) {
            charts.add(plot.chart(size));
        }
        return charts;
    }

    /// An XChart chart that the user made.
    public Output show(Chart<?, ?> chart) {
        String described = ChartText.of(chart);
        // XChart lays out a name of many thousand letters for minutes.
        for (Series series : chart.getSeriesCollection()) {
            if (series.getLabel().length() > Markup.LONGEST) {
                series.setLabel(Markup.clean(series.getLabel()));
            }
        }
        try {
            return new Output.Card(
                    new Painter(theme).paint(chart, described).html(),
                    TextLines.wrapped(described));
        } catch (FontsMissing missing) {
            String text = TextLines.wrapped(described + "\n" + FontsMissing.REMEDY);
            return new Output.Card("<pre>" + Markup.escape(text) + "</pre>", text);
        }
    }

    /// One card of several blocks.
    public Output card(Block... blocks) {
        return new CardWriter(this).card(List.of(blocks));
    }

    /// The card of a fit, running or done.
    public FitCard fit() {
        return new FitCard(this);
    }

    /// A Tablesaw table that the user has.
    public Output show(Table table) {
        return new Output.Card(
                Tables.grid(table, rows).html(), Tables.shortGrid(table, rows).text());
    }
}
