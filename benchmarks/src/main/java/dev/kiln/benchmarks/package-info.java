/// Kiln's side of the comparisons with its peers: the measured models, and a process that trains them when asked.
@NullMarked
package dev.kiln.benchmarks;

import org.jspecify.annotations.NullMarked;
