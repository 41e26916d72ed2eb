package dev.kiln.optimizers;

import dev.kiln.graph.Tensor;

import java.util.function.BiConsumer;
import java.util.function.Function;

/// What an optimizer's formula may read and write in one step.
public final class Step {
    private final Segment segment;
    private final Tensor learningRate;
    private final Tensor count;
    private final Function<String, Tensor> read;
    private final BiConsumer<String, Tensor> write;

    Step(
            Segment segment,
            Tensor learningRate,
            Tensor count,
            Function<String, Tensor> read,
            BiConsumer<String, Tensor> write) {
        this.segment = segment;
        this.learningRate = learningRate;
        this.count = count;
        this.read = read;
        this.write = write;
    }

    /// Of this step; a scalar.
    public Tensor learningRate() {
        return learningRate;
    }

    /// Which update this is, from 1; a scalar.
    public Tensor count() {
        return count;
    }

    /// `base` to the power of [#count()].
    public Tensor power(double base) {
        return count.graph().constant(base).power(count);
    }

    /// The parameter that is stepped; the flat vector of all where the optimizer is elementwise.
    public Segment segment() {
        return segment;
    }

    /// A slot's numbers: those last written in this step, else those before it.
    public Tensor slot(String name) {
        return read.apply(name);
    }

    /// Gives a slot new numbers.
    ///
    /// @return the new numbers
    public Tensor slot(String name, Tensor value) {
        write.accept(name, value);
        return value;
    }
}
