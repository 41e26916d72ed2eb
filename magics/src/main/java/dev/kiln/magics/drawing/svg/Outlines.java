package dev.kiln.magics.drawing.svg;

import org.jspecify.annotations.Nullable;

import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.awt.geom.PathIterator;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;

/// Cuts the outline of a text into its letters.
///
/// Contours whose boxes touch belong together, because one may be the hole of another; apart from
/// each other, contours can be painted one by one.
final class Outlines {
    private Outlines() {}

    /// @param transform where the shape lies: text is moved to its baseline, so letters keep their
    ///                  height above it; a marker has no baseline and counts from its first point
    static Mark.Stamps stamps(
            Shape shape, AffineTransform transform, Ink ink, @Nullable Rectangle2D clip) {
        AffineTransform place = new AffineTransform(transform);
        List<Path2D> letters = letters(shape);
        if (letters.size() > 2 && standsUpright(shape)) {
            // XChart turns the title of a vertical axis itself; turned back, its letters are those
            // of the other texts.
            letters =
                    letters(
                            AffineTransform.getQuadrantRotateInstance(1)
                                    .createTransformedShape(shape));
            place.quadrantRotate(-1);
        }
        boolean onBaseline = !place.isIdentity();
        List<Mark.Stamp> stamps = new ArrayList<>();
        for (Path2D letter : letters) {
            double[] first = new double[6];
            letter.getPathIterator(null).currentSegment(first);
            double y = onBaseline ? 0 : first[1];
            stamps.add(
                    new Mark.Stamp(
                            Outline.relative(letter, null, first[0], y),
                            Outline.units(first[0]),
                            Outline.units(y)));
        }
        return new Mark.Stamps(List.copyOf(stamps), place, ink, clip);
    }

    private static boolean standsUpright(Shape shape) {
        Rectangle2D box = shape.getBounds2D();
        return box.getHeight() > 1.5 * box.getWidth();
    }

    private static List<Path2D> letters(Shape shape) {
        List<Path2D> letters = new ArrayList<>();
        List<Rectangle2D> boxes = new ArrayList<>();
        for (Path2D contour : contours(shape)) {
            Path2D letter = contour;
            Rectangle2D box = contour.getBounds2D();
            for (int i = letters.size() - 1; i >= 0; i--) {
                if (touches(boxes.get(i), box)) {
                    box = box.createUnion(boxes.remove(i));
                    Path2D whole = letters.remove(i);
                    whole.append(letter, false);
                    letter = whole;
                }
            }
            letters.add(letter);
            boxes.add(box);
        }
        return letters;
    }

    private static boolean touches(Rectangle2D a, Rectangle2D b) {
        return a.getMinX() <= b.getMaxX()
                && b.getMinX() <= a.getMaxX()
                && a.getMinY() <= b.getMaxY()
                && b.getMinY() <= a.getMaxY();
    }

    static List<Path2D> contours(Shape shape) {
        List<Path2D> contours = new ArrayList<>();
        Path2D contour = new Path2D.Double();
        double[] at = new double[6];
        for (PathIterator walk = shape.getPathIterator(null); !walk.isDone(); walk.next()) {
            switch (walk.currentSegment(at)) {
                case PathIterator.SEG_MOVETO -> {
                    contour = new Path2D.Double();
                    contour.moveTo(at[0], at[1]);
                    contours.add(contour);
                }
                case PathIterator.SEG_LINETO -> contour.lineTo(at[0], at[1]);
                case PathIterator.SEG_QUADTO -> contour.quadTo(at[0], at[1], at[2], at[3]);
                case PathIterator.SEG_CUBICTO ->
                        contour.curveTo(at[0], at[1], at[2], at[3], at[4], at[5]);
                default -> contour.closePath();
            }
        }
        // A space leaves a lone point behind, which shows nothing.
        contours.removeIf(lone -> lone.getBounds2D().isEmpty());
        return contours;
    }
}
