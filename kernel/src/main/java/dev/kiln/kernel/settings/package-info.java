/// What the user sets for all kernels: options of the JVM, start-up files, and the folder in which they are kept.
@NullMarked
package dev.kiln.kernel.settings;

import org.jspecify.annotations.NullMarked;
