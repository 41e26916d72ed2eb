package dev.kiln.model;

/// Whether model, loss and labels are looked at before they are trained with.
public enum Checks {
    /// What is wrong stops, what is doubtful is told.
    ON,
    /// What is wrong is told like what is doubtful.
    WARN,
    /// Nothing is looked at.
    OFF
}
