/// Tests of saving, loading and handing over.
@NullMarked
package dev.kiln.saving;

import org.jspecify.annotations.NullMarked;
