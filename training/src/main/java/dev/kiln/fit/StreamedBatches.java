package dev.kiln.fit;

import dev.kiln.catalog.UserError;
import dev.kiln.data.Dataset;
import dev.kiln.data.FloatArray;

import org.jspecify.annotations.Nullable;

import java.util.Iterator;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/// Batches that the user's code makes as they are needed: data larger than the memory. A round ends where the iterator
/// does; the next one asks for a new iterator.
final class StreamedBatches implements Batches {
    private final Iterable<Dataset> source;
    private final UnaryOperator<Dataset> preparing;
    private final Function<Dataset, @Nullable FloatArray> weighing;
    private @Nullable Iterator<Dataset> iterator;
    private @Nullable Dataset next;
    private @Nullable Dataset current;
    private @Nullable FloatArray weights;
    private int[] rows = {};
    private long taken;
    private long position;

    /// @param preparing fits a batch to the model, or refuses it
    /// @param weighing  a weight for each row of a batch
    StreamedBatches(
            Iterable<Dataset> source,
            UnaryOperator<Dataset> preparing,
            Function<Dataset, @Nullable FloatArray> weighing) {
        this.source = source;
        this.preparing = preparing;
        this.weighing = weighing;
    }

    @Override
    public void beginEpoch(long round) {
        if (next == null) {
            iterator = asked(source::iterator);
            position = 0;
            next = following();
            if (next == null) {
                throw new UserError(
                        "E123",
                        "the data gave no batch.",
                        "Give an Iterable that begins anew each time, or a supplier with batches for all steps.");
            }
        }
    }

    private interface Asking<T> {
        T ask();
    }

    /// What the user's code throws ends the fit between two steps.
    private <T> T asked(Asking<T> asking) {
        try {
            return asking.ask();
        } catch (UserError said) {
            throw said;
        } catch (RuntimeException e) {
            throw new UserError(
                    "E124",
                    "the data failed after "
                            + taken
                            + (taken == 1 ? " batch: " : " batches: ")
                            + e.getClass().getSimpleName()
                            + (e.getMessage() == null ? "" : ": " + e.getMessage())
                            + ". The model is as after the last finished step.",
                    "Mend what makes the batches, then fit again: training goes on where it stopped.",
                    e);
        }
    }

    private @Nullable Dataset following() {
        Iterator<Dataset> from = Objects.requireNonNull(iterator);
        return asked(
                () -> {
                    Dataset batch = from.hasNext() ? from.next() : null;
                    return batch == null ? null : preparing.apply(batch);
                });
    }

    @Override
    public boolean isUsedUp() {
        return next == null;
    }

    @Override
    public void take() {
        Dataset batch = Objects.requireNonNull(next);
        current = batch;
        weights = weighing.apply(batch);
        if (rows.length != batch.rows()) {
            rows = IntStream.range(0, batch.rows()).toArray();
        }
        taken++;
        position++;
    }

    @Override
    public long position() {
        return position;
    }

    /// Asks for the batches before the place once more, and leaves them.
    @Override
    public void moveTo(long round, long position) {
        next = null;
        beginEpoch(round);
        while (this.position < position) {
            if (next == null) {
                throw new UserError(
                        "E196",
                        "the data ends after "
                                + this.position
                                + " batches; the fit that was backed up had taken "
                                + position
                                + ".",
                        "Give the same data as before, or another folder for the backup.");
            }
            take();
            advance();
        }
    }

    /// The next one is asked for only after the step, so that a failure finds the step done.
    @Override
    public void advance() {
        next = following();
    }

    @Override
    public Dataset data() {
        return Objects.requireNonNull(current);
    }

    @Override
    public @Nullable FloatArray weights() {
        return weights;
    }

    @Override
    public int[] rows() {
        return rows;
    }

    @Override
    public int from() {
        return 0;
    }

    @Override
    public int count() {
        return data().rows();
    }

    @Override
    public int steps() {
        return 0;
    }

    @Override
    public int total() {
        return 0;
    }
}
