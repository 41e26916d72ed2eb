package dev.kiln.metrics;

/// Which curve an area is taken under.
public enum Curve {
    /// Hits (recall) over false alarms (false positive rate).
    ROC,
    /// Precision over recall.
    PR,
    /// Precision gain over recall gain. Source: Flach & Kull 2015, Precision-Recall-Gain Curves, NIPS 28.
    PRGAIN
}
