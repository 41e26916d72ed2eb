/// The cards that magics answer with: blocks of plain facts, tables and charts, and the live card of a fit.
///
/// ```java
/// Output card = new Drawing().card(
///         new Block.Heading("iris", "150 rows, 4 features, 3 classes"),
///         new Block.Shown(grid),
///         new Block.Next("%%model, last layer  dense 3 softmax"));
/// ```
@NullMarked
package dev.kiln.magics.drawing.card;

import org.jspecify.annotations.NullMarked;
