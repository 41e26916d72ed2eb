/// Learning rates that change with the step, as formulas: Keras' schedules, one file each.
///
/// ```java
/// var optimizer = new Adam(new CosineDecay(1e-3, 2000));
/// ```
@NullMarked
package dev.kiln.schedules;

import org.jspecify.annotations.NullMarked;
