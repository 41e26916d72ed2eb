package dev.kiln.magics.drawing.svg;

import java.awt.geom.Path2D;
import java.awt.geom.PathIterator;
import java.util.ArrayList;
import java.util.List;

/// Takes points out of long lines that nobody would see.
final class Thinning {
    /// The most points a line keeps.
    static final int MOST_POINTS = 300;

    /// Lines this short stay as they are.
    private static final int FEW = 40;

    private Thinning() {}

    /// The line with at most [#MOST_POINTS] points in each connected piece. A long piece that runs
    /// from left to right keeps the first, lowest, highest and last point of each of its columns. Then
    /// points go that lie on the straight line between others. Curves stay as they are.
    ///
    /// @param tolerance how far a line may move, in pixels
    static Path2D thin(Path2D path, double tolerance) {
        Path2D thinned = new Path2D.Double();
        List<double[]> piece = new ArrayList<>();
        double[] at = new double[6];
        for (PathIterator walk = path.getPathIterator(null); !walk.isDone(); walk.next()) {
            switch (walk.currentSegment(at)) {
                case PathIterator.SEG_MOVETO -> {
                    append(thinned, piece, tolerance);
                    piece.clear();
                    piece.add(new double[] {at[0], at[1]});
                }
                case PathIterator.SEG_LINETO -> piece.add(new double[] {at[0], at[1]});
                case PathIterator.SEG_CLOSE -> {
                    append(thinned, piece, tolerance);
                    piece.clear();
                    thinned.closePath();
                }
                default -> {
                    return path;
                }
            }
        }
        append(thinned, piece, tolerance);
        return thinned;
    }

    private static void append(Path2D path, List<double[]> piece, double tolerance) {
        List<double[]> kept = piece.size() <= FEW ? piece : fewer(piece, tolerance);
        for (int i = 0; i < kept.size(); i++) {
            double[] at = kept.get(i);
            if (i == 0) {
                path.moveTo(at[0], at[1]);
            } else {
                path.lineTo(at[0], at[1]);
            }
        }
    }

    private static List<double[]> fewer(List<double[]> piece, double tolerance) {
        boolean rightwards = true;
        for (int i = 1; i < piece.size(); i++) {
            rightwards &= piece.get(i)[0] >= piece.get(i - 1)[0];
        }
        List<double[]> kept = rightwards && piece.size() > MOST_POINTS ? extremes(piece) : piece;
        return straightened(kept, tolerance);
    }

    private static List<double[]> extremes(List<double[]> piece) {
        int columns = MOST_POINTS / 4;
        double left = piece.getFirst()[0];
        double width = Math.max(piece.getLast()[0] - left, Double.MIN_NORMAL);
        List<double[]> kept = new ArrayList<>();
        int from = 0;
        while (from < piece.size()) {
            int column = column(piece.get(from)[0], left, width, columns);
            int to = from;
            int low = from;
            int high = from;
            while (to < piece.size() && column(piece.get(to)[0], left, width, columns) == column) {
                low = piece.get(to)[1] < piece.get(low)[1] ? to : low;
                high = piece.get(to)[1] > piece.get(high)[1] ? to : high;
                to++;
            }
            List.of(from, Math.min(low, high), Math.max(low, high), to - 1).stream()
                    .distinct()
                    .forEach(i -> kept.add(piece.get(i)));
            from = to;
        }
        return kept;
    }

    private static int column(double x, double left, double width, int columns) {
        return (int) Math.min(columns - 1, (x - left) / width * columns);
    }

    /// Douglas and Peucker's rule, with the tolerance doubled until few enough points are left.
    private static List<double[]> straightened(List<double[]> piece, double least) {
        for (double tolerance = least; ; tolerance *= 2) {
            boolean[] keep = new boolean[piece.size()];
            keep[0] = true;
            keep[piece.size() - 1] = true;
            List<int[]> open = new ArrayList<>(List.of(new int[] {0, piece.size() - 1}));
            int count = 2;
            while (!open.isEmpty()) {
                int[] span = open.removeLast();
                int farthest = farthest(piece, span[0], span[1], tolerance);
                if (farthest > 0) {
                    keep[farthest] = true;
                    count++;
                    open.add(new int[] {span[0], farthest});
                    open.add(new int[] {farthest, span[1]});
                }
            }
            if (count <= MOST_POINTS) {
                List<double[]> kept = new ArrayList<>();
                for (int i = 0; i < keep.length; i++) {
                    if (keep[i]) {
                        kept.add(piece.get(i));
                    }
                }
                return kept;
            }
        }
    }

    private static int farthest(List<double[]> piece, int from, int to, double tolerance) {
        double[] a = piece.get(from);
        double[] b = piece.get(to);
        int best = 0;
        double distance = tolerance;
        for (int i = from + 1; i < to; i++) {
            double[] p = piece.get(i);
            double d = java.awt.geom.Line2D.ptSegDist(a[0], a[1], b[0], b[1], p[0], p[1]);
            if (d > distance) {
                distance = d;
                best = i;
            }
        }
        return best;
    }
}
