/// Losses: what training makes small, as formulas on `Tensor`; one file and one line of
/// [dev.kiln.losses.Losses#CATALOG] each.
///
/// A loss gives one value a sample; weights, mask and reduction are applied by [dev.kiln.losses.Loss#call]:
/// ```java
/// Tensor value = new Huber(1.5).withReduction(Reduction.SUM).call(yTrue, yPred, sampleWeight, null);
/// Loss own = (yTrue, yPred) -> yTrue.minus(yPred).square().mean(-1);
/// ```
@NullMarked
package dev.kiln.losses;

import org.jspecify.annotations.NullMarked;
