/// The five channels: one thread owns the sockets, another is the only one that hands it work, a third beats.
///
/// No other thread touches ZeroMQ: an interrupted thread that wakes a socket would close it for good.
@NullMarked
package dev.kiln.kernel.channels;

import org.jspecify.annotations.NullMarked;
