package dev.kiln.kernel.channels;

/// The channels on which whole messages travel.
public enum Channel {
    SHELL,
    CONTROL,
    STDIN,
    IOPUB
}
