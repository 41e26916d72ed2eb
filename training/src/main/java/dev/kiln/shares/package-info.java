/// Divides the work of a batch: a graph that is written for all rows becomes a graph in which each share of the rows has nodes of its
/// own, which can run at the same time.
///
/// How many shares there are is a rule of shapes and work, never of the machine, and shares are added up in their order:
/// so the bits of a result do not depend on how many threads there are.
/// ```java
/// Shares.Divided divided = Shares.divide(graph, Map.of("loss", loss), Set.of("x", "y"), 2);
/// ```
@NullMarked
package dev.kiln.shares;

import org.jspecify.annotations.NullMarked;
