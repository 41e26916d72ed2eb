package dev.kiln.shares;

import java.util.Collections;
import java.util.List;

/// How a node is worked out by shares.
///
/// @param result how its value is then spread
/// @param inputs how it wants each input
record Division(Spread result, List<Spread> inputs) {
    Division {
        inputs = List.copyOf(inputs);
    }

    /// Worked out once, from whole inputs.
    static Division once(int inputs) {
        return new Division(Spread.WHOLE, Collections.nCopies(inputs, Spread.WHOLE));
    }

    /// Whether each share does a part.
    boolean isShared() {
        return !(result instanceof Spread.Whole);
    }
}
