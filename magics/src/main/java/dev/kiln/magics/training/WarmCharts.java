package dev.kiln.magics.training;

import dev.kiln.magics.drawing.Drawing;
import dev.kiln.magics.drawing.WarmUp;
import dev.kiln.magics.notebook.Warmup;

/// Draws some charts that nobody sees, so that the first one somebody sees is quick.
public final class WarmCharts implements Warmup {
    @Override
    public void run() {
        new WarmUp(new Drawing()).run();
    }
}
