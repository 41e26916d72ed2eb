/// Writes gradient formulas into the graph; one rule per op, one switch.
///
/// ```java
/// Tensor loss = prediction.minus(target).square().mean();
/// List<Tensor> gradients = Gradients.of(loss, List.of(kernel, bias));   // formulas in the same graph
/// ```
/// Gradients are formulas like any other, so that they can be differentiated again.
@NullMarked
package dev.kiln.autodiff;

import org.jspecify.annotations.NullMarked;
