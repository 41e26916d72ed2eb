package dev.kiln.layers;

import dev.kiln.catalog.Doc;
import dev.kiln.catalog.Shared;
import dev.kiln.graph.Op;
import dev.kiln.graph.Tensor;

import java.util.List;

/// In training the values of each channel are moved so that all of them become about equally frequent, counted over
/// the whole batch (histogram equalization).
///
/// Formula: in training `y = (count of values <= x) / (count of all) * (high - low) + low`, nearly: by a table of
/// `bins` values; in use `y = x`.
///
/// Shapes: `[batch, rows, columns, channels]` to `[batch, rows, columns, channels]`, with `channels_first` the
/// channels before the rows.
///
/// Source: Gonzalez & Woods, Digital Image Processing, section 3.3.
///
/// Equal to `keras.layers.Equalization` in names, defaults and values.
///
/// @param valueRange smallest and largest value of a pixel
/// @param bins how many values are told apart, above 1
/// @param dataFormat where the channels stand
@Doc("equalizes the histogram of images in training")
public record Equalization(
        @Doc(value = "smallest and largest value of a pixel", example = "[0, 1]")
                List<Double> valueRange,
        @Doc(value = "how many values are told apart, above 1", example = "64") int bins,
        @Doc(value = "where the channels stand", example = "channels_first") DataFormat dataFormat,
        @Shared LayerSettings settings)
        implements Formula, LayerArguments<Equalization> {
    public Equalization {
        valueRange = Ranges.values("equalization", valueRange);
        dataFormat = DataFormat.orLast(dataFormat);
        Sizes.positive("equalization", "bins", bins - 1, "256");
    }

    public Equalization() {
        this(List.of(0.0, 255.0), 256, DataFormat.CHANNELS_LAST, LayerSettings.DEFAULT);
    }

    public Equalization withValueRange(List<Double> valueRange) {
        return new Equalization(valueRange, bins, dataFormat, settings);
    }

    public Equalization withBins(int bins) {
        return new Equalization(valueRange, bins, dataFormat, settings);
    }

    public Equalization withDataFormat(DataFormat dataFormat) {
        return new Equalization(valueRange, bins, dataFormat, settings);
    }

    @Override
    public Equalization withSettings(LayerSettings settings) {
        return new Equalization(valueRange, bins, dataFormat, settings);
    }

    @Override
    public Tensor call(Tensor x, Scope scope) {
        Sizes.rank(scope, x, 4);
        if (!scope.training()) {
            return x;
        }
        Tensor images = dataFormat.toLast(x);
        Tensor channel = images.graph().iota(images.shape(), 3);
        Tensor scaled = Ranges.mapped(images, valueRange, Ranges.BYTES);
        Tensor place = scaled.times((bins - 1) / 255.0).floor().clip(0, bins - 1);
        int channels = images.shape().last();
        Tensor index = channel.times(bins).plus(place).stopGradient();
        Tensor counts =
                images.graph()
                        .add(
                                new Op.ScatterAdd(bins * channels),
                                index,
                                images.graph().constant(1, index.shape()))
                        .reshape(channels, bins);
        Tensor moved = table(counts).reshape(channels * bins).gather(index);
        Tensor isFlat = counts.greater(0).sumKept(1).lessOrEqual(1).reshape(1, 1, 1, channels);
        return dataFormat.fromLast(
                Ranges.mapped(isFlat.select(scaled, moved), Ranges.BYTES, valueRange));
    }

    /// The new value of each bin: the share of pixels up to it, `[channels, bins]`.
    private Tensor table(Tensor counts) {
        Tensor upTo = Cumulative.sums(counts);
        Tensor first = upTo.greater(0).select(upTo, Double.MAX_VALUE).minKept(1);
        Tensor rest = upTo.slice(1, bins - 1, bins).minus(first);
        Tensor divisor = rest.equalTo(0).select(1, rest);
        return upTo.minus(first).times(255).dividedBy(divisor).round().clip(0, 255);
    }
}
