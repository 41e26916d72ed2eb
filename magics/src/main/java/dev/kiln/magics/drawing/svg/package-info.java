/// A small SVG writer: records what is painted on a `Graphics2D` and writes it down in few bytes.
///
/// ```java
/// SvgGraphics graphics = new SvgGraphics();
/// chart.paint(graphics, 352, 220);
/// String svg = new SvgWriter(Theme.AUTO, 0.1).write(graphics.sheet(), 352, 220);
/// ```
@NullMarked
package dev.kiln.magics.drawing.svg;

import org.jspecify.annotations.NullMarked;
