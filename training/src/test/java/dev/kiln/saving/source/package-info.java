/// Tests of handing a model over as a Java program.
@NullMarked
package dev.kiln.saving.source;

import org.jspecify.annotations.NullMarked;
