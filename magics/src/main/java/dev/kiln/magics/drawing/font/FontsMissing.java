package dev.kiln.magics.drawing.font;

/// Java cannot draw text on this machine, not even with a font of our own: its native font library
/// does not load.
public final class FontsMissing extends Exception {
    /// What cures it on the usual Linux distributions.
    public static final String REMEDY =
            "Charts are shown as text: Java's font library does not load on this machine. "
                    + "Install libfreetype6 (Debian, Ubuntu) or freetype (Fedora, Alpine), then restart the kernel.";

    FontsMissing(Throwable cause) {
        super(REMEDY, cause);
    }
}
