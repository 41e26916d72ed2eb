package dev.kiln.magics.drawing.svg;

import java.awt.Color;
import java.util.Locale;

/// A colour as it was painted, and whether the dark plate swaps it.
///
/// Greys are what plates, grid lines and text are painted in, so they swap; colours stand for data
/// and stay.
///
/// @param rgb   24 bits, red first
/// @param alpha opacity, 0 to 255
/// @param swaps whether the dark plate shows it as its counterpart
record Ink(int rgb, int alpha, boolean swaps) {
    private static final int DARKEST = 0x11;

    static Ink of(Color color, float opacity) {
        int rgb = color.getRGB() & 0xFFFFFF;
        int alpha = Math.round(color.getAlpha() * opacity);
        return new Ink(rgb, alpha, isGrey(rgb));
    }

    static boolean isGrey(int rgb) {
        int red = rgb >> 16 & 0xFF;
        int green = rgb >> 8 & 0xFF;
        int blue = rgb & 0xFF;
        return red == green && green == blue;
    }

    Ink fixed() {
        return new Ink(rgb, alpha, false);
    }

    boolean visible() {
        return alpha > 0;
    }

    boolean opaque() {
        return alpha == 255;
    }

    /// The colour on a light plate, as CSS writes it.
    String light() {
        return css(rgb);
    }

    /// The colour on a dark plate: white becomes `#111`, `#333` becomes `#ddd`, `#e0e0e0` becomes
    /// `#333`, and every other grey lies between them.
    String dark() {
        if (!swaps) {
            return css(rgb);
        }
        int grey = rgb & 0xFF;
        int swapped = grey == 0xE0 ? 0x33 : Math.min(0xEE, DARKEST + 0xFF - grey);
        return css(swapped << 16 | swapped << 8 | swapped);
    }

    private static String css(int rgb) {
        String hex = String.format(Locale.ROOT, "%06x", rgb);
        boolean doubled =
                hex.charAt(0) == hex.charAt(1)
                        && hex.charAt(2) == hex.charAt(3)
                        && hex.charAt(4) == hex.charAt(5);
        return "#" + (doubled ? "" + hex.charAt(0) + hex.charAt(2) + hex.charAt(4) : hex);
    }
}
