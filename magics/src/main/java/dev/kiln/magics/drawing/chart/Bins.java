package dev.kiln.magics.drawing.chart;

import java.util.ArrayList;
import java.util.List;

/// How many values lie in each of some neighbouring bins.
///
/// @param name   of what was counted
/// @param edges  of the bins, rising; one more than `counts`
/// @param counts for each bin
public record Bins(String name, List<Double> edges, List<Double> counts) {
    public Bins {
        edges = List.copyOf(edges);
        counts = List.copyOf(counts);
        if (edges.size() != counts.size() + 1) {
            throw new IllegalArgumentException(
                    counts.size()
                            + " bins need "
                            + (counts.size() + 1)
                            + " edges, not "
                            + edges.size());
        }
    }

    /// Counts the finite values in bins of one width.
    ///
    /// @param bins from 1
    public static Bins of(String name, double[] values, int bins) {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (double value : values) {
            if (Double.isFinite(value)) {
                low = Math.min(low, value);
                high = Math.max(high, value);
            }
        }
        if (low > high) {
            low = 0;
            high = 1;
        } else if (low == high) {
            double room = low == 0 ? 0.5 : Math.abs(low) / 2;
            low -= room;
            high += room;
        }
        double[] counts = new double[bins];
        for (double value : values) {
            if (Double.isFinite(value)) {
                counts[(int) Math.min(bins - 1, (value - low) / (high - low) * bins)]++;
            }
        }
        List<Double> edges = new ArrayList<>();
        for (int i = 0; i <= bins; i++) {
            edges.add(low + (high - low) * i / bins);
        }
        return new Bins(name, edges, Curve.boxed(counts));
    }

    double total() {
        return counts.stream().mapToDouble(count -> count).sum();
    }

    /// The outline of the bars, from zero and back to it.
    Curve outline() {
        List<Double> x = new ArrayList<>();
        List<Double> y = new ArrayList<>();
        x.add(edges.getFirst());
        y.add(0.0);
        for (int i = 0; i < counts.size(); i++) {
            x.addAll(List.of(edges.get(i), edges.get(i + 1)));
            y.addAll(List.of(counts.get(i), counts.get(i)));
        }
        x.add(edges.getLast());
        y.add(0.0);
        return new Curve(name, x, y);
    }
}
