/// The edge between magics and the kernel that runs them: what a magic may ask of its notebook, and
/// what a kernel may ask of the magics. Nothing here knows a socket or JShell.
@NullMarked
package dev.kiln.magics.notebook;

import org.jspecify.annotations.NullMarked;
