/// Jupyter's wire protocol: signed frames to messages and back. Knows no socket.
///
/// Source: https://jupyter-client.readthedocs.io/en/stable/messaging.html, version 5.5.
@NullMarked
package dev.kiln.kernel.wire;

import org.jspecify.annotations.NullMarked;
