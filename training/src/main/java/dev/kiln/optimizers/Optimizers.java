package dev.kiln.optimizers;

import dev.kiln.catalog.Catalog;

/// Every optimizer by its Keras name.
public final class Optimizers {
    public static final Catalog<Optimizer> CATALOG =
            new Catalog<Optimizer>("optimizer")
                    .with("sgd", new SGD())
                    .with("rmsprop", new RMSprop())
                    .with("adam", new Adam())
                    .with("adamw", new AdamW())
                    .with("adadelta", new Adadelta())
                    .with("adagrad", new Adagrad())
                    .with("adamax", new Adamax())
                    .with("adafactor", new Adafactor())
                    .with("nadam", new Nadam())
                    .with("ftrl", new Ftrl())
                    .with("lion", new Lion())
                    .with("lamb", new Lamb())
                    .with("muon", new Muon())
                    .with("schedule_free_adamw", new ScheduleFreeAdamW())
                    .with("loss_scale_optimizer", 1, new LossScaleOptimizer(new Adam()));

    private Optimizers() {}
}
