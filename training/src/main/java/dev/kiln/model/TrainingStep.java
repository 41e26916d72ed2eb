package dev.kiln.model;

import dev.kiln.graph.Tensor;

/// How a step makes the loss that training makes small, where comparing labels with one answer is not enough: two
/// passes, a penalty on gradients, a generator and its critic. A lambda; its gradient is derived.
///
/// ```java
/// TrainingStep twice = step -> {
///     Tensor one = step.call(step.x());
///     Tensor other = step.call(step.x());
///     return step.compiledLoss(one).plus(one.minus(other).square().mean());
/// };
/// model.compile(CompileOptions.of("adam", "mse").withStep(twice));
/// ```
///
/// It is written into the step's program once for each shape of batches, not run at each step: what it reads from
/// Java is read then. Regularizers and layers' own penalties are added to what it gives. The same step judges: then
/// [StepScope#training] is false, dropout drops nothing, and no weight changes.
@FunctionalInterface
public interface TrainingStep {
    /// @return the loss, a scalar
    Tensor loss(StepScope step);
}
