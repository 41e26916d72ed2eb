package dev.kiln.magics.drawing.chart;

import dev.kiln.magics.drawing.font.FontsMissing;

import org.knowm.xchart.internal.chartpart.Chart;

/// What a chart shows, before it has a size. Names in it may be anything a user wrote.
public interface Plot {
    /// The chart as XChart's own object, for the user to restyle.
    ///
    /// @throws FontsMissing where Java cannot draw text on this machine
    Chart<?, ?> chart(Size size) throws FontsMissing;

    /// One or two sentences that say what can be seen, with numbers; plain text.
    String alt();

    /// The same facts in characters: a title, then at most ten lines.
    String text();
}
