package dev.kiln.schedules;

import dev.kiln.catalog.Catalog;

import java.util.List;

/// Every learning-rate schedule by its Keras name.
public final class Schedules {
    public static final Catalog<Schedule> CATALOG =
            new Catalog<Schedule>("schedule")
                    .with("constant", 1, new ConstantRate(0.001))
                    .with("exponential_decay", 3, new ExponentialDecay(0.01, 1000, 0.96))
                    .with("inverse_time_decay", 3, new InverseTimeDecay(0.01, 1000, 0.5))
                    .with("polynomial_decay", 2, new PolynomialDecay(0.01, 1000))
                    .with(
                            "piecewise_constant_decay",
                            2,
                            new PiecewiseConstantDecay(List.of(1000.0), List.of(0.01, 0.001)))
                    .with("cosine_decay", 2, new CosineDecay(0.001, 1000))
                    .with("cosine_decay_restarts", 2, new CosineDecayRestarts(0.001, 1000));

    private Schedules() {}
}
