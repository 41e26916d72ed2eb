package dev.kiln.layers;

import dev.kiln.graph.Tensor;

import org.jspecify.annotations.Nullable;

import java.util.stream.IntStream;

/// Where the channels of an image, a sequence or a volume stand. Layers compute with channels last.
public enum DataFormat {
    /// `[batch, …space, channels]`.
    CHANNELS_LAST,
    /// `[batch, channels, …space]`.
    CHANNELS_FIRST;

    /// Keras' `data_format=None`.
    static DataFormat orLast(@Nullable DataFormat format) {
        return format == null ? CHANNELS_LAST : format;
    }

    /// With the channels behind the spatial axes.
    public Tensor toLast(Tensor x) {
        return this == CHANNELS_LAST ? x : x.transpose(orderToLast(x.rank()));
    }

    /// Back into this format.
    public Tensor fromLast(Tensor x) {
        if (this == CHANNELS_LAST) {
            return x;
        }
        int rank = x.rank();
        return x.transpose(
                IntStream.range(0, rank)
                        .map(axis -> axis == 0 ? 0 : axis == 1 ? rank - 1 : axis - 1)
                        .toArray());
    }

    private static int[] orderToLast(int rank) {
        return IntStream.range(0, rank)
                .map(axis -> axis == 0 ? 0 : axis == rank - 1 ? 1 : axis + 1)
                .toArray();
    }

    /// The channel axis of a tensor of this rank.
    public int channelAxis(int rank) {
        return this == CHANNELS_LAST ? rank - 1 : 1;
    }
}
