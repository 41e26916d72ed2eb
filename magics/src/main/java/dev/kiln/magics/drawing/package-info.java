/// Charts, tables and cards: everything that Kiln shows in a notebook, made from plain names and numbers.
///
/// [Drawing] is the way in; nothing here knows a model or a fit.
///
/// ```java
/// Drawing drawing = new Drawing();                          // or new Drawing(Theme.DARK, 40)
/// drawing.show(table)                                       // a Tablesaw Table
/// drawing.show(chart)                                       // a user's XChart chart
/// drawing.show(new HistoryPlot("loss", Curve.epochs("train", 0.9, 0.4)), Size.FULL)
/// drawing.card(new Block.Heading("iris", "150 rows"), new Block.Shown(grid), new Block.Next("%fit"))
/// drawing.fit().live(progress, Optional.of(new StopButton(kernelId)))
/// drawing.fit().finished(progress, "finished: 20 epochs in 1:01.", List.of("Next: %evaluate"))
/// Thread.ofPlatform().daemon().start(new WarmUp(drawing))            // before the first chart is wanted
/// ```
///
/// `table` has [dev.kiln.magics.drawing.table.Grid] and its columns and cells, `chart` a record for each kind of chart,
/// `card` the blocks of cards. Notes and warnings are in [dev.kiln.magics.output.Messages].
@NullMarked
package dev.kiln.magics.drawing;

import org.jspecify.annotations.NullMarked;
