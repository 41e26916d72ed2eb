package dev.kiln.checks;

import dev.kiln.data.FloatArray;
import dev.kiln.tensor.Shape;

import org.jspecify.annotations.Nullable;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/// What labels look like: gathered in one pass over them.
public final class LabelFacts {
    private static final double ROUNDING = 1e-3;
    private static final int MANY = 10_000;
    private static final int FEW = 100;

    /// Different values are counted among the first labels only: pictures as labels have many numbers.
    private static final long MOST_LOOKED_AT = 1_000_000;

    /// Labels that are copied together: reading them one by one takes as long as looking at them.
    private static final int BLOCK = 4096;

    private final String name;
    private final Shape shape;
    private final FloatArray values;
    private final @Nullable FloatArray mask;
    private final List<String> classNames;
    private final Set<Float> different = new HashSet<>();
    private double lowest = Double.POSITIVE_INFINITY;
    private double highest = Double.NEGATIVE_INFINITY;
    private double sum;
    private double squares;
    private boolean whole = true;
    private boolean zeroOne = true;
    private boolean oneHot;
    private boolean sumToOne = true;
    private int notNumbers;
    private int infinite;
    private long firstNotNumber = -1;

    /// @param name       of the labels' column, as in `digit`
    /// @param values     `[rows, …]`
    /// @param mask       one number a label, 0 where it does not count; null where all count
    /// @param classNames texts that the class numbers stand for; empty where labels always were numbers
    public LabelFacts(
            String name, FloatArray values, @Nullable FloatArray mask, List<String> classNames) {
        this.name = name;
        this.values = values;
        this.shape = values.shape();
        this.mask = mask;
        this.classNames = List.copyOf(classNames);
        this.oneHot = columns() > 1;
        gather();
    }

    public LabelFacts(String name, FloatArray values) {
        this(name, values, null, List.of());
    }

    private void gather() {
        int columns = columns();
        long size = values.size();
        int length = columns * Math.max(1, BLOCK / Math.max(1, columns));
        float[] block = new float[length];
        for (long from = 0; from < size; from += columns) {
            int place = (int) (from % length);
            if (place == 0) {
                values.copy(from, block, (int) Math.min(length, size - from));
            }
            double rowSum = 0;
            int ones = 0;
            for (int i = 0; i < columns; i++) {
                float value = block[place + i];
                if (!counts(from + i)) {
                    continue;
                }
                take(value, from + i);
                rowSum += value;
                ones += value == 1 ? 1 : 0;
            }
            sumToOne &= Math.abs(rowSum - 1) <= ROUNDING;
            oneHot &= ones == 1 && rowSum == 1;
        }
        oneHot &= zeroOne;
    }

    private void take(float value, long at) {
        if (!Float.isFinite(value)) {
            firstNotNumber = notNumbers == 0 ? at : firstNotNumber;
            notNumbers++;
            infinite += Float.isInfinite(value) ? 1 : 0;
            return;
        }
        lowest = Math.min(lowest, value);
        highest = Math.max(highest, value);
        sum += value;
        squares += (double) value * value;
        whole = whole && value == Math.rint(value);
        zeroOne = zeroOne && (value == 0 || value == 1);
        if (different.size() < MANY && at < MOST_LOOKED_AT) {
            different.add(value);
        }
    }

    private boolean counts(long label) {
        return mask == null || mask.get(label) != 0;
    }

    public String name() {
        return name;
    }

    public Shape shape() {
        return shape;
    }

    /// How many numbers the last axis has; 1 for a plain column.
    int columns() {
        return shape.rank() < 2 ? 1 : shape.last();
    }

    double lowest() {
        return lowest;
    }

    double highest() {
        return highest;
    }

    /// How many labels are NaN or infinite.
    int notNumbers() {
        return notNumbers;
    }

    /// How many labels are infinite.
    int infinite() {
        return infinite;
    }

    /// Row of the first such label, counted from 1.
    int rowOfFirstNotNumber() {
        return row(firstNotNumber);
    }

    private int row(long at) {
        return (int) (at / Math.max(values.rowSize(), 1)) + 1;
    }

    boolean isWhole() {
        return whole && values.size() > 0;
    }

    boolean isZeroOne() {
        return zeroOne;
    }

    boolean isOneHot() {
        return oneHot && values.size() > 0;
    }

    boolean isWithinUnitInterval() {
        return lowest >= 0 && highest <= 1;
    }

    boolean sumsToOne() {
        return sumToOne;
    }

    boolean wereTexts() {
        return !classNames.isEmpty();
    }

    /// How many different values there are; counted up to 10,000 among the first million.
    int different() {
        return different.size();
    }

    boolean hasOnly(float... values) {
        var allowed = new HashSet<Float>();
        for (float value : values) {
            allowed.add(value);
        }
        return allowed.containsAll(different);
    }

    /// How many classes class numbers are of: their names, else different values.
    ///
    /// @param ignored class number that stands for no class; null for none
    int classes(@Nullable Integer ignored) {
        int unclassed = ignored != null && different.contains(ignored.floatValue()) ? 1 : 0;
        return wereTexts() ? classNames.size() : different() - unclassed;
    }

    /// Whether they can be taken for classes: texts, or not too many different whole numbers.
    boolean areFewWholeNumbers() {
        return wereTexts() || (isWhole() && different() <= FEW);
    }

    String className(int classNumber) {
        return classNumber >= 0 && classNumber < classNames.size()
                ? classNames.get(classNumber)
                : String.valueOf(classNumber);
    }

    double deviation() {
        double count = Math.max(values.size(), 1);
        double mean = sum / count;
        return Math.sqrt(Math.max(squares / count - mean * mean, 0));
    }

    /// What the squared error of a model that answers 0 is, as one does before training.
    double meanSquare() {
        return squares / Math.max(values.size(), 1);
    }

    /// How many labels each class number has.
    TreeMap<Integer, Integer> counts() {
        var counts = new TreeMap<Integer, Integer>();
        int columns = columns();
        for (long from = 0; from < values.size(); from += columns) {
            int label = columns == 1 ? (int) values.get(from) : hot(from, columns);
            counts.merge(label, 1, Integer::sum);
        }
        return counts;
    }

    private int hot(long from, int columns) {
        int hot = 0;
        for (int i = 1; i < columns; i++) {
            hot = values.get(from + i) > values.get(from + hot) ? i : hot;
        }
        return hot;
    }

    /// Labels that are not one of the classes 0 to `classes - 1`.
    ///
    /// @param ignored class number that stands for no class; null for none
    Outside outside(int classes, @Nullable Integer ignored) {
        int count = 0;
        long first = -1;
        double largest = classes - 1;
        double smallest = 0;
        for (long i = 0; i < values.size(); i++) {
            double label = values.get(i);
            boolean isClass =
                    label >= 0 && label < classes || (ignored != null && label == ignored);
            if (counts(i) && !isClass) {
                count++;
                first = first < 0 ? i : first;
                largest = Math.max(largest, label);
                smallest = Math.min(smallest, label);
            }
        }
        return new Outside(
                count,
                values.size(),
                first < 0 ? 0 : values.get(first),
                row(first),
                smallest,
                largest);
    }

    /// @param count   how many labels there are outside
    /// @param of      of how many
    /// @param first   the first one's value
    /// @param row     its row, counted from 1
    /// @param smallest smallest label, 0 where none is below
    /// @param largest  largest label, the last class where none is above
    record Outside(int count, long of, double first, int row, double smallest, double largest) {}
}
