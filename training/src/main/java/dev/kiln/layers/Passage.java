package dev.kiln.layers;

import java.util.List;

/// One call of a layer, as it was written into a graph. Calls inside the layer come before it.
///
/// @param path    of the layer, names from the model down: `sequential/dense`
/// @param inputs  what it took
/// @param outputs what it gave
public record Passage(String path, List<Signal> inputs, List<Signal> outputs) {
    public Passage {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }
}
