/// Tests of what Kiln shows, and the walk over its markup that they share.
@NullMarked
package dev.kiln.magics.drawing;

import org.jspecify.annotations.NullMarked;
