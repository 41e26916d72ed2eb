/// What weights must satisfy after each step: Keras' constraints, one file each.
///
/// ```java
/// Tensor allowed = new MaxNorm(2).apply(kernel);       // columns longer than 2 are shortened to 2
/// ```
@NullMarked
package dev.kiln.constraints;

import org.jspecify.annotations.NullMarked;
