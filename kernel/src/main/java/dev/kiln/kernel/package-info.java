/// The Java kernel that Jupyter starts: reads the connection file, opens the five channels, evaluates cells.
///
/// `wire` turns frames into messages, `channels` moves them, `output` is what a cell shows, `java` runs Java,
/// `magics` holds the kernel's own magics, and this room answers the requests.
@NullMarked
package dev.kiln.kernel;

import org.jspecify.annotations.NullMarked;
