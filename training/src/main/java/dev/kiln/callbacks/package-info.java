/// Early stopping and the rest: watch events, may ask to stop. Keras' callbacks, one file each.
///
/// A callback of your own is one small class:
/// ```java
/// Callback bell = new Callback() {
///     public void onEpochEnd(int epoch, Map<String, Double> logs, Trainee trainee) {
///         if (logs.get("accuracy") > 0.99) trainee.stop("accurate enough");
///     }
/// };
/// ```
@NullMarked
package dev.kiln.callbacks;

import org.jspecify.annotations.NullMarked;
