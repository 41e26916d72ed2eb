/// Simplifications, one per file, each with its law.
///
/// A law holds bit for bit, for 0.0 and -0.0, NaN and infinities alike; what holds for real numbers only is not here.
/// ```java
/// Simplify.Simplified simple = Simplify.standard(graph, Map.of("loss", loss));
/// ```
@NullMarked
package dev.kiln.rewrite;

import org.jspecify.annotations.NullMarked;
