/// The cells that were run: in this session and, in a file of the user, in all earlier ones.
@NullMarked
package dev.kiln.kernel.history;

import org.jspecify.annotations.NullMarked;
