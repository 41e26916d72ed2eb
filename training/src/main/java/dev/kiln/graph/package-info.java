/// `Op` (sealed records, settings only), `Node` (id, op, input ids, shape), `Graph` (an ordered
/// list), `Tensor` (handle to write formulas with).
///
/// A formula is written by calling methods on [dev.kiln.graph.Tensor]; every call appends one line to
/// the graph, which prints as its lines:
/// ```java
/// Graph graph = new Graph();
/// Tensor x = graph.input("x", Shape.of(2, 3));
/// Tensor y = x.times(x).sum();          // %0 = Input(x) : 2x3, %1 = Multiply(%0, %0) : 2x3, ...
/// ```
@NullMarked
package dev.kiln.graph;

import org.jspecify.annotations.NullMarked;
