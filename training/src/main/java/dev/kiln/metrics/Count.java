package dev.kiln.metrics;

import java.util.Locale;

/// The four outcomes of a yes/no answer.
enum Count {
    TRUE_POSITIVES,
    FALSE_POSITIVES,
    TRUE_NEGATIVES,
    FALSE_NEGATIVES;

    /// The variable that holds how many there were.
    String variable() {
        return name().toLowerCase(Locale.ROOT);
    }
}
