package dev.kiln.magics.drawing.chart;

/// The size of a chart in pixels.
///
/// @param width  from 120
/// @param height from 90
public record Size(int width, int height) {
    /// Half the width of a card: two fit side by side.
    public static final Size HALF = new Size(352, 220);

    /// The whole width of a card.
    public static final Size FULL = new Size(720, 360);

    public Size {
        if (width < 120 || height < 90 || width > 4000 || height > 4000) {
            throw new IllegalArgumentException(
                    "a chart of " + width + "x" + height + " pixels; from 120x90 to 4000x4000");
        }
    }
}
