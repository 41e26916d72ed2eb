package dev.kiln.optimizers;

/// One `with` for each argument that all optimizers share.
///
/// @param <O> the optimizer itself
public interface CommonArguments<O extends Optimizer> {
    OptimizerSettings settings();

    /// The same optimizer with other common arguments.
    O withSettings(OptimizerSettings settings);

    default O withWeightDecay(double weightDecay) {
        return withSettings(settings().withWeightDecay(weightDecay));
    }

    default O withClipnorm(double clipnorm) {
        return withSettings(settings().withClipnorm(clipnorm));
    }

    default O withClipvalue(double clipvalue) {
        return withSettings(settings().withClipvalue(clipvalue));
    }

    default O withGlobalClipnorm(double globalClipnorm) {
        return withSettings(settings().withGlobalClipnorm(globalClipnorm));
    }

    default O withUseEma(boolean useEma) {
        return withSettings(settings().withUseEma(useEma));
    }

    default O withEmaMomentum(double emaMomentum) {
        return withSettings(settings().withEmaMomentum(emaMomentum));
    }

    default O withEmaOverwriteFrequency(int steps) {
        return withSettings(settings().withEmaOverwriteFrequency(steps));
    }

    default O withLossScaleFactor(double lossScaleFactor) {
        return withSettings(settings().withLossScaleFactor(lossScaleFactor));
    }

    default O withGradientAccumulationSteps(int steps) {
        return withSettings(settings().withGradientAccumulationSteps(steps));
    }

    default O withName(String name) {
        return withSettings(settings().withName(name));
    }
}
