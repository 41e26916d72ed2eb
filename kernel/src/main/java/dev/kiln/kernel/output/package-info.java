/// What a cell shows: its streams, its displays, its questions to the user, and which cell a thread belongs to.
@NullMarked
package dev.kiln.kernel.output;

import org.jspecify.annotations.NullMarked;
