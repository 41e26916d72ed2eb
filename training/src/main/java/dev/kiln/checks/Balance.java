package dev.kiln.checks;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Whether the classes are about as frequent as each other.
final class Balance implements Check {
    private static final int UNEVEN = 5;

    @Override
    public List<Finding> findings(Setup setup) {
        if (setup.labels().isEmpty() || !setup.isCrossentropy()) {
            return List.of();
        }
        LabelFacts labels = setup.labels().get();
        boolean areRows = labels.shape().rank() <= 2 && setup.ending().row().rank() == 1;
        int classes = setup.isSparse() ? setup.units() : 2;
        boolean isColumn =
                labels.columns() == 1
                        && labels.isWhole()
                        && labels.lowest() >= 0
                        && labels.highest() < classes;
        if (!areRows || !(isColumn || labels.isOneHot())) {
            return List.of();
        }
        TreeMap<Integer, Integer> counts = labels.counts();
        var largest = counts.entrySet().stream().max(Map.Entry.comparingByValue());
        var smallest = counts.entrySet().stream().min(Map.Entry.comparingByValue());
        if (counts.size() < 2 || largest.get().getValue() < UNEVEN * smallest.get().getValue()) {
            return List.of();
        }
        if (setup.metrics().stream().anyMatch(Balance::looksBehindAccuracy)) {
            return List.of();
        }
        String often = labels.className(largest.get().getKey());
        double share = 100.0 * largest.get().getValue() / labels.shape().get(0);
        return List.of(
                new Finding(
                        "W218",
                        "classes are uneven: "
                                + counted(labels, largest.get())
                                + ", "
                                + counted(labels, smallest.get())
                                + ". Always answering "
                                + often
                                + " is "
                                + "%.1f".formatted(share)
                                + " % right, so look at recall.",
                        setup.dialect() == Dialect.MAGIC
                                ? "Type: %fit class_weight=balanced   and add to %compile: precision recall auc"
                                : "Give fit class weights, and add to compile: \"precision\", \"recall\", \"auc\""));
    }

    /// `fraud 88`; `1 (88 rows)` where the class is a number itself.
    private static String counted(LabelFacts labels, Map.Entry<Integer, Integer> counted) {
        String name = labels.className(counted.getKey());
        String count = Figures.of(counted.getValue());
        return name.matches("-?[\\d.]+")
                ? name + " (" + count + (counted.getValue() == 1 ? " row)" : " rows)")
                : name + " " + count;
    }

    /// Whether a metric shows what accuracy hides: the user knows.
    private static boolean looksBehindAccuracy(String metric) {
        String name = metric.toLowerCase(Locale.ROOT);
        return Stream.of("recall", "precision", "auc", "f1", "f_beta", "fbeta", "sensitivity")
                .anyMatch(name::contains);
    }
}
