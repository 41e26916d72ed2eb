package dev.kiln.callbacks;

import dev.kiln.catalog.Catalog;

/// Every callback by its Keras name; the short forms are Kiln's.
public final class Callbacks {
    public static final Catalog<Callback> CATALOG =
            new Catalog<Callback>("callback")
                    .with("early_stopping", new EarlyStopping(), "early_stop")
                    .with("reduce_lr_on_plateau", new ReduceLROnPlateau(), "reduce_lr")
                    .with("model_checkpoint", 1, new ModelCheckpoint("model.keras"), "checkpoint")
                    .with("backup_and_restore", 1, new BackupAndRestore("backup"), "backup")
                    .with("csv_logger", 1, new CSVLogger("log.csv"), "csv")
                    .with(
                            "learning_rate_scheduler",
                            1,
                            new LearningRateScheduler((epoch, rate) -> rate),
                            "lr_schedule")
                    .with("terminate_on_nan", new TerminateOnNaN())
                    .with("tensorboard", new TensorBoard())
                    .with("swap_ema_weights", new SwapEMAWeights(), "swap_ema")
                    .with("lambda_callback", new LambdaCallback());

    private Callbacks() {}
}
