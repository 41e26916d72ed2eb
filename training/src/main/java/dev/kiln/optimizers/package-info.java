/// Keras' optimizers as formulas on parameters and gradients, one file each.
///
/// ```java
/// Optimizer optimizer = new Adam(0.01).withClipnorm(1).withWeightDecay(1e-4);
/// ```
/// [dev.kiln.optimizers.OptimizerStep] writes what all of them share around the formula: accumulation,
/// clipping, decoupled weight decay, averages, constraints and the count of steps.
@NullMarked
package dev.kiln.optimizers;

import org.jspecify.annotations.NullMarked;
