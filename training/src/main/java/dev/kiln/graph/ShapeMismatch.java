package dev.kiln.graph;

/// Shapes that an op cannot work on; names the op and the shapes. Layers turn it into the user's
/// words.
public final class ShapeMismatch extends IllegalArgumentException {
    public ShapeMismatch(String message) {
        super(message);
    }
}
