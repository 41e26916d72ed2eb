package dev.kiln.initializers;

import dev.kiln.catalog.Catalog;

/// Every initializer by its Keras name.
public final class Initializers {
    public static final Catalog<Initializer> CATALOG =
            new Catalog<Initializer>("initializer")
                    .with("glorot_uniform", new GlorotUniform())
                    .with("glorot_normal", new GlorotNormal())
                    .with("he_uniform", new HeUniform())
                    .with("he_normal", new HeNormal())
                    .with("lecun_uniform", new LecunUniform())
                    .with("lecun_normal", new LecunNormal())
                    .with("variance_scaling", new VarianceScaling())
                    .with("orthogonal", new Orthogonal(), "OrthogonalInitializer")
                    .with("zeros", new Zeros(), "zero")
                    .with("ones", new Ones(), "one")
                    .with("constant", new Constant())
                    .with("identity", new Identity(), "IdentityInitializer")
                    .with("random_normal", new RandomNormal(), "normal")
                    .with("random_uniform", new RandomUniform(), "uniform")
                    .with("truncated_normal", new TruncatedNormal())
                    .with("stft", new STFT(), "STFTInitializer");

    private Initializers() {}

    /// The initializer of a name, for example `he_normal`.
    public static Initializer of(String name) {
        return CATALOG.get(name);
    }
}
