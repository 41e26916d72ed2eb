/// Penalties on weights and outputs, added to the loss: Keras' regularizers, one file each.
///
/// ```java
/// Tensor penalty = new L2(1e-4).penalty(kernel);       // 1e-4 * sum(kernel^2), a scalar
/// ```
@NullMarked
package dev.kiln.regularizers;

import org.jspecify.annotations.NullMarked;
