package dev.kiln.initializers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonObject;

import dev.kiln.catalog.UserError;
import dev.kiln.golden.Comparison;
import dev.kiln.golden.Golden;
import dev.kiln.golden.GoldenArguments;
import dev.kiln.golden.GoldenTensor;
import dev.kiln.graph.CounterRandom;
import dev.kiln.tensor.Shape;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.ArrayList;
import java.util.stream.Stream;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class InitializersGoldenTest {
    @TestFactory
    Stream<DynamicTest> every_recorded_initializer() {
        return Golden.tests("initializers", InitializersGoldenTest::check);
    }

    private static void check(JsonObject record, JsonObject expected, Comparison compare) {
        var initializer =
                Initializers.CATALOG.get(
                        record.get("initializer").getAsString(),
                        GoldenArguments.of(record.getAsJsonObject("args")));
        var sizes = new ArrayList<Integer>();
        record.getAsJsonArray("shape").forEach(size -> sizes.add(size.getAsInt()));
        var shape = new Shape(sizes);
        if (expected.has("error")) {
            assertThatThrownBy(() -> fill(initializer, shape, 0)).isInstanceOf(UserError.class);
        } else if (expected.has("same_values_on_repeated_call")) {
            assertThat(initializer.seed())
                    .isEqualTo(record.getAsJsonObject("args").get("seed").getAsLong());
            assertThat(fill(initializer, shape, 5)).isEqualTo(fill(initializer, shape, 5));
        } else if (expected.has("value")) {
            var values = new double[Math.toIntExact(shape.size())];
            float[] filled = fill(initializer, shape, 0);
            for (int i = 0; i < values.length; i++) {
                values[i] = filled[i];
            }
            // Keras multiplies the angles of waves out in 32 bits.
            double tolerance = initializer instanceof STFT ? 5e-6 : 1e-6;
            compare.close(
                    "values", shape, values, GoldenTensor.of(expected.get("value")), tolerance);
        } else if (expected.has("gram")) {
            orthogonal(initializer, shape, expected);
        } else {
            new Sample(initializer, shape).check(expected);
        }
    }

    private static float[] fill(Initializer initializer, Shape shape, int seed) {
        var values = new float[Math.toIntExact(shape.size())];
        initializer.fill(values, shape, CounterRandom.of(seed, "kernel", 0));
        return values;
    }

    /// Rows or columns of length gain, at right angles to each other.
    private static void orthogonal(Initializer initializer, Shape shape, JsonObject expected) {
        float[] values = fill(initializer, shape, 1);
        int columns = shape.last();
        int rows = values.length / columns;
        boolean byColumns = rows >= columns;
        double gain = expected.get("gain_squared").getAsDouble();
        int count = Math.min(rows, columns);
        for (int i = 0; i < count; i++) {
            for (int j = 0; j < count; j++) {
                double product = 0;
                for (int k = 0; k < Math.max(rows, columns); k++) {
                    product +=
                            byColumns
                                    ? (double) values[k * columns + i] * values[k * columns + j]
                                    : (double) values[i * columns + k] * values[j * columns + k];
                }
                assertThat(product).isCloseTo(i == j ? gain : 0, within(2e-6 * Math.max(gain, 1)));
            }
        }
    }

    /// Many drawn numbers.
    private static final class Sample {
        private static final int SEEDS = 8;

        private final double[] values;

        Sample(Initializer initializer, Shape shape) {
            var all = new ArrayList<Double>();
            for (int seed = 0; seed < SEEDS; seed++) {
                for (float value : fill(initializer, shape, seed)) {
                    all.add((double) value);
                }
            }
            values = all.stream().mapToDouble(Double::doubleValue).toArray();
        }

        void check(JsonObject expected) {
            double mean = 0;
            for (double value : values) {
                mean += value / values.length;
            }
            double squares = 0;
            for (double value : values) {
                squares += (value - mean) * (value - mean) / values.length;
            }
            double deviation = Math.sqrt(squares);
            double wanted = deviation(expected);
            // Five standard errors: one in two million samples goes beyond.
            double error = 5 * wanted / Math.sqrt(values.length);
            assertThat(mean).as("mean").isCloseTo(middle(expected), within(error));
            assertThat(deviation).as("standard deviation").isCloseTo(wanted, within(error));
            bounds(expected);
        }

        private static double middle(JsonObject expected) {
            if (expected.has("mean")) {
                return expected.get("mean").getAsDouble();
            }
            return expected.has("lower")
                    ? (expected.get("lower").getAsDouble() + expected.get("upper").getAsDouble())
                            / 2
                    : 0;
        }

        private static double deviation(JsonObject expected) {
            if (expected.has("target_variance")) {
                return Math.sqrt(expected.get("target_variance").getAsDouble());
            }
            if (expected.has("actual_stddev")) {
                return expected.get("actual_stddev").getAsDouble();
            }
            return expected.has("stddev")
                    ? expected.get("stddev").getAsDouble()
                    : (expected.get("upper").getAsDouble() - expected.get("lower").getAsDouble())
                            / Math.sqrt(12);
        }

        /// Nothing lies outside, and something lies near the border.
        private void bounds(JsonObject expected) {
            double low = Double.NEGATIVE_INFINITY;
            double high = Double.POSITIVE_INFINITY;
            for (String name : new String[] {"limit", "bound"}) {
                if (expected.has(name)) {
                    high = expected.get(name).getAsDouble();
                    low = -high;
                }
            }
            if (expected.has("lower")) {
                low = expected.get("lower").getAsDouble();
                high = expected.get("upper").getAsDouble();
            }
            double slack = Double.isFinite(high) ? 1e-6 * (high - low) : 0;
            double largest = Double.NEGATIVE_INFINITY;
            for (double value : values) {
                assertThat(value).isBetween(low - slack, high + slack);
                largest = Math.max(largest, value);
            }
            if (Double.isFinite(high) && values.length > 2000) {
                assertThat(largest).isGreaterThan(high - 0.1 * (high - low));
            }
        }
    }
}
