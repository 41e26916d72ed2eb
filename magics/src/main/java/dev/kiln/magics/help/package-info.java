/// Help on magics, completion, and the state of the session: all read from the lists.
@NullMarked
package dev.kiln.magics.help;

import org.jspecify.annotations.NullMarked;
