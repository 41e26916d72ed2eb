/// Speaks Jupyter's protocol to a kernel that runs in a process of its own, as a frontend does.
@NullMarked
package dev.kiln.kernel;

import org.jspecify.annotations.NullMarked;
