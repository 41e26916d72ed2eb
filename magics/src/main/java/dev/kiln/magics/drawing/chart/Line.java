package dev.kiln.magics.drawing.chart;

import java.awt.BasicStroke;
import java.awt.Color;

/// A curve and how it is drawn.
///
/// @param label  written at the line's end; empty for none
/// @param form   how the points are drawn
record Line(Curve curve, Color color, BasicStroke stroke, String label, Form form) {
    /// How points are drawn.
    enum Form {
        JOINED,
        POINTS,
        /// Joined, with the area down to zero filled.
        AREA
    }

    static Line solid(Curve curve, Color color) {
        return new Line(curve, color, Palette.SOLID, curve.name(), Form.JOINED);
    }

    static Line dashed(Curve curve, Color color) {
        return new Line(curve, color, Palette.DASHED, curve.name(), Form.JOINED);
    }

    static Line points(Curve curve, Color color) {
        return new Line(curve, color, Palette.SOLID, "", Form.POINTS);
    }

    static Line area(Curve curve, Color color) {
        return new Line(curve, color, Palette.SOLID, "", Form.AREA);
    }

    /// One of several lines of equal standing.
    static Line series(Curve curve, int index) {
        return new Line(
                curve, Palette.series(index), Palette.stroke(index), curve.name(), Form.JOINED);
    }

    /// A thin grey line to compare with: no skill, perfect calibration, zero.
    static Line reference(Curve curve) {
        return new Line(curve, Palette.REFERENCE, Palette.THIN, curve.name(), Form.JOINED);
    }

    Line with(Curve next) {
        return new Line(next, color, stroke, label, form);
    }

    Line labelled(String text) {
        return new Line(curve, color, stroke, text, form);
    }

    /// The line at a quarter of its opacity, without a label: raw values behind smoothed ones.
    Line faint() {
        return new Line(
                curve,
                new Color(color.getRed(), color.getGreen(), color.getBlue(), 64),
                stroke,
                "",
                form);
    }
}
