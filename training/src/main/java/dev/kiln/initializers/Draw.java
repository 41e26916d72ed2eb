package dev.kiln.initializers;

import dev.kiln.graph.CounterRandom;

/// Numbers of a distribution, one a place.
final class Draw {
    private Draw() {}

    static void uniform(float[] values, double low, double high, CounterRandom random) {
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (low + (high - low) * random.uniform(i));
        }
    }

    static void normal(float[] values, double mean, double deviation, CounterRandom random) {
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (mean + deviation * random.normal(i));
        }
    }

    /// Numbers farther than two deviations from the mean are drawn again.
    static void truncatedNormal(
            float[] values, double mean, double deviation, CounterRandom random) {
        for (int i = 0; i < values.length; i++) {
            double drawn = random.normal(i);
            for (long attempt = 1; Math.abs(drawn) > 2; attempt++) {
                drawn = random.normal(i + attempt * values.length);
            }
            values[i] = (float) (mean + deviation * drawn);
        }
    }
}
