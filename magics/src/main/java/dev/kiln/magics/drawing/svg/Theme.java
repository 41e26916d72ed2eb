package dev.kiln.magics.drawing.svg;

/// Which plate a picture is drawn on.
public enum Theme {
    /// Light or dark as the page is: the picture holds both and follows `prefers-color-scheme`.
    AUTO,
    /// Dark text on white.
    LIGHT,
    /// Light text on near-black.
    DARK
}
