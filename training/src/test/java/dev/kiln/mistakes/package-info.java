/// Mistakes that were tried with Keras, each made with Kiln: what is answered, and that it comes before training.
@NullMarked
package dev.kiln.mistakes;

import org.jspecify.annotations.NullMarked;
