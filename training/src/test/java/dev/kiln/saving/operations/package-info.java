/// Tests of the functions between layers.
@NullMarked
package dev.kiln.saving.operations;

import org.jspecify.annotations.NullMarked;
