package dev.kiln.magics.drawing;

import dev.kiln.magics.output.Markup;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// A finished drawing.
///
/// @param svg    a whole SVG document
/// @param width  in pixels
/// @param height in pixels
/// @param alt    one or two sentences that say what can be seen, with numbers; plain text
public record Picture(String svg, int width, int height, String alt) {
    private static final int LONGEST_ALT = 400;

    /// The picture as an `<img>` that carries its data: the one form that untrusted readers, HTML
    /// exports and the dark theme all show. Width and height are set, so nothing jumps.
    public String html() {
        String data = Base64.getEncoder().encodeToString(svg.getBytes(StandardCharsets.UTF_8));
        return "<img src=\"data:image/svg+xml;base64,"
                + data
                + "\" alt=\""
                + Markup.escape(Markup.clean(alt, LONGEST_ALT))
                + "\" width=\""
                + width
                + "\" height=\""
                + height
                + "\" style=\"max-width:100%;height:auto\">";
    }
}
