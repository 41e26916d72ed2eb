package dev.kiln.magics.drawing.svg;

import org.jspecify.annotations.Nullable;

import java.awt.Paint;
import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.util.List;

/// One thing that was painted. Coordinates are pixels of the picture.
sealed interface Mark {
    /// The rectangle outside of which nothing of the mark shows; null where there is none.
    @Nullable Rectangle2D clip();

    /// A filled area.
    record Area(Path2D path, Ink ink, @Nullable Rectangle2D clip) implements Mark {}

    /// An area filled with a straight gradient.
    ///
    /// @param place leads from the gradient's points to pixels of the picture
    record Shaded(Path2D path, Paint paint, AffineTransform place, @Nullable Rectangle2D clip)
            implements Mark {}

    /// A line.
    record Line(Path2D path, Ink ink, Pen pen, @Nullable Rectangle2D clip) implements Mark {}

    /// Several small closed outlines that may occur again elsewhere: letters, or round markers.
    ///
    /// @param place where the outlines' own origin lies; moves and turns, never scales
    record Stamps(List<Stamp> stamps, AffineTransform place, Ink ink, @Nullable Rectangle2D clip)
            implements Mark {}

    /// Full circles of one size, as the markers of points are.
    ///
    /// @param centers  each x, y
    /// @param diameter of each
    record Dots(List<Point2D> centers, double diameter, Ink ink, @Nullable Rectangle2D clip)
            implements Mark {}

    /// A picture made of pixels.
    ///
    /// @param png the picture, as a data URI
    record Raster(String png, Rectangle2D box, AffineTransform place, @Nullable Rectangle2D clip)
            implements Mark {}

    /// One outline of [Stamps], at its place in them.
    ///
    /// @param outline path data relative to `(x, y)`
    /// @param x       in units of [Outline#UNIT] per pixel
    /// @param y       in units of [Outline#UNIT] per pixel
    record Stamp(String outline, int x, int y) {}

    /// How a line is drawn.
    ///
    /// @param width in pixels
    /// @param dash  lengths of strokes and gaps, in pixels; empty for a solid line
    /// @param cap   a `BasicStroke.CAP_…`
    /// @param join  a `BasicStroke.JOIN_…`
    record Pen(float width, List<Float> dash, int cap, int join) {}
}
