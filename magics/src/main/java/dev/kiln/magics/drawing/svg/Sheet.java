package dev.kiln.magics.drawing.svg;

import java.awt.geom.Path2D;
import java.awt.geom.PathIterator;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/// What was painted, in painting order. Lines that were painted bit by bit are joined again, so
/// that their dashes run on and their points can be thinned.
public final class Sheet {
    /// How many marks back a line looks for the piece it goes on from: a marker on each point, its
    /// error bar, and another series' pieces may lie between.
    private static final int REACH = 6;

    /// The largest markers, in pixels.
    private static final int MARKER = 16;

    private final List<Mark> marks = new ArrayList<>();
    private final Set<String> seen = new HashSet<>();
    private final List<Rectangle2D> tinted = new ArrayList<>();

    Sheet() {}

    List<Mark> marks() {
        return List.copyOf(marks);
    }

    void add(Mark mark) {
        switch (mark) {
            case Mark.Area area -> addArea(area);
            case Mark.Line line -> addLine(line);
            case Mark.Stamps stamps -> addStamps(stamps);
            case Mark.Dots dots -> addDots(dots);
            case Mark.Shaded shaded -> {
                tinted.add(shaded.path().getBounds2D());
                marks.add(shaded);
            }
            case Mark.Raster raster -> {
                tinted.add(raster.place().createTransformedShape(raster.box()).getBounds2D());
                marks.add(raster);
            }
        }
    }

    private void addArea(Mark.Area area) {
        Rectangle2D box = area.path().getBounds2D();
        if (box.isEmpty()) {
            return;
        }
        if (!Ink.isGrey(area.ink().rgb()) && area.ink().alpha() > 127) {
            tinted.add(box);
        }
        if (!marks.isEmpty()
                && marks.getLast() instanceof Mark.Area below
                && below.ink().equals(area.ink())
                && below.ink().opaque()
                && below.clip() == null
                && below.path().contains(box)) {
            return;
        }
        boolean dense = area.ink().alpha() > 127;
        boolean small = Math.max(box.getWidth(), box.getHeight()) <= MARKER;
        if (small && dense && !seen.add(spot(area, box))) {
            return;
        }
        for (int i = marks.size() - 1; i >= Math.max(0, marks.size() - (small ? REACH : 1)); i--) {
            if (marks.get(i) instanceof Mark.Area before
                    && before.ink().equals(area.ink())
                    && Objects.equals(before.clip(), area.clip())
                    && (small && dense
                            || area.ink().opaque()
                                    && !before.path().getBounds2D().intersects(box))) {
                before.path().append(area.path(), false);
                return;
            }
        }
        marks.add(area);
    }

    /// What a marker looks like and, roughly, where it is: a second one there would not be seen.
    private static String spot(Mark.Area area, Rectangle2D box) {
        double cell = Math.max(1, Math.max(box.getWidth(), box.getHeight()) / 2);
        return area.ink().light()
                + Outline.relative(area.path(), null, box.getX(), box.getY())
                + (int) (box.getX() / cell)
                + ","
                + (int) (box.getY() / cell);
    }

    /// A grey letter on a coloured cell keeps its grey: the cell is the same on both plates.
    private void addStamps(Mark.Stamps stamps) {
        if (stamps.stamps().isEmpty()) {
            return;
        }
        Mark.Stamp first = stamps.stamps().getFirst();
        Point2D at =
                stamps.place()
                        .transform(
                                new Point2D.Double(
                                        (double) first.x() / Outline.UNIT + 1,
                                        (double) first.y() / Outline.UNIT - 1),
                                null);
        boolean onColour = tinted.stream().anyMatch(box -> box.contains(at));
        marks.add(
                onColour
                        ? new Mark.Stamps(
                                stamps.stamps(),
                                stamps.place(),
                                stamps.ink().fixed(),
                                stamps.clip())
                        : stamps);
    }

    /// Dots go back to earlier dots of the same look, also past the pieces of the line that they lie
    /// on.
    private void addDots(Mark.Dots dots) {
        for (int i = marks.size() - 1; i >= Math.max(0, marks.size() - REACH); i--) {
            if (marks.get(i) instanceof Mark.Dots before
                    && before.ink().equals(dots.ink())
                    && before.diameter() == dots.diameter()
                    && Objects.equals(before.clip(), dots.clip())) {
                before.centers().addAll(dots.centers());
                return;
            }
        }
        marks.add(
                new Mark.Dots(
                        new ArrayList<>(dots.centers()), dots.diameter(), dots.ink(), dots.clip()));
    }

    private void addLine(Mark.Line line) {
        if (line.path().getCurrentPoint() == null) {
            return;
        }
        for (int i = marks.size() - 1; i >= Math.max(0, marks.size() - REACH); i--) {
            if (marks.get(i) instanceof Mark.Line before
                    && before.ink().equals(line.ink())
                    && before.pen().equals(line.pen())
                    && Objects.equals(before.clip(), line.clip())) {
                if (goesOn(before.path(), line.path())) {
                    before.path().append(line.path(), true);
                    return;
                }
                if (i == marks.size() - 1 && line.ink().opaque()) {
                    before.path().append(line.path(), false);
                    return;
                }
            }
        }
        marks.add(line);
    }

    private static boolean goesOn(Path2D before, Path2D next) {
        Point2D end = before.getCurrentPoint();
        double[] start = new double[6];
        PathIterator walk = next.getPathIterator(null);
        return end != null
                && walk.currentSegment(start) == PathIterator.SEG_MOVETO
                && end.distance(start[0], start[1]) < 1e-6;
    }
}
