package dev.kiln.magics.drawing.chart;

import java.awt.BasicStroke;
import java.awt.Color;

/// A curve and how it is drawn.
///
/// @param label  written at the line's end; empty for none
/// @param points whether the points are drawn one by one instead of joined
record Line(Curve curve, Color color, BasicStroke stroke, String label, boolean points) {
    static Line solid(Curve curve, Color color) {
        return new Line(curve, color, Palette.SOLID, curve.name(), false);
    }

    static Line dashed(Curve curve, Color color) {
        return new Line(curve, color, Palette.DASHED, curve.name(), false);
    }

    static Line points(Curve curve, Color color) {
        return new Line(curve, color, Palette.SOLID, "", true);
    }

    /// A thin grey line to compare with: no skill, perfect calibration, zero.
    static Line reference(Curve curve) {
        return new Line(curve, Palette.REFERENCE, Palette.THIN, curve.name(), false);
    }

    Line labelled(String text) {
        return new Line(curve, color, stroke, text, points);
    }

    /// The line at a quarter of its opacity, without a label: raw values behind smoothed ones.
    Line faint() {
        return new Line(
                curve, new Color(color.getRed(), color.getGreen(), color.getBlue(), 64), stroke, "", points);
    }
}
