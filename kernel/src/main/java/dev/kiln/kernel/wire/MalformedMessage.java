package dev.kiln.kernel.wire;

/// Frames that are no message of this connection: wrong signature, missing frames, broken JSON.
public final class MalformedMessage extends Exception {
    MalformedMessage(String message) {
        super(message);
    }
}
