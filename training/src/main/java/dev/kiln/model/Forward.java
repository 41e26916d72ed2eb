package dev.kiln.model;

import dev.kiln.graph.Tensor;
import dev.kiln.layers.Passage;
import dev.kiln.layers.Signal;

import java.util.List;

/// What a traced model gives.
///
/// @param outputs   in the order of [Model#outputNames]
/// @param penalties scalars to be added to the loss: those of regularizers and of layers' activities
/// @param passages  every call of a layer
public record Forward(List<Signal> outputs, List<Tensor> penalties, List<Passage> passages) {
    public Forward {
        outputs = List.copyOf(outputs);
        penalties = List.copyOf(penalties);
        passages = List.copyOf(passages);
    }
}
