package dev.kiln.layers;

import dev.kiln.catalog.Doc;
import dev.kiln.catalog.Shared;
import dev.kiln.graph.Graph;
import dev.kiln.graph.Op;
import dev.kiln.graph.Tensor;
import dev.kiln.tensor.Shape;

import java.util.List;

/// Histogram equalization tile by tile, in training and in use: no value of a tile may be more frequent than the
/// clip limit says, and between the middles of tiles the results are mixed.
///
/// Formula: `y = (cut count of values <= x) / (count of all)` of a tile, scaled to the range, mixed bilinearly
/// between the four nearest tiles.
///
/// Shapes: `[batch, rows, columns, channels]` to `[batch, rows, columns, channels]`, with `channels_first` the
/// channels before the rows.
///
/// Source: Zuiderveld 1994, Graphics Gems IV, pages 474 to 485.
///
/// Equal to `keras.layers.ContrastLimitedAdaptiveHistogramEqualization` in names, defaults and values.
///
/// @param valueRange smallest and largest value of a pixel
/// @param clipLimit how many times the mean frequency a value may reach; 0 for no limit
/// @param tileGridSize how many tiles, rows and columns
/// @param dataFormat where the channels stand
@Doc("equalizes the histogram of images tile by tile")
public record ContrastLimitedAdaptiveHistogramEqualization(
        @Doc(value = "smallest and largest value of a pixel", example = "[0, 1]")
                List<Double> valueRange,
        @Doc(
                        value =
                                "how many times the mean frequency a value may reach; 0 for no limit",
                        example = "2")
                double clipLimit,
        @Doc(value = "how many tiles, rows and columns", example = "[4, 4]")
                List<Integer> tileGridSize,
        @Doc(value = "where the channels stand", example = "channels_first") DataFormat dataFormat,
        @Shared LayerSettings settings)
        implements Formula, LayerArguments<ContrastLimitedAdaptiveHistogramEqualization> {
    public ContrastLimitedAdaptiveHistogramEqualization {
        valueRange = Ranges.values("contrast_limited_adaptive_histogram_equalization", valueRange);
        dataFormat = DataFormat.orLast(dataFormat);
        tileGridSize =
                Sizes.each(
                        "contrast_limited_adaptive_histogram_equalization",
                        "tile_grid_size",
                        tileGridSize,
                        2,
                        1);
    }

    public ContrastLimitedAdaptiveHistogramEqualization() {
        this(
                List.of(0.0, 255.0),
                4.0,
                List.of(8, 8),
                DataFormat.CHANNELS_LAST,
                LayerSettings.DEFAULT);
    }

    public ContrastLimitedAdaptiveHistogramEqualization withValueRange(List<Double> valueRange) {
        return new ContrastLimitedAdaptiveHistogramEqualization(
                valueRange, clipLimit, tileGridSize, dataFormat, settings);
    }

    public ContrastLimitedAdaptiveHistogramEqualization withClipLimit(double clipLimit) {
        return new ContrastLimitedAdaptiveHistogramEqualization(
                valueRange, clipLimit, tileGridSize, dataFormat, settings);
    }

    public ContrastLimitedAdaptiveHistogramEqualization withTileGridSize(
            List<Integer> tileGridSize) {
        return new ContrastLimitedAdaptiveHistogramEqualization(
                valueRange, clipLimit, tileGridSize, dataFormat, settings);
    }

    public ContrastLimitedAdaptiveHistogramEqualization withDataFormat(DataFormat dataFormat) {
        return new ContrastLimitedAdaptiveHistogramEqualization(
                valueRange, clipLimit, tileGridSize, dataFormat, settings);
    }

    @Override
    public ContrastLimitedAdaptiveHistogramEqualization withSettings(LayerSettings settings) {
        return new ContrastLimitedAdaptiveHistogramEqualization(
                valueRange, clipLimit, tileGridSize, dataFormat, settings);
    }

    @Override
    public Tensor call(Tensor x, Scope scope) {
        Sizes.rank(scope, x, 4);
        Tensor images = Ranges.mapped(dataFormat.toLast(x), valueRange, Ranges.BYTES);
        int rows = images.shape().get(1);
        int columns = images.shape().get(2);
        int high = Math.ceilDiv(rows, tileGridSize.getFirst());
        int wide = Math.ceilDiv(columns, tileGridSize.getLast());
        Tensor padded =
                filled(
                        filled(images, 1, high * tileGridSize.getFirst()),
                        2,
                        wide * tileGridSize.getLast());
        Tensor value = padded.floor().clip(0, 255).stopGradient();
        Tensor tables = tables(value, high, wide);
        Neighbours across = neighbours(wide, tileGridSize.getLast());
        Neighbours down = neighbours(high, tileGridSize.getFirst());
        Tensor above = mixed(value, tables, down.before(), across);
        Tensor below = mixed(value, tables, down.after(), across);
        Tensor share = images.graph().literal(down.share(), Shape.of(down.share().length, 1, 1));
        Tensor result = above.times(share.subtractedFrom(1)).plus(below.times(share));
        return dataFormat.fromLast(
                Ranges.mapped(
                        result.slice(1, 0, rows).slice(2, 0, columns), Ranges.BYTES, valueRange));
    }

    /// Mirrored at its end up to `size`.
    private static Tensor filled(Tensor images, int axis, int size) {
        int before = images.shape().get(axis);
        if (before == size) {
            return images;
        }
        var places = new float[size];
        for (int i = 0; i < size; i++) {
            int along = i % (2 * before);
            places[i] = Math.min(along, 2 * before - 1 - along);
        }
        Tensor index = images.graph().literal(places, Shape.of(size));
        return images.swap(0, axis).gather(index).swap(0, axis);
    }

    /// The new value of each of 256 values, tile by tile: `[batch * tiles * channels * 256]`.
    private Tensor tables(Tensor value, int high, int wide) {
        int batch = value.shape().get(0);
        int down = tileGridSize.getFirst();
        int across = tileGridSize.getLast();
        int channels = value.shape().last();
        Tensor tiled =
                value.reshape(batch, down, high, across, wide, channels)
                        .transpose(0, 1, 3, 5, 2, 4);
        int tiles = batch * down * across * channels;
        Tensor pixels = tiled.reshape(tiles, high * wide);
        Tensor index = value.graph().iota(pixels.shape(), 0).times(256).plus(pixels);
        Tensor counts =
                value.graph()
                        .add(
                                new Op.ScatterAdd(tiles * 256),
                                index,
                                value.graph().constant(1, index.shape()))
                        .reshape(tiles, 256);
        Tensor upTo = Cumulative.sums(clipLimit > 0 ? limited(counts, high * wide) : counts);
        Tensor least = upTo.minKept(1);
        Tensor rest = least.subtractedFrom(high * wide);
        Tensor divisor = rest.equalTo(0).select(1, rest);
        return upTo.minus(least).times(255).dividedBy(divisor).clip(0, 255).reshape(-1);
    }

    /// What is above the limit is shared out among all values.
    private Tensor limited(Tensor counts, int pixels) {
        Tensor kept = counts.minimum(clipLimit * pixels / 256);
        return kept.plus(counts.minus(kept).sumKept(1).dividedBy(256));
    }

    /// The tiles whose middles are before and after each pixel along one axis, and how far it is on its way.
    private record Neighbours(float[] before, float[] after, float[] share) {}

    private static Neighbours neighbours(int size, int tiles) {
        int pixels = size * tiles;
        var around = new Neighbours(new float[pixels], new float[pixels], new float[pixels]);
        for (int pixel = 0; pixel < pixels; pixel++) {
            double exact = (pixel - size / 2.0) / size;
            double below = Math.floor(exact);
            around.before()[pixel] = (float) Math.clamp(below, 0, tiles - 1);
            around.after()[pixel] = (float) Math.clamp(below + 1, 0, tiles - 1);
            around.share()[pixel] = (float) (exact - below);
        }
        return around;
    }

    /// What the tiles of one row before and after each pixel make of it, mixed.
    private Tensor mixed(Tensor value, Tensor tables, float[] tileRows, Neighbours across) {
        Tensor before = looked(value, tables, tileRows, across.before());
        Tensor after = looked(value, tables, tileRows, across.after());
        Tensor share = value.graph().literal(across.share(), Shape.of(across.share().length, 1));
        return before.times(share.subtractedFrom(1)).plus(after.times(share));
    }

    private Tensor looked(Tensor value, Tensor tables, float[] tileRows, float[] tileColumns) {
        Graph graph = value.graph();
        Shape shape = value.shape();
        Tensor tile =
                graph.iota(shape, 0)
                        .times(tileGridSize.getFirst())
                        .plus(graph.literal(tileRows, Shape.of(tileRows.length, 1, 1)))
                        .times(tileGridSize.getLast())
                        .plus(graph.literal(tileColumns, Shape.of(tileColumns.length, 1)));
        Tensor index = tile.times(shape.last()).plus(graph.iota(shape, 3)).times(256).plus(value);
        return tables.gather(index.stopGradient());
    }
}
