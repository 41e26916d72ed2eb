/// Tables as HTML and as plain text: Tablesaw's, and the small ones of the cards.
@NullMarked
package dev.kiln.magics.drawing.table;

import org.jspecify.annotations.NullMarked;
