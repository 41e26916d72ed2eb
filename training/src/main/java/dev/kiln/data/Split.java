package dev.kiln.data;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/// Which rows train, validate and test.
///
/// Rows are brought into an order first (shuffled, or as they came). The test rows are the last of that order, the
/// validation rows the last of what remains; stratified, the last of each class. Within every part the order is kept, so
/// that no part is grouped by class unless the data was, and given sets stay as they were.
final class Split {
    /// Training and validation rows together, in order.
    final int[] learning;

    /// For each place of [#learning]: whether the row validates.
    final boolean[] validates;

    final int[] test;

    private Split(int[] learning, boolean[] validates, int[] test) {
        this.learning = learning;
        this.validates = validates;
        this.test = test;
    }

    /// @param rows      the rows to part, as they came
    /// @param given     rows of a given test set; null where the test rows are to be drawn
    /// @param classes   class of each row by row number; null where classes do not matter
    static Split of(
            int[] rows, int @Nullable [] given, int @Nullable [] classes, Splitting splitting) {
        boolean drawsTest = given == null;
        int[] order =
                splitting.shuffle() && drawsTest ? shuffled(rows, splitting.seed()) : rows.clone();
        order = limited(order, splitting);
        int[] strata = splitting.stratify() ? classes : null;
        int[] test = drawsTest ? new int[0] : limited(given, splitting);
        if (drawsTest) {
            boolean[] tests = last(order, share(splitting.test()), strata);
            test = where(order, tests, true);
            order = where(order, tests, false);
        }
        return new Split(order, last(order, share(splitting.val()), strata), test);
    }

    int[] train() {
        return where(learning, validates, false);
    }

    int[] validation() {
        return where(learning, validates, true);
    }

    private static double share(@Nullable Double share) {
        return share == null ? 0 : share;
    }

    private static int[] limited(int[] order, Splitting splitting) {
        Integer limit = splitting.limit();
        return limit == null || limit >= order.length ? order : Arrays.copyOf(order, limit);
    }

    /// Fisher and Yates' shuffle (Durstenfeld 1964).
    private static int[] shuffled(int[] rows, long seed) {
        int[] order = rows.clone();
        var random = new SplittableRandom(seed);
        for (int i = order.length - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            int row = order[i];
            order[i] = order[other];
            order[other] = row;
        }
        return order;
    }

    private static int[] where(int[] order, boolean[] marked, boolean wanted) {
        return IntStream.range(0, order.length)
                .filter(i -> marked[i] == wanted)
                .map(i -> order[i])
                .toArray();
    }

    /// Marks the last `share` of the places, or of the places of each class. One row at least is left unmarked.
    private static boolean[] last(int[] order, double share, int @Nullable [] classes) {
        var marked = new boolean[order.length];
        int wanted = Math.min((int) Math.round(order.length * share), order.length - 1);
        if (wanted <= 0) {
            return marked;
        }
        if (classes == null) {
            Arrays.fill(marked, order.length - wanted, order.length, true);
            return marked;
        }
        int[] quota = quotas(order, wanted, classes);
        for (int i = order.length - 1; i >= 0; i--) {
            if (quota[classes[order[i]]]-- > 0) {
                marked[i] = true;
            }
        }
        return marked;
    }

    /// How many of each class are wanted: in proportion, by largest remainder, but never a class's only row.
    private static int[] quotas(int[] order, int wanted, int[] classes) {
        int kinds = IntStream.of(order).map(row -> classes[row]).max().orElse(-1) + 1;
        var size = new int[kinds];
        for (int row : order) {
            size[classes[row]]++;
        }
        var quota = new int[kinds];
        int left = wanted;
        List<Integer> byRemainder = new ArrayList<>();
        for (int kind = 0; kind < kinds; kind++) {
            quota[kind] = (int) ((long) size[kind] * wanted / order.length);
            left -= quota[kind];
            byRemainder.add(kind);
        }
        byRemainder.sort(
                (a, b) ->
                        Long.compare(
                                (long) size[b] * wanted % order.length,
                                (long) size[a] * wanted % order.length));
        for (int kind : byRemainder) {
            if (left > 0 && quota[kind] + 1 < size[kind]) {
                quota[kind]++;
                left--;
            }
        }
        return quota;
    }
}
