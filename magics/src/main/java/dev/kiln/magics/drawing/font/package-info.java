/// The font that charts are lettered in: shipped with Kiln, so that charts look the same everywhere and are drawn where
/// no font is installed.
@NullMarked
package dev.kiln.magics.drawing.font;

import org.jspecify.annotations.NullMarked;
