/// The sixteen magics, for every kernel of the IJava and JJava line.
@org.jspecify.annotations.NullMarked
package dev.kiln.magics;
