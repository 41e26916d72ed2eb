package dev.kiln.magics.drawing.svg;

import org.jspecify.annotations.Nullable;

import java.awt.BasicStroke;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.PathIterator;
import java.awt.geom.Rectangle2D;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Finds lines again in the boxes that XChart makes of them before it paints the grid: a dashed line
/// is a tenth of the bytes.
final class Dashes {
    private static final int FEWEST = 4;
    private static final double CLOSE = 0.01;

    /// In pixels.
    private static final double THIN = 1.5;

    private static final double LONG = 20;

    private Dashes() {}

    /// The level or upright dashed line that looks like the path; empty where none does.
    static Optional<Mark.Line> line(Path2D path, Ink ink, @Nullable Rectangle2D clip) {
        List<Path2D> contours = Outlines.contours(path);
        if (contours.size() == 1 && isBox(contours.getFirst())) {
            return rule(contours.getFirst().getBounds2D(), ink, clip);
        }
        if (contours.size() < FEWEST || !contours.stream().allMatch(Dashes::isBox)) {
            return Optional.empty();
        }
        // Java's stroker hands out the first dash last.
        List<Rectangle2D> boxes =
                contours.stream()
                        .map(Path2D::getBounds2D)
                        .sorted(
                                Comparator.comparingDouble(
                                        (Rectangle2D box) -> box.getX() + box.getY()))
                        .toList();
        Rectangle2D first = boxes.getFirst();
        Rectangle2D second = boxes.get(1);
        boolean level = isClose(first.getY(), second.getY());
        double length = level ? first.getWidth() : first.getHeight();
        double step = level ? second.getX() - first.getX() : second.getY() - first.getY();
        for (int i = 1; i < boxes.size(); i++) {
            Rectangle2D expected =
                    level
                            ? new Rectangle2D.Double(
                                    first.getX() + i * step,
                                    first.getY(),
                                    length,
                                    first.getHeight())
                            : new Rectangle2D.Double(
                                    first.getX(),
                                    first.getY() + i * step,
                                    first.getWidth(),
                                    length);
            if (!matches(boxes.get(i), expected, level, i == boxes.size() - 1)) {
                return Optional.empty();
            }
        }
        if (step <= length) {
            return Optional.empty();
        }
        Rectangle2D last = boxes.getLast();
        Path2D whole =
                new Path2D.Double(
                        level
                                ? new Line2D.Double(
                                        first.getX(),
                                        first.getCenterY(),
                                        last.getMaxX(),
                                        first.getCenterY())
                                : new Line2D.Double(
                                        first.getCenterX(),
                                        first.getY(),
                                        first.getCenterX(),
                                        last.getMaxY()));
        float width = (float) (level ? first.getHeight() : first.getWidth());
        List<Float> dash = List.of((float) length, (float) (step - length));
        Mark.Pen pen = new Mark.Pen(width, dash, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER);
        return Optional.of(new Mark.Line(whole, ink, pen, clip));
    }

    /// A long thin box is a line, too.
    private static Optional<Mark.Line> rule(Rectangle2D box, Ink ink, @Nullable Rectangle2D clip) {
        boolean level = box.getHeight() <= THIN && box.getWidth() >= LONG;
        boolean upright = box.getWidth() <= THIN && box.getHeight() >= LONG;
        if (!level && !upright) {
            return Optional.empty();
        }
        Path2D whole =
                new Path2D.Double(
                        level
                                ? new Line2D.Double(
                                        box.getX(),
                                        box.getCenterY(),
                                        box.getMaxX(),
                                        box.getCenterY())
                                : new Line2D.Double(
                                        box.getCenterX(),
                                        box.getY(),
                                        box.getCenterX(),
                                        box.getMaxY()));
        float width = (float) (level ? box.getHeight() : box.getWidth());
        Mark.Pen pen = new Mark.Pen(width, List.of(), BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND);
        return Optional.of(new Mark.Line(whole, ink, pen, clip));
    }

    /// The last dash may be cut short by the end of the line.
    private static boolean matches(
            Rectangle2D box, Rectangle2D expected, boolean level, boolean last) {
        double width = box.getWidth() - expected.getWidth();
        double height = box.getHeight() - expected.getHeight();
        boolean widthFits = isClose(width, 0) || last && level && width < 0;
        boolean heightFits = isClose(height, 0) || last && !level && height < 0;
        return isClose(box.getX(), expected.getX())
                && isClose(box.getY(), expected.getY())
                && widthFits
                && heightFits;
    }

    private static boolean isBox(Path2D contour) {
        Rectangle2D box = contour.getBounds2D();
        double[] at = new double[6];
        for (PathIterator walk = contour.getPathIterator(null); !walk.isDone(); walk.next()) {
            int kind = walk.currentSegment(at);
            if (kind == PathIterator.SEG_CLOSE) {
                continue;
            }
            boolean corner =
                    (isClose(at[0], box.getMinX()) || isClose(at[0], box.getMaxX()))
                            && (isClose(at[1], box.getMinY()) || isClose(at[1], box.getMaxY()));
            if (!corner || kind == PathIterator.SEG_QUADTO || kind == PathIterator.SEG_CUBICTO) {
                return false;
            }
        }
        return true;
    }

    private static boolean isClose(double a, double b) {
        return Math.abs(a - b) < CLOSE;
    }
}
