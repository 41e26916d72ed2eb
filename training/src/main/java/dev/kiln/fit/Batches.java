package dev.kiln.fit;

import dev.kiln.data.Dataset;
import dev.kiln.data.FloatArray;

import org.jspecify.annotations.Nullable;

/// Where a fit takes its batches from, one after the other, epoch after epoch. The accessors speak of the batch that was
/// taken last.
interface Batches {
    /// @param round epochs trained so far
    void beginEpoch(long round);

    /// How much of this round over the data has been taken: a number for [#moveTo].
    long position();

    /// Goes to a place of a round, as if everything before it had been taken.
    ///
    /// @param round    epochs trained before it
    /// @param position as [#position] gave it, above 0
    void moveTo(long round, long position);

    /// Whether no batch is left in this round over the data.
    boolean isUsedUp();

    /// Goes to the next batch.
    void take();

    /// Told after each step that was finished.
    default void advance() {}

    /// The data set that the batch is a part of.
    Dataset data();

    /// A weight for each row of [#data()].
    @Nullable FloatArray weights();

    /// Row numbers of the data set.
    int[] rows();

    /// Place of the batch's first row in [#rows()].
    int from();

    /// How many rows the batch has.
    int count();

    /// Steps of a whole round; 0 where nobody knows before it is over.
    int steps();

    /// Rows of a whole round; 0 where nobody knows before it is over.
    int total();
}
