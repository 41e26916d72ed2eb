package dev.kiln.layers;

import dev.kiln.graph.Tensor;
import dev.kiln.tensor.Shape;

import java.util.List;

/// Layers that read text. A model's program holds numbers alone, so such a layer works in two parts: texts become numbers
/// where rows enter the model, and its formula goes on with the numbers inside the program. It stands directly behind an
/// input of texts:
/// ```java
/// var words = new TextVectorization().withOutputSequenceLength(10).adapted(texts);
/// var model = Sequential.of(new Input(1).withDtype(DType.STRING), words, new Embedding(1000, 8), …);
/// model.predict(List.of("a text", "another"));
/// float[][] rows = words.transform(texts);       // or by itself, on a column
/// ```
public interface TextLayer extends Formula {
    /// One row of numbers a text, as they come out of the layer.
    float[][] transform(List<String> texts);

    /// What its formula is given for rows of texts: one row of numbers each, of one length.
    float[][] numbers(List<List<String>> rows);

    /// The shape of what its formula is given for one row.
    ///
    /// @param row of texts
    default Shape numbersRow(Shape row) {
        return row;
    }

    /// Whether it reads whole numbers as texts too.
    default boolean readsWholeNumbers() {
        return false;
    }

    /// @param numbers as [#numbers] makes them, `[batch, …]`
    @Override
    Tensor call(Tensor numbers, Scope scope);
}
