package dev.kiln.optimizers;

import dev.kiln.graph.Tensor;

/// Moving means that several optimizers share.
final class Moments {
    private Moments() {}

    /// Moves a slot towards a value: `slot + (value - slot) * (1 - kept)`.
    ///
    /// @return the slot's new numbers
    static Tensor follow(Step step, String slot, Tensor value, double kept) {
        Tensor before = step.slot(slot);
        return step.slot(slot, before.plus(value.minus(before).times(1 - kept)));
    }

    /// As [#follow], with `1 - kept` taken in 32 bits, where Keras does so: 0.99998e-3 for 0.999.
    static Tensor followIn32Bits(Step step, String slot, Tensor value, double kept) {
        Tensor before = step.slot(slot);
        return step.slot(slot, before.plus(value.minus(before).times(1f - (float) kept)));
    }

    static Tensor adamStep(
            Tensor parameter,
            Tensor gradient,
            Step step,
            double beta1,
            double beta2,
            double epsilon,
            boolean amsgrad) {
        return adamStep(
                parameter, gradient, step, step.learningRate(), beta1, beta2, epsilon, amsgrad);
    }

    /// Adam's step with a rate of its own. Slots: `momentum`, `velocity`, with amsgrad `velocity_hat`.
    static Tensor adamStep(
            Tensor parameter,
            Tensor gradient,
            Step step,
            Tensor rate,
            double beta1,
            double beta2,
            double epsilon,
            boolean amsgrad) {
        Tensor corrected =
                rate.times(step.power(beta2).subtractedFrom(1).sqrt())
                        .dividedBy(step.power(beta1).subtractedFrom(1));
        Tensor momentum = follow(step, "momentum", gradient, beta1);
        Tensor velocity = follow(step, "velocity", gradient.square(), beta2);
        if (amsgrad) {
            velocity = step.slot("velocity_hat", step.slot("velocity_hat").maximum(velocity));
        }
        return parameter.minus(momentum.times(corrected).dividedBy(velocity.sqrt().plus(epsilon)));
    }
}
