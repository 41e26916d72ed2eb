package dev.kiln.constraints;

import dev.kiln.catalog.Catalog;

/// Every constraint by its Keras name.
public final class Constraints {
    public static final Catalog<Constraint> CATALOG =
            new Catalog<Constraint>("constraint")
                    .with("max_norm", new MaxNorm())
                    .with("min_max_norm", new MinMaxNorm())
                    .with("non_neg", new NonNeg())
                    .with("unit_norm", new UnitNorm());

    private Constraints() {}

    /// The constraint of a name, for example `non_neg`.
    public static Constraint of(String name) {
        return CATALOG.get(name);
    }
}
