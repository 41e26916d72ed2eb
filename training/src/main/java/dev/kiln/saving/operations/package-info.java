/// Functions of `keras.ops` between the layers of a file's model, as in `x * 2 + y`, `ops.mean(x, axis=1)` or `x[:, 0]`:
/// each is a layer that computes the same and is written back as what it was.
@NullMarked
package dev.kiln.saving.operations;

import org.jspecify.annotations.NullMarked;
