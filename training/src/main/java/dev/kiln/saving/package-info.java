/// Model files: Keras' `.keras` archives, `.weights.h5` and legacy `.h5` both read and written without running anything
/// that stands in them, and what a model is handed over as.
@NullMarked
package dev.kiln.saving;

import org.jspecify.annotations.NullMarked;
