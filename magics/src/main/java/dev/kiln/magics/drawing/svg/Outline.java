package dev.kiln.magics.drawing.svg;

import org.jspecify.annotations.Nullable;

import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.PathIterator;
import java.awt.geom.Point2D;
import java.util.List;

/// Path data in few bytes: whole numbers on a fine grid, each relative to the point before.
///
/// Every point is rounded where it lies, not where it lies from the last one, so errors do not add
/// up.
final class Outline {
    /// Grid lines per pixel.
    static final int UNIT = 10;

    private final StringBuilder data = new StringBuilder();
    private char command = ' ';
    private int x;
    private int y;
    private int startX;
    private int startY;
    private int controlX;
    private int controlY;
    private boolean curving;
    private int lastStart;
    private int lastLength;

    private Outline(int x, int y) {
        this.x = x;
        this.y = y;
    }

    static int units(double pixels) {
        return (int) Math.round(pixels * UNIT);
    }

    /// The path data of a shape, starting from the origin.
    static String of(Shape shape, @Nullable AffineTransform transform) {
        return relative(shape, transform, 0, 0);
    }

    /// The path data of a shape whose point `(originX, originY)` is moved to the origin before
    /// rounding: equal shapes in different places give equal data.
    static String relative(
            Shape shape, @Nullable AffineTransform transform, double originX, double originY) {
        Outline outline = new Outline(0, 0);
        double[] at = new double[6];
        for (PathIterator walk = shape.getPathIterator(transform); !walk.isDone(); walk.next()) {
            int kind = walk.currentSegment(at);
            for (int i = 0; i < 6; i += 2) {
                at[i] -= originX;
                at[i + 1] -= originY;
            }
            outline.append(kind, at);
        }
        return outline.data.toString();
    }

    /// Points in path data: a line of no length for each.
    static String points(List<Point2D> points) {
        Outline outline = new Outline(0, 0);
        for (Point2D point : points) {
            outline.moveTo(units(point.getX()), units(point.getY()));
            outline.data.append("h0");
        }
        return outline.data.toString();
    }

    private void append(int kind, double[] at) {
        switch (kind) {
            case PathIterator.SEG_MOVETO -> moveTo(units(at[0]), units(at[1]));
            case PathIterator.SEG_LINETO -> lineTo(units(at[0]), units(at[1]));
            case PathIterator.SEG_QUADTO ->
                    quadTo(units(at[0]), units(at[1]), units(at[2]), units(at[3]));
            case PathIterator.SEG_CUBICTO ->
                    cubicTo(
                            units(at[0]),
                            units(at[1]),
                            units(at[2]),
                            units(at[3]),
                            units(at[4]),
                            units(at[5]));
            case PathIterator.SEG_CLOSE -> close();
            default -> throw new IllegalArgumentException("path segment " + kind);
        }
    }

    private void moveTo(int toX, int toY) {
        command('m');
        numbers(toX - x, toY - y);
        command = 'l';
        x = startX = toX;
        y = startY = toY;
        curving = false;
    }

    private void lineTo(int toX, int toY) {
        curving = false;
        if (toX == x && toY == y) {
            return;
        }
        if (toY == y) {
            straight('h', toX - x);
        } else if (toX == x) {
            straight('v', toY - y);
        } else {
            command('l');
            numbers(toX - x, toY - y);
        }
        x = toX;
        y = toY;
    }

    /// A level or upright piece; one that goes on in the direction of the piece before lengthens it.
    private void straight(char letter, int length) {
        if (command == letter && Integer.signum(length) == Integer.signum(lastLength)) {
            data.setLength(lastStart);
            length += lastLength;
        } else {
            command(letter);
            lastStart = data.length();
        }
        number(length);
        lastLength = length;
    }

    private void quadTo(int overX, int overY, int toX, int toY) {
        if (toX == x && toY == y) {
            return;
        }
        // TrueType curves run on smoothly, so the next control point is mostly the mirror of the
        // last.
        int mirrorX = 2 * x - controlX;
        int mirrorY = 2 * y - controlY;
        if (curving && Math.abs(mirrorX - overX) <= 1 && Math.abs(mirrorY - overY) <= 1) {
            command('t');
            numbers(toX - x, toY - y);
            controlX = mirrorX;
            controlY = mirrorY;
        } else {
            command('q');
            numbers(overX - x, overY - y, toX - x, toY - y);
            controlX = overX;
            controlY = overY;
        }
        curving = true;
        x = toX;
        y = toY;
    }

    private void cubicTo(int overX, int overY, int thenX, int thenY, int toX, int toY) {
        command('c');
        numbers(overX - x, overY - y, thenX - x, thenY - y, toX - x, toY - y);
        curving = false;
        x = toX;
        y = toY;
    }

    private void close() {
        data.append('z');
        command = 'z';
        x = startX;
        y = startY;
        curving = false;
    }

    private void command(char letter) {
        if (letter != command || letter == 'm') {
            data.append(letter);
            command = letter;
        }
    }

    private void numbers(int... values) {
        for (int value : values) {
            number(value);
        }
    }

    private void number(int value) {
        char last = data.charAt(data.length() - 1);
        if (value >= 0 && last >= '0' && last <= '9') {
            data.append(' ');
        }
        data.append(value);
    }
}
