package dev.kiln.data;

/// What a model is to learn from a data set.
public enum Task {
    /// One of several classes for each row: class numbers, or one-hot rows.
    CLASSIFICATION,
    /// Several yes/no answers for each row: rows of 0 and 1 with any number of ones.
    MULTI_LABEL,
    /// One or more numbers for each row.
    REGRESSION,
    /// The inputs themselves, as an autoencoder learns them.
    RECONSTRUCTION,
    /// Nothing: rows without targets.
    UNLABELLED
}
