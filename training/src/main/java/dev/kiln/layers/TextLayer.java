package dev.kiln.layers;

import dev.kiln.catalog.UserError;

import java.util.List;

/// Layers that read text. A model's program holds numbers alone, so they work before it, on columns of text:
/// ```java
/// var words = new TextVectorization().withOutputSequenceLength(10).adapted(texts);
/// float[][] rows = words.transform(texts);
/// ```
public interface TextLayer extends Layer {
    /// One row of numbers a text.
    float[][] transform(List<String> texts);

    @Override
    default List<Signal> call(List<Signal> inputs, Scope scope) {
        throw new UserError(
                "E134",
                scope.name() + " reads text, but a model computes with numbers.",
                "Use it on the column before the model: layer.transform(texts)");
    }
}
