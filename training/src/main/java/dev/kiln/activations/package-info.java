/// Keras' activation functions, one file each, as formulas on `Tensor`.
///
/// ```java
/// Tensor y = new Elu(0.5).apply(x);
/// ActivationFunction gelu = Activations.of("gelu");
/// ```
@NullMarked
package dev.kiln.activations;

import org.jspecify.annotations.NullMarked;
