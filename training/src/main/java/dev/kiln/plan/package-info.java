/// Fusion, order, buffer reuse: graph -> [dev.kiln.plan.Program].
///
/// A program is data: instructions over views of buffers whose places in memory are decided here, once.
/// ```java
/// Program program = Plan.of(graph, Map.of("loss", loss));
/// System.out.println(program.explain());
/// ```
@NullMarked
package dev.kiln.plan;

import org.jspecify.annotations.NullMarked;
