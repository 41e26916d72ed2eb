/// How weights begin: Keras' initializers, one file each, numbers from a counter-based hash.
///
/// ```java
/// float[] values = new float[12];
/// new GlorotUniform().fill(values, Shape.of(4, 3), CounterRandom.of(42, "dense/kernel", 0));
/// ```
@NullMarked
package dev.kiln.initializers;

import org.jspecify.annotations.NullMarked;
