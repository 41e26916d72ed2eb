package dev.kiln.fit;

import dev.kiln.data.Dataset;
import dev.kiln.data.FloatArray;

import org.jspecify.annotations.Nullable;

/// Batches of rows that are all there.
final class RowBatches implements Batches {
    private final Dataset data;
    private final @Nullable FloatArray weights;
    private final RowOrder order;
    private final int batchSize;
    private int from;
    private int count;

    RowBatches(Dataset data, @Nullable FloatArray weights, RowOrder order, int batchSize) {
        this.data = data;
        this.weights = weights;
        this.order = order;
        this.batchSize = batchSize;
    }

    /// Rows in their order, with their own weights.
    static RowBatches inOrder(Dataset data, int batchSize) {
        return new RowBatches(
                data,
                data.sampleWeights().orElse(null),
                new RowOrder(data.rows(), false, 0),
                batchSize);
    }

    @Override
    public void beginEpoch(long round) {
        order.beginEpoch(round);
    }

    @Override
    public long position() {
        return order.position();
    }

    @Override
    public void moveTo(long round, long position) {
        order.moveTo(round, Math.toIntExact(position));
    }

    @Override
    public boolean isUsedUp() {
        return order.isUsedUp();
    }

    @Override
    public void take() {
        count = Math.min(batchSize, order.left());
        from = order.take(count);
    }

    @Override
    public Dataset data() {
        return data;
    }

    @Override
    public @Nullable FloatArray weights() {
        return weights;
    }

    @Override
    public int[] rows() {
        return order.rows();
    }

    @Override
    public int from() {
        return from;
    }

    @Override
    public int count() {
        return count;
    }

    @Override
    public int steps() {
        return Math.ceilDiv(data.rows(), batchSize);
    }

    @Override
    public int total() {
        return data.rows();
    }
}
