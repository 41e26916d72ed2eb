package dev.kiln.activations;

import dev.kiln.catalog.Doc;
import dev.kiln.graph.Tensor;

/// x held between -1 and 1.
@Doc("x held between -1 and 1")
public record HardTanh() implements ActivationFunction {
    @Override
    public Tensor apply(Tensor x) {
        // Not clip: the gradient on the border is 1, as in Keras.
        return x.less(-1).select(-1, x.greater(1).select(1, x));
    }
}
