/// The kernel's own magics: dependencies, files, the shell, time and the session. One file each, one line in
/// [KernelMagics].
@NullMarked
package dev.kiln.kernel.magics;

import org.jspecify.annotations.NullMarked;
