package dev.kiln.magics.grammar;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.function.Function;

/// A text with Java in it, `"runs/${name}.keras"`: its pieces are texts and [Reference]s, in order.
public record Template(List<Object> pieces) {
    public Template {
        pieces = List.copyOf(pieces);
    }

    /// The text with the values of its expressions in it.
    public String filled(Function<Reference, @Nullable Object> lookup) {
        var text = new StringBuilder();
        for (Object piece : pieces) {
            text.append(piece instanceof Reference reference ? lookup.apply(reference) : piece);
        }
        return text.toString();
    }

    @Override
    public String toString() {
        var text = new StringBuilder();
        for (Object piece : pieces) {
            text.append(
                    piece instanceof Reference(String expression)
                            ? "${" + expression + "}"
                            : piece);
        }
        return text.toString();
    }
}
