package dev.kiln.layers;

import dev.kiln.catalog.Doc;
import dev.kiln.catalog.Shared;
import dev.kiln.catalog.UserError;
import dev.kiln.graph.Tensor;
import dev.kiln.graph.Variable;
import dev.kiln.initializers.Ones;
import dev.kiln.initializers.Zeros;
import dev.kiln.tensor.Shape;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/// `(x - mean) / max(sqrt(variance), 1e-7)`, with the mean and variance of the data for each place along the axes:
/// given, or learned with [#adapted]. With `invert` the way back.
///
/// Formula: `y = (x - mean) / max(sqrt(variance), 1e-7)`; with `invert` `y = x * max(sqrt(variance), 1e-7) + mean`.
///
/// Shapes: `[batch, …]` to `[batch, …]`; `mean` and `variance` have the sizes of the axes.
///
/// Equal to `keras.layers.Normalization` in names, defaults and values.
///
/// @param axis     axes whose places have a mean of their own; none for one mean of all
/// @param mean     of the data; none to learn it
/// @param variance of the data; none to learn it
/// @param invert   whether the way back is gone
@Doc("brings data to mean 0 and variance 1")
public record Normalization(
        @Doc(
                        value =
                                "axes whose places have a mean of their own; none for one mean of all",
                        example = "-1")
                List<Integer> axis,
        @Doc(value = "of the data; none to learn it", example = "[0.5, 0.1]")
                @Nullable List<Double> mean,
        @Doc(value = "of the data; none to learn it", example = "[1, 2]")
                @Nullable List<Double> variance,
        @Doc(value = "whether the way back is gone", example = "true") boolean invert,
        @Shared LayerSettings settings)
        implements Formula, LayerArguments<Normalization> {
    public Normalization {
        mean = mean == null ? null : List.copyOf(mean);
        variance = variance == null ? null : List.copyOf(variance);
        axis = axis == null ? List.of() : List.copyOf(axis);
        if ((mean == null) != (variance == null)) {
            throw new UserError(
                    "E132",
                    "normalization needs both mean and variance, or none.",
                    "Type: normalization mean=0 variance=1");
        }
    }

    public Normalization() {
        this(List.of(-1), null, null, false, LayerSettings.DEFAULT);
    }

    public Normalization withAxis(List<Integer> axis) {
        return new Normalization(axis, mean, variance, invert, settings);
    }

    public Normalization withAxis(int... axis) {
        return withAxis(Arguments.listOf(axis));
    }

    public Normalization withMean(@Nullable List<Double> mean) {
        return new Normalization(axis, mean, variance, invert, settings);
    }

    public Normalization withVariance(@Nullable List<Double> variance) {
        return new Normalization(axis, mean, variance, invert, settings);
    }

    public Normalization withInvert(boolean invert) {
        return new Normalization(axis, mean, variance, invert, settings);
    }

    @Override
    public Normalization withSettings(LayerSettings settings) {
        return new Normalization(axis, mean, variance, invert, settings);
    }

    @Override
    public boolean supportsMasking() {
        return true;
    }

    /// The same layer with the mean and variance of rows of data.
    ///
    /// @param rows one array a row
    public Normalization adapted(float[][] rows) {
        int columns = rows.length == 0 ? 0 : rows[0].length;
        var numbers = new float[rows.length * columns];
        for (int row = 0; row < rows.length; row++) {
            System.arraycopy(rows[row], 0, numbers, row * columns, columns);
        }
        return adapted(numbers, rows.length, columns);
    }

    /// The same layer with the mean and variance of data of any shape, for each place along [#axis].
    ///
    /// @param numbers the last axis runs fastest
    /// @param sizes   of the data, batch first: images are rows, height, width, channels
    /// @throws UserError E132 where there is no row, or fewer or more numbers than the sizes say
    public Normalization adapted(float[] numbers, int... sizes) {
        Shape shape = Shape.of(sizes);
        if (numbers.length == 0 || numbers.length != shape.size()) {
            throw new UserError(
                    "E132",
                    numbers.length == 0
                            ? "normalization was adapted to no rows."
                            : "normalization was given "
                                    + numbers.length
                                    + " numbers for data of "
                                    + shape
                                    + ", which are "
                                    + shape.size()
                                    + ".",
                    numbers.length == 0
                            ? "Give it at least one row."
                            : "Give the sizes of the data, batch first: adapted(numbers, rows, columns)");
        }
        int[] places = places(shape);
        int groups = IntStream.of(places).max().orElse(0) + 1;
        int each = numbers.length / groups;
        var means = new double[groups];
        var variances = new double[groups];
        for (int i = 0; i < numbers.length; i++) {
            means[places[i]] += numbers[i];
        }
        Arrays.setAll(means, group -> means[group] / each);
        for (int i = 0; i < numbers.length; i++) {
            double distance = numbers[i] - means[places[i]];
            variances[places[i]] += distance * distance;
        }
        Arrays.setAll(variances, group -> variances[group] / each);
        return new Normalization(axis, listOf(means), listOf(variances), invert, settings);
    }

    /// For each number its place along the axes, counted as in the weights.
    private int[] places(Shape shape) {
        var places = new int[Math.toIntExact(shape.size())];
        int[] kept = axis.stream().mapToInt(one -> one < 0 ? one + shape.rank() : one).toArray();
        for (int i = 0; i < places.length; i++) {
            int rest = i;
            int stride = 1;
            for (int one = shape.rank() - 1; one >= 0; one--) {
                int at = rest % shape.get(one);
                rest /= shape.get(one);
                int wanted = one;
                if (IntStream.of(kept).anyMatch(keptAxis -> keptAxis == wanted)) {
                    places[i] += at * stride;
                    stride *= shape.get(one);
                }
            }
        }
        return places;
    }

    private static List<Double> listOf(double[] values) {
        return DoubleStream.of(values).boxed().toList();
    }

    @Override
    public Tensor call(Tensor x, Scope scope) {
        int[] kept = Axes.of(scope, axis, x);
        Shape spread = Axes.along(x, kept);
        Shape shape = new Shape(IntStream.of(kept).mapToObj(x.shape()::get).toList());
        Tensor centre;
        Tensor square;
        if (mean == null || variance == null) {
            var role = Variable.Role.STATISTIC;
            centre = scope.state("mean", shape, new Zeros(), role).read().reshape(spread);
            square = scope.state("variance", shape, new Ones(), role).read().reshape(spread);
            scope.state("count", Shape.of(), new Zeros(), role);
        } else {
            centre = literal(scope, mean, spread);
            square = literal(scope, variance, spread);
        }
        Tensor deviation = square.sqrt().maximum(1e-7);
        return invert ? x.times(deviation).plus(centre) : x.minus(centre).dividedBy(deviation);
    }

    private static Tensor literal(Scope scope, List<Double> values, Shape shape) {
        var numbers = new float[Math.toIntExact(shape.size())];
        if (values.size() != 1 && values.size() != numbers.length) {
            throw new UserError(
                    "E133",
                    scope.name()
                            + " has "
                            + values.size()
                            + " means for "
                            + numbers.length
                            + " places.",
                    "Adapt it to rows of this shape, or give one mean.");
        }
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = values.get(values.size() == 1 ? 0 : i).floatValue();
        }
        return scope.graph().literal(numbers, shape);
    }
}
