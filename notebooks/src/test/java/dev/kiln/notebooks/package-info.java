/// The manual and the protocol, tried as a user's Jupyter tries them: Python clients against the built kernel.
@NullMarked
package dev.kiln.notebooks;

import org.jspecify.annotations.NullMarked;
