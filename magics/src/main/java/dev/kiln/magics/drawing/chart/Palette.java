package dev.kiln.magics.drawing.chart;

import java.awt.BasicStroke;
import java.awt.Color;
import java.util.List;

/// Kiln's colours: those of Okabe and Ito (https://jfly.uni-koeln.de/color/) that keep a contrast
/// of 3 on white and on near-black, so that all readers tell them apart on both plates.
public final class Palette {
    /// Training.
    public static final Color BLUE = new Color(0x0072B2);

    /// Validation.
    public static final Color VERMILLION = new Color(0xD55E00);

    public static final Color GREEN = new Color(0x009E73);
    public static final Color PURPLE = new Color(0xCC79A7);

    static final Color PLATE = new Color(0xFFFFFF);

    /// Shows what lies below.
    static final Color CLEAR = new Color(255, 255, 255, 0);

    static final Color TEXT = new Color(0x333333);
    static final Color GRID = new Color(0xE0E0E0);
    static final Color REFERENCE = new Color(0x888888);
    static final Color EARLIER = new Color(0x88, 0x88, 0x88, 40);

    static final BasicStroke SOLID =
            new BasicStroke(2, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND);
    static final BasicStroke DASHED =
            new BasicStroke(
                    2, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 10, new float[] {6, 3}, 0);
    static final BasicStroke THIN =
            new BasicStroke(
                    1, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 10, new float[] {3, 3}, 0);
    static final BasicStroke NONE = new BasicStroke(0);

    private static final List<Color> SERIES = List.of(BLUE, VERMILLION, GREEN, PURPLE);

    /// Nine steps of cividis (Nunez, Anderton and Renslow 2018, doi:10.1371/journal.pone.0199239),
    /// from low to high.
    static final Color[] CIVIDIS = {
        new Color(0x00224E),
        new Color(0x1A386F),
        new Color(0x434E6C),
        new Color(0x61656F),
        new Color(0x7D7C78),
        new Color(0x9A9376),
        new Color(0xBBAE6C),
        new Color(0xDDC958),
        new Color(0xFEE838)
    };

    private Palette() {}

    /// The colour of the series with this number, counted from 0; after four they start again,
    /// dashed.
    public static Color series(int index) {
        return SERIES.get(index % SERIES.size());
    }

    static BasicStroke stroke(int index) {
        return index % (2 * SERIES.size()) < SERIES.size() ? SOLID : DASHED;
    }
}
