package dev.kiln.regularizers;

import dev.kiln.catalog.Catalog;

/// Every regularizer by its Keras name.
public final class Regularizers {
    public static final Catalog<Regularizer> CATALOG =
            new Catalog<Regularizer>("regularizer")
                    .with("l2", new L2())
                    .with("l1", new L1())
                    // Keras' function l1_l2 has other defaults than its class L1L2.
                    .with("l1_l2", new L1L2(0.01, 0.01))
                    .with("l1l2", new L1L2(), "L1L2")
                    .with("orthogonal_regularizer", new OrthogonalRegularizer());

    private Regularizers() {}

    /// The regularizer of a name, for example `l2`.
    public static Regularizer of(String name) {
        return CATALOG.get(name);
    }
}
