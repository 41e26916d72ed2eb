package dev.kiln.data;

import dev.kiln.catalog.UserError;
import dev.kiln.data.ColumnPreparation.Numbers;
import dev.kiln.data.ColumnPreparation.OneHot;
import dev.kiln.data.ColumnPreparation.Scaling;
import dev.kiln.data.ColumnPreparation.Words;
import dev.kiln.data.InputPreparation.OfColumns;
import dev.kiln.data.Preparing.Missing;
import dev.kiln.data.Preparing.Normalize;

import org.jspecify.annotations.Nullable;

import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;

/// Fits the preparation of columns to the training rows.
final class ColumnFitting {
    /// More different texts than this make no useful one-hot columns.
    private static final int MOST_ONE_HOT = 1000;

    private static final int LONGEST_TEXT = 256;

    /// As many whole-number columns as an 8x8 image has pixels are taken for an image.
    private static final int PIXELS_A_ROW = 64;

    private final NamedColumns columns;
    private final int[] train;
    private final DataOptions options;
    private final String typed;

    /// @param train row numbers of the training rows
    /// @param typed the source as the user named it
    ColumnFitting(Table table, int[] train, DataOptions options, String typed) {
        this.columns = new NamedColumns(table);
        this.train = train;
        this.options = options;
        this.typed = typed;
    }

    /// One input of all columns but the word columns, which are an input each.
    List<InputPreparation> fit(List<String> features) {
        double pixels = pixelMaximum(features);
        var inputs = new ArrayList<InputPreparation>();
        var together = new ArrayList<ColumnPreparation>();
        var words = new ArrayList<InputPreparation>();
        for (String feature : features) {
            Column<?> column = columns.get(feature);
            if (isWords(feature)) {
                words.add(new OfColumns(feature, List.of(words(column))));
            } else if (TableColumns.isText(column)) {
                together.add(oneHot(column));
            } else {
                together.add(numbers(column, pixels));
            }
        }
        if (!together.isEmpty()) {
            inputs.add(new OfColumns("x", together));
        }
        inputs.addAll(words);
        return inputs;
    }

    private boolean isWords(String feature) {
        return options.columnChoice().text().stream()
                .anyMatch(name -> name.equalsIgnoreCase(feature));
    }

    private Numbers numbers(Column<?> column, double pixels) {
        Double fill = fill(column);
        return switch (options.preparing().normalize()) {
            case NONE -> untouched(column.name(), fill);
            case MINMAX -> scaled(column, train, Scaling.MINMAX, fill);
            case ZSCORE -> scaled(column, train, Scaling.ZSCORE, fill);
            case AUTO -> {
                if (pixels > 0) {
                    yield new Numbers(column.name(), Scaling.PIXELS, 0, pixels, fill);
                }
                yield isYesNo(column)
                        ? untouched(column.name(), fill)
                        : scaled(column, train, Scaling.ZSCORE, fill);
            }
        };
    }

    private boolean isYesNo(Column<?> column) {
        double[] values = TableColumns.numbers(column);
        return Arrays.stream(train)
                .mapToDouble(row -> values[row])
                .allMatch(value -> value == 0 || value == 1 || !Double.isFinite(value));
    }

    /// 255 or 16 where all columns look like pixels, else 0.
    private double pixelMaximum(List<String> features) {
        if (features.size() < PIXELS_A_ROW || options.preparing().normalize() != Normalize.AUTO) {
            return 0;
        }
        double largest = 0;
        for (String feature : features) {
            Column<?> column = columns.get(feature);
            if (!TableColumns.isNumber(column)) {
                return 0;
            }
            double[] values = TableColumns.numbers(column);
            for (int row : train) {
                double value = values[row];
                if (!(value >= 0 && value <= 255) || value != Math.rint(value)) {
                    return 0;
                }
                largest = Math.max(largest, value);
            }
        }
        return largest <= 1 ? 0 : largest <= 16 ? 16 : 255;
    }

    static Numbers untouched(String column, @Nullable Double fill) {
        return new Numbers(column, Scaling.NONE, 0, 1, fill);
    }

    /// A rule whose shift and divisor are those of the rows; a column of one value becomes zeros.
    static Numbers scaled(Column<?> column, int[] rows, Scaling scaling, @Nullable Double fill) {
        double[] values = known(column, rows);
        if (values.length == 0) {
            return new Numbers(column.name(), scaling, 0, 1, fill);
        }
        if (scaling == Scaling.MINMAX) {
            double least = Arrays.stream(values).min().orElseThrow();
            double most = Arrays.stream(values).max().orElseThrow();
            return new Numbers(
                    column.name(), scaling, least, most > least ? most - least : 1, fill);
        }
        double mean = Arrays.stream(values).sum() / values.length;
        double squares = Arrays.stream(values).map(value -> (value - mean) * (value - mean)).sum();
        double deviation = Math.sqrt(squares / values.length);
        // What rounding leaves of a constant column is no spread.
        boolean isConstant = deviation <= Math.abs(mean) * 1e-12;
        return new Numbers(column.name(), scaling, mean, isConstant ? 1 : deviation, fill);
    }

    private static double[] known(Column<?> column, int[] rows) {
        double[] values = TableColumns.numbers(column);
        return Arrays.stream(rows)
                .mapToDouble(row -> values[row])
                .filter(Double::isFinite)
                .toArray();
    }

    private @Nullable Double fill(Column<?> column) {
        Missing missing = options.preparing().missing();
        if (missing == Missing.ERROR || missing == Missing.DROP) {
            return null;
        }
        double[] values = known(column, train);
        if (values.length == 0) {
            throw new UserError(
                    "E122",
                    "column "
                            + column.name()
                            + " has no value in any of the "
                            + train.length
                            + " training rows.",
                    "Type: %data " + typed + options.typed("drop", without(column)));
        }
        if (missing == Missing.MEAN) {
            return Arrays.stream(values).sum() / values.length;
        }
        Arrays.sort(values);
        int middle = values.length / 2;
        return values.length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
    }

    private List<String> without(Column<?> column) {
        return joined(options.columnChoice().drop(), column);
    }

    private static List<String> joined(List<String> names, Column<?> column) {
        return Stream.concat(names.stream(), Stream.of(column.name())).distinct().toList();
    }

    private OneHot oneHot(Column<?> column) {
        var counts = new HashMap<String, Integer>();
        for (int row : train) {
            counts.merge(TableColumns.text(column, row), 1, Integer::sum);
        }
        counts.remove("");
        if (counts.size() > MOST_ONE_HOT
                || (counts.size() > 50 && counts.size() > train.length / 2)) {
            throw new UserError(
                    "E127",
                    "column "
                            + column.name()
                            + " has "
                            + String.format(java.util.Locale.ROOT, "%,d", counts.size())
                            + " different texts in "
                            + String.format(java.util.Locale.ROOT, "%,d", train.length)
                            + " training rows, too many for one column each.",
                    "Type: %data "
                            + typed
                            + options.typed("text", joined(options.columnChoice().text(), column))
                            + "   for word numbers and an embedding, or: %data "
                            + typed
                            + options.typed("drop", without(column)));
        }
        Missing missing = options.preparing().missing();
        boolean fills = missing == Missing.MEAN || missing == Missing.MEDIAN;
        String most =
                fills
                        ? counts.entrySet().stream()
                                .max(
                                        Map.Entry.<String, Integer>comparingByValue()
                                                .thenComparing(
                                                        Map.Entry.comparingByKey(
                                                                Comparator.reverseOrder())))
                                .map(Map.Entry::getKey)
                                .orElse(null)
                        : null;
        return new OneHot(column.name(), List.copyOf(new TreeSet<>(counts.keySet())), most);
    }

    private Words words(Column<?> column) {
        if (!TableColumns.isText(column)) {
            throw new UserError(
                    "E127",
                    "column "
                            + column.name()
                            + " of text=["
                            + column.name()
                            + "] holds "
                            + TableColumns.kind(column)
                            + ", not text.",
                    "Leave it out of text=.");
        }
        var counts = new HashMap<String, Integer>();
        int longest = 1;
        for (int row : train) {
            List<String> words = Words.words(TableColumns.text(column, row));
            longest = Math.max(longest, words.size());
            words.forEach(word -> counts.merge(word, 1, Integer::sum));
        }
        var vocabulary = new ArrayList<>(List.of("", "[UNK]"));
        counts.entrySet().stream()
                .sorted(
                        Map.Entry.<String, Integer>comparingByValue()
                                .reversed()
                                .thenComparing(Map.Entry.comparingByKey()))
                .limit(options.columnChoice().vocabulary() - 2L)
                .forEach(entry -> vocabulary.add(entry.getKey()));
        Integer length = options.columnChoice().sequenceLength();
        return new Words(
                column.name(),
                vocabulary,
                length == null ? Math.min(longest, LONGEST_TEXT) : length);
    }
}
