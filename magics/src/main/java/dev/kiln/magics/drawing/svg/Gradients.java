package dev.kiln.magics.drawing.svg;

import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.LinearGradientPaint;
import java.awt.Paint;
import java.awt.geom.AffineTransform;
import java.awt.geom.Point2D;

/// Straight gradients as SVG writes them.
final class Gradients {
    private Gradients() {}

    /// @throws IllegalArgumentException where the paint is no straight gradient
    static String definition(String name, Paint paint, AffineTransform place) {
        StringBuilder stops = new StringBuilder();
        return switch (paint) {
            case GradientPaint two -> {
                stop(stops, 0, two.getColor1());
                stop(stops, 1, two.getColor2());
                yield element(
                        name,
                        place.transform(two.getPoint1(), null),
                        place.transform(two.getPoint2(), null),
                        two.isCyclic() ? "reflect" : "pad",
                        stops);
            }
            case LinearGradientPaint many -> {
                for (int i = 0; i < many.getFractions().length; i++) {
                    stop(stops, many.getFractions()[i], many.getColors()[i]);
                }
                String spread =
                        switch (many.getCycleMethod()) {
                            case NO_CYCLE -> "pad";
                            case REFLECT -> "reflect";
                            case REPEAT -> "repeat";
                        };
                yield element(
                        name,
                        place.transform(many.getStartPoint(), null),
                        place.transform(many.getEndPoint(), null),
                        spread,
                        stops);
            }
            default -> throw new IllegalArgumentException("no straight gradient: " + paint);
        };
    }

    private static void stop(StringBuilder stops, float at, Color color) {
        Ink ink = Ink.of(color, 1);
        stops.append("<stop offset=\"")
                .append(SvgWriter.decimal(at))
                .append("\" stop-color=\"")
                .append(ink.light());
        if (!ink.opaque()) {
            stops.append("\" stop-opacity=\"").append(SvgWriter.decimal(ink.alpha() / 255.0));
        }
        stops.append("\"/>");
    }

    private static String element(
            String name, Point2D from, Point2D to, String spread, StringBuilder stops) {
        return "<linearGradient id=\""
                + name
                + "\" gradientUnits=\"userSpaceOnUse\" spreadMethod=\""
                + spread
                + "\" x1=\""
                + Outline.units(from.getX())
                + "\" y1=\""
                + Outline.units(from.getY())
                + "\" x2=\""
                + Outline.units(to.getX())
                + "\" y2=\""
                + Outline.units(to.getY())
                + "\">"
                + stops
                + "</linearGradient>";
    }
}
