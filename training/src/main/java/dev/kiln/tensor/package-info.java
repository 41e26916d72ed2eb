/// Descriptions of arrays, no numbers.
@NullMarked
package dev.kiln.tensor;

import org.jspecify.annotations.NullMarked;
