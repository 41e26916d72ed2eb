package dev.kiln.optimizers;

import dev.kiln.catalog.Doc;
import dev.kiln.catalog.UserError;

import org.jspecify.annotations.Nullable;

/// The arguments that every optimizer has, with Keras' names and defaults.
public record OptimizerSettings(
        @Doc(
                        value =
                                "share of each weight taken away each step, times the learning rate, 0 or more; none for none",
                        example = "0.004")
                @Nullable Double weightDecay,
        @Doc(
                        value = "longest gradient of one weight array, above 0; none for no limit",
                        example = "1")
                @Nullable Double clipnorm,
        @Doc(value = "largest number in a gradient, above 0; none for no limit", example = "0.5")
                @Nullable Double clipvalue,
        @Doc(
                        value =
                                "longest gradient of all weights together, above 0; none for no limit",
                        example = "1")
                @Nullable Double globalClipnorm,
        @Doc(
                        value =
                                "whether a moving average of the weights is kept and used at the end of fit",
                        example = "true")
                boolean useEma,
        @Doc(value = "how much of the average is kept each step, 0 to 1", example = "0.999")
                double emaMomentum,
        @Doc(
                        value =
                                "steps between two replacements of the weights by the average; none for at the end only",
                        example = "100")
                @Nullable Integer emaOverwriteFrequency,
        @Doc(
                        value =
                                "factor on the loss that the step divides out again, above 0; none for none",
                        example = "1024")
                @Nullable Double lossScaleFactor,
        @Doc(
                        value =
                                "steps whose gradients are averaged for one update, 2 or more; none for one",
                        example = "4")
                @Nullable Integer gradientAccumulationSteps,
        @Doc(value = "name in files; none for the optimizer's own", example = "\"my_adam\"")
                @Nullable String name) {

    /// Keras' defaults.
    public static final OptimizerSettings DEFAULT =
            new OptimizerSettings(null, null, null, null, false, 0.99, null, null, null, null);

    public OptimizerSettings {
        int clips =
                (clipnorm == null ? 0 : 1)
                        + (clipvalue == null ? 0 : 1)
                        + (globalClipnorm == null ? 0 : 1);
        if (clips > 1) {
            throw new UserError(
                    "E143",
                    "clipnorm, clipvalue and global_clipnorm exclude each other; "
                            + clips
                            + " are set.",
                    "Keep one: clipnorm=1");
        }
        above("clipnorm", clipnorm, "1");
        above("clipvalue", clipvalue, "0.5");
        above("global_clipnorm", globalClipnorm, "1");
        above("loss_scale_factor", lossScaleFactor, "1024");
        if (weightDecay != null && !(weightDecay >= 0)) {
            throw new UserError(
                    "E143",
                    "weight_decay=" + weightDecay + " must be 0 or more.",
                    "Type: weight_decay=0.004");
        }
        if (!(emaMomentum >= 0 && emaMomentum <= 1)) {
            throw new UserError(
                    "E143",
                    "ema_momentum=" + emaMomentum + " must be from 0 to 1.",
                    "Type: ema_momentum=0.99");
        }
        if (emaOverwriteFrequency != null && emaOverwriteFrequency < 1) {
            throw new UserError(
                    "E143",
                    "ema_overwrite_frequency="
                            + emaOverwriteFrequency
                            + " must be a whole number from 1.",
                    "Type: ema_overwrite_frequency=100");
        }
        if (gradientAccumulationSteps != null && gradientAccumulationSteps < 2) {
            throw new UserError(
                    "E143",
                    "gradient_accumulation_steps="
                            + gradientAccumulationSteps
                            + " must be a whole number from 2.",
                    "Type: gradient_accumulation_steps=4   or leave it out");
        }
    }

    private static void above(String argument, @Nullable Double value, String example) {
        if (value != null && !(value > 0)) {
            throw new UserError(
                    "E143",
                    argument + "=" + value + " must be above 0.",
                    "Type: " + argument + "=" + example);
        }
    }

    public OptimizerSettings withWeightDecay(@Nullable Double weightDecay) {
        return new OptimizerSettings(
                weightDecay,
                clipnorm,
                clipvalue,
                globalClipnorm,
                useEma,
                emaMomentum,
                emaOverwriteFrequency,
                lossScaleFactor,
                gradientAccumulationSteps,
                name);
    }

    public OptimizerSettings withClipnorm(@Nullable Double clipnorm) {
        return new OptimizerSettings(
                weightDecay,
                clipnorm,
                clipvalue,
                globalClipnorm,
                useEma,
                emaMomentum,
                emaOverwriteFrequency,
                lossScaleFactor,
                gradientAccumulationSteps,
                name);
    }

    public OptimizerSettings withClipvalue(@Nullable Double clipvalue) {
        return new OptimizerSettings(
                weightDecay,
                clipnorm,
                clipvalue,
                globalClipnorm,
                useEma,
                emaMomentum,
                emaOverwriteFrequency,
                lossScaleFactor,
                gradientAccumulationSteps,
                name);
    }

    public OptimizerSettings withGlobalClipnorm(@Nullable Double globalClipnorm) {
        return new OptimizerSettings(
                weightDecay,
                clipnorm,
                clipvalue,
                globalClipnorm,
                useEma,
                emaMomentum,
                emaOverwriteFrequency,
                lossScaleFactor,
                gradientAccumulationSteps,
                name);
    }

    public OptimizerSettings withUseEma(boolean useEma) {
        return new OptimizerSettings(
                weightDecay,
                clipnorm,
                clipvalue,
                globalClipnorm,
                useEma,
                emaMomentum,
                emaOverwriteFrequency,
                lossScaleFactor,
                gradientAccumulationSteps,
                name);
    }

    public OptimizerSettings withEmaMomentum(double emaMomentum) {
        return new OptimizerSettings(
                weightDecay,
                clipnorm,
                clipvalue,
                globalClipnorm,
                useEma,
                emaMomentum,
                emaOverwriteFrequency,
                lossScaleFactor,
                gradientAccumulationSteps,
                name);
    }

    public OptimizerSettings withEmaOverwriteFrequency(@Nullable Integer emaOverwriteFrequency) {
        return new OptimizerSettings(
                weightDecay,
                clipnorm,
                clipvalue,
                globalClipnorm,
                useEma,
                emaMomentum,
                emaOverwriteFrequency,
                lossScaleFactor,
                gradientAccumulationSteps,
                name);
    }

    public OptimizerSettings withLossScaleFactor(@Nullable Double lossScaleFactor) {
        return new OptimizerSettings(
                weightDecay,
                clipnorm,
                clipvalue,
                globalClipnorm,
                useEma,
                emaMomentum,
                emaOverwriteFrequency,
                lossScaleFactor,
                gradientAccumulationSteps,
                name);
    }

    public OptimizerSettings withGradientAccumulationSteps(
            @Nullable Integer gradientAccumulationSteps) {
        return new OptimizerSettings(
                weightDecay,
                clipnorm,
                clipvalue,
                globalClipnorm,
                useEma,
                emaMomentum,
                emaOverwriteFrequency,
                lossScaleFactor,
                gradientAccumulationSteps,
                name);
    }

    public OptimizerSettings withName(@Nullable String name) {
        return new OptimizerSettings(
                weightDecay,
                clipnorm,
                clipvalue,
                globalClipnorm,
                useEma,
                emaMomentum,
                emaOverwriteFrequency,
                lossScaleFactor,
                gradientAccumulationSteps,
                name);
    }
}
