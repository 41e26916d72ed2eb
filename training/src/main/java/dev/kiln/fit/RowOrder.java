package dev.kiln.fit;

import dev.kiln.graph.CounterRandom;

/// The order in which rows are trained on: all of them, epoch after epoch.
///
/// As in Keras, an epoch that takes fewer steps than there are batches is continued by the next one; one
/// that runs out of rows is short, and the next begins anew.
final class RowOrder {
    private final int[] rows;
    private final boolean shuffle;
    private final long seed;
    private int next;

    RowOrder(int count, boolean shuffle, long seed) {
        this.rows = new int[count];
        this.shuffle = shuffle;
        this.seed = seed;
        for (int i = 0; i < count; i++) {
            rows[i] = i;
        }
        this.next = count;
    }

    /// Begins anew where the last round is used up.
    ///
    /// @param round epochs trained so far: the same one gives the same order
    void beginEpoch(long round) {
        if (next < rows.length) {
            return;
        }
        next = 0;
        for (int i = 0; shuffle && i < rows.length; i++) {
            rows[i] = i;
        }
        if (shuffle) {
            shuffle(CounterRandom.of(seed, "shuffle", round));
        }
    }

    /// Fisher and Yates' shuffle, as Durstenfeld 1964 has it.
    private void shuffle(CounterRandom random) {
        for (int i = rows.length - 1; i > 0; i--) {
            int other = random.below(i + 1, i);
            int row = rows[i];
            rows[i] = rows[other];
            rows[other] = row;
        }
    }

    /// Rows taken in this round.
    int position() {
        return next;
    }

    /// Goes to a place of a round.
    void moveTo(long round, int position) {
        next = rows.length;
        beginEpoch(round);
        next = position;
    }

    boolean isUsedUp() {
        return next >= rows.length;
    }

    int[] rows() {
        return rows;
    }

    /// Takes the next rows.
    ///
    /// @return index of the first one in [#rows()]
    int take(int count) {
        int from = next;
        next += count;
        return from;
    }

    int left() {
        return rows.length - next;
    }
}
