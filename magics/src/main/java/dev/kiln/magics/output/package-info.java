/// What magics show: cards, notes and warnings as HTML with a text fallback.
@NullMarked
package dev.kiln.magics.output;

import org.jspecify.annotations.NullMarked;
