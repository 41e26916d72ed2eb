/// The one place that binds Kiln to the kernels of the IJava and JJava line.
@NullMarked
package dev.kiln.magics.jjava;

import org.jspecify.annotations.NullMarked;
