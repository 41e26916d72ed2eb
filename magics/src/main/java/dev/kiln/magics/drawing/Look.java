package dev.kiln.magics.drawing;

import dev.kiln.magics.drawing.svg.Theme;
import dev.kiln.magics.drawing.table.Tables;

import java.time.Duration;

/// How a notebook wants things drawn.
///
/// @param theme   which plate pictures are drawn on
/// @param rows    how many rows of a table are shown, from 2
/// @param between the least time from one frame of a fit to the next
public record Look(Theme theme, int rows, Duration between) {
    /// The look of the notebook whose magic runs on this thread; the usual one elsewhere.
    static final ScopedValue<Look> CURRENT = ScopedValue.newInstance();

    public Look() {
        this(Theme.AUTO, Tables.ROWS, Duration.ofMillis(250));
    }

    public static Look current() {
        return CURRENT.isBound() ? CURRENT.get() : new Look();
    }

    /// What is drawn meanwhile has this look.
    public <T, E extends Throwable> T during(ScopedValue.CallableOp<T, E> drawn) throws E {
        return ScopedValue.where(CURRENT, this).call(drawn);
    }
}
