package dev.kiln.magics.drawing;

import dev.kiln.magics.drawing.card.EpochRow;
import dev.kiln.magics.drawing.card.FitProgress;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// Draws a fit that never was, so that the first real frame does not wait for XChart, the font and
/// the compiler. Meant for a background thread; stops between frames when the thread is interrupted.
///
/// @param drawing whose frames are drawn
public record WarmUp(Drawing drawing) implements Runnable {
    private static final int FRAMES = 12;

    @Override
    public void run() {
        for (int frame = 1; frame <= FRAMES && !Thread.currentThread().isInterrupted(); frame++) {
            drawing.fit().live(progress(frame), Optional.empty());
        }
    }

    private static FitProgress progress(int epochs) {
        List<EpochRow> rows = new ArrayList<>();
        for (int epoch = 1; epoch <= epochs; epoch++) {
            double loss = Math.exp(-epoch / 4.0);
            rows.add(
                    new EpochRow(
                            epoch,
                            List.of(loss, loss + 0.1, 1 - loss, 0.9 - loss),
                            Optional.of(Duration.ofMillis(10))));
        }
        return new FitProgress(
                "run 1",
                "warm-up",
                epochs,
                FRAMES,
                1,
                2,
                Duration.ofSeconds(epochs),
                Optional.of(Duration.ofSeconds(FRAMES)),
                false,
                1000,
                0.001,
                List.of("loss", "val_loss", "accuracy", "val_accuracy"),
                rows,
                "val_loss",
                OptionalInt.of(epochs),
                0);
    }
}
