package dev.kiln.magics.training;

import dev.kiln.magics.drawing.chart.Curve;
import dev.kiln.magics.drawing.chart.ScoredCurve;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/// What a score finds and what it mistakes as the threshold falls, for one yes/no question.
///
/// Rows of one score are passed together, so their order does not matter.
///
/// @param name     of the question, for example a class
/// @param scores   one a row; higher speaks for yes
/// @param isTrue   one a row: whether yes is right
record ThresholdCurves(String name, List<Double> scores, List<Boolean> isTrue) {
    private static final int GRID = 100;

    ThresholdCurves {
        scores = List.copyOf(scores);
        isTrue = List.copyOf(isTrue);
    }

    /// Rows for which yes is right.
    long positives() {
        return isTrue.stream().filter(truth -> truth).count();
    }

    /// Whether there are rows of both kinds; without them no curve is defined.
    boolean hasBoth() {
        long positives = positives();
        return positives > 0 && positives < isTrue.size();
    }

    /// Found and mistaken counts behind each threshold, from none taken to all taken.
    private List<long[]> steps() {
        var order =
                IntStream.range(0, scores.size())
                        .boxed()
                        .sorted(Comparator.comparing(scores::get, Comparator.reverseOrder()))
                        .toList();
        var steps = new ArrayList<long[]>();
        steps.add(new long[] {0, 0});
        long found = 0;
        long mistaken = 0;
        for (int i = 0; i < order.size(); i++) {
            if (isTrue.get(order.get(i))) {
                found++;
            } else {
                mistaken++;
            }
            boolean isLast = i + 1 == order.size();
            if (isLast || !scores.get(order.get(i)).equals(scores.get(order.get(i + 1)))) {
                steps.add(new long[] {found, mistaken});
            }
        }
        return steps;
    }

    /// Precision, recall and F1 for thresholds from 0 to 1; precision is left out where nothing is taken.
    List<Curve> byThreshold() {
        var precision = new ArrayList<Double>();
        var recall = new ArrayList<Double>();
        var f1 = new ArrayList<Double>();
        var thresholds = new ArrayList<Double>();
        for (int i = 0; i <= GRID; i++) {
            double threshold = (double) i / GRID;
            Scores there = at(threshold);
            thresholds.add(threshold);
            precision.add(there.precision());
            recall.add(there.recall());
            f1.add(there.f1());
        }
        return List.of(
                new Curve("precision", thresholds, precision),
                new Curve("recall", thresholds, recall),
                new Curve("f1", thresholds, f1));
    }

    /// @param precision not-a-number where nothing is taken
    record Scores(double precision, double recall, double f1) {}

    /// Where yes is said above a threshold.
    Scores at(double threshold) {
        long taken = 0;
        long found = 0;
        for (int row = 0; row < scores.size(); row++) {
            if (scores.get(row) > threshold) {
                taken++;
                found += isTrue.get(row) ? 1 : 0;
            }
        }
        return new Scores(
                taken == 0 ? Double.NaN : (double) found / taken,
                (double) found / positives(),
                2.0 * found / (taken + positives()));
    }

    /// The threshold, in hundredths, above which F1 is highest; the nearest to a half of several.
    double bestThreshold() {
        return IntStream.range(1, GRID)
                .mapToObj(place -> (double) place / GRID)
                .max(
                        Comparator.comparingDouble((Double threshold) -> at(threshold).f1())
                                .thenComparing(threshold -> -Math.abs(threshold - 0.5)))
                .orElse(0.5);
    }

    /// True over false positive rate, with the area by trapezoids.
    ScoredCurve roc() {
        double positives = positives();
        double negatives = isTrue.size() - positives;
        var x = new ArrayList<Double>();
        var y = new ArrayList<Double>();
        for (long[] step : steps()) {
            x.add(step[1] / negatives);
            y.add(step[0] / positives);
        }
        double area = 0;
        for (int i = 1; i < x.size(); i++) {
            area += (x.get(i) - x.get(i - 1)) * (y.get(i) + y.get(i - 1)) / 2;
        }
        return new ScoredCurve(new Curve(name, x, y), area);
    }

    /// Precision over recall, with the average precision: the sum of precisions, each weighed by the recall that it
    /// adds. Straight lines between the points would promise too much.
    ScoredCurve precisionRecall() {
        double positives = positives();
        var x = new ArrayList<Double>();
        var y = new ArrayList<Double>();
        double area = 0;
        double before = 0;
        for (long[] step : steps()) {
            if (step[0] + step[1] == 0) {
                continue;
            }
            double recall = step[0] / positives;
            double precision = (double) step[0] / (step[0] + step[1]);
            if (x.isEmpty()) {
                x.add(0.0);
                y.add(precision);
            }
            x.add(recall);
            y.add(precision);
            area += (recall - before) * precision;
            before = recall;
        }
        return new ScoredCurve(new Curve(name, x, y), area);
    }

    /// Mean chance and share that came true, in ten bins of equal width; empty bins are left out.
    ///
    /// Wants scores from 0 to 1.
    Curve calibration() {
        int bins = 10;
        double[] chances = new double[bins];
        int[] rows = new int[bins];
        int[] hits = new int[bins];
        for (int i = 0; i < scores.size(); i++) {
            int bin = (int) Math.min(bins - 1, scores.get(i) * bins);
            chances[bin] += scores.get(i);
            rows[bin]++;
            hits[bin] += isTrue.get(i) ? 1 : 0;
        }
        var x = new ArrayList<Double>();
        var y = new ArrayList<Double>();
        for (int bin = 0; bin < bins; bin++) {
            if (rows[bin] > 0) {
                x.add(chances[bin] / rows[bin]);
                y.add((double) hits[bin] / rows[bin]);
            }
        }
        return new Curve(name, x, y);
    }

    /// The mean of several curves, and of their areas.
    static ScoredCurve macro(List<ScoredCurve> curves) {
        double[] x = new double[GRID + 1];
        double[] y = new double[GRID + 1];
        for (int i = 0; i <= GRID; i++) {
            x[i] = (double) i / GRID;
            for (ScoredCurve scored : curves) {
                y[i] += at(scored.curve(), x[i]) / curves.size();
            }
        }
        double area = curves.stream().mapToDouble(ScoredCurve::area).average().orElse(0);
        return new ScoredCurve(Curve.of("macro", x, y), area);
    }

    /// On a step upwards the upper end counts.
    private static double at(Curve curve, double place) {
        int right = 0;
        while (right < curve.x().size() - 1 && curve.x().get(right) <= place) {
            right++;
        }
        if (right == 0 || curve.x().get(right) <= place) {
            return curve.y().get(right);
        }
        double left = curve.x().get(right - 1);
        double share = (place - left) / (curve.x().get(right) - left);
        return curve.y().get(right - 1) * (1 - share) + curve.y().get(right) * share;
    }
}
