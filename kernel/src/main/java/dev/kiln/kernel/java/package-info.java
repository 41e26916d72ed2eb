/// Runs Java: JShell with an execution control that keeps the objects, stops for real and redefines classes in place.
@NullMarked
package dev.kiln.kernel.java;

import org.jspecify.annotations.NullMarked;
