/// What Kiln promises beside other tools, row by row, on real fits.
@NullMarked
package dev.kiln.magics.scoreboard;

import org.jspecify.annotations.NullMarked;
