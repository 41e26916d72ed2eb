/// The charts of `%fit`, `%plot`, `%evaluate` and `%lr_find`: one record each, numbers in, an XChart chart out.
///
/// ```java
/// Plot loss = new HistoryPlot("loss", Curve.epochs("train", 0.9, 0.4, 0.2)).withValidation(Curve.epochs("validation", 1, 0.6, 0.5));
/// XYChart chart = loss.chart(Size.HALF);
/// Output shown = new Drawing().show(loss, Size.HALF);
/// ```
@NullMarked
package dev.kiln.magics.drawing.chart;

import org.jspecify.annotations.NullMarked;
