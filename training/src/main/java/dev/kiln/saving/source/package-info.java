/// Hands a model over as a Java program that predicts with nothing but the JDK.
@NullMarked
package dev.kiln.saving.source;

import org.jspecify.annotations.NullMarked;
