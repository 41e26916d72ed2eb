package dev.kiln.model;

import dev.kiln.catalog.UserError;
import dev.kiln.constraints.Constraint;
import dev.kiln.graph.CounterRandom;
import dev.kiln.graph.Variable;
import dev.kiln.initializers.Initializer;
import dev.kiln.layers.Layer;
import dev.kiln.layers.Tracing;
import dev.kiln.regularizers.Regularizer;
import dev.kiln.tensor.Shape;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One array of numbers of a model: a kernel, a bias, a moving mean, a state.
public final class Weight {
    private final String path;
    private final Storage storage;

    /// The layers around it, innermost last; frozen, each of them freezes it.
    private final List<Layer> layers;

    Weight(Tracing at, Storage storage) {
        String name = storage.declaration().name();
        this.path = at.path().isEmpty() ? name : at.path() + "/" + name;
        this.storage = storage;
        this.layers = new ArrayList<>();
        for (Tracing scope = at; scope != null; scope = scope.parent()) {
            layers.addFirst(scope.layer());
        }
    }

    /// Unique in the model, for example `sequential/dense/kernel`.
    public String path() {
        return path;
    }

    /// Unique in its layer, for example `kernel`.
    public String name() {
        return storage.declaration().name();
    }

    public Shape shape() {
        return storage.declaration().shape();
    }

    /// How many numbers.
    public long size() {
        return shape().size();
    }

    /// Whether training changes it at present: it is meant to be trained, and no layer around it is frozen.
    public boolean isTrainable() {
        return storage.declaration().trainable()
                && layers.stream().allMatch(layer -> Owned.of(layer).isTrained(layer));
    }

    /// Whether it can be trained at all; moving statistics and states cannot.
    public boolean isParameter() {
        return storage.declaration().trainable();
    }

    public Initializer initializer() {
        return storage.declaration().initializer();
    }

    public Optional<Regularizer> regularizer() {
        return Optional.ofNullable(storage.declaration().regularizer());
    }

    public Optional<Constraint> constraint() {
        return Optional.ofNullable(storage.declaration().constraint());
    }

    /// How graphs read and update it where it is not part of a flat variable.
    public Variable variable() {
        return new Variable(path, shape(), storage.declaration().role());
    }

    /// A copy of the numbers, row-major.
    public float[] get() {
        return storage.get();
    }

    /// @param values row-major, as many as the shape has
    public void set(float[] values) {
        check(values.length);
        storage.set(MemorySegment.ofArray(values));
    }

    /// @throws UserError E133 where that is not the weight's size
    void check(int count) {
        if (count != size()) {
            throw new UserError(
                    "E133",
                    path
                            + " has "
                            + size()
                            + " numbers ("
                            + shape()
                            + "), but "
                            + count
                            + " were given.",
                    "Give one number for each: new float[" + size() + "]");
        }
    }

    /// @param values floats in this machine's order of bytes, row-major, as many as the shape has
    public void set(MemorySegment values) {
        if (values.byteSize() != size() * Float.BYTES) {
            throw new IllegalArgumentException(
                    path + " takes " + size() * Float.BYTES + " bytes, not " + values.byteSize());
        }
        storage.set(values);
    }

    /// The numbers themselves; valid until the weight is moved.
    public MemorySegment values() {
        return storage.values();
    }

    /// Fills it as its initializer says.
    public void initialize(long seed) {
        Long own = initializer().seed();
        var random =
                own == null
                        ? CounterRandom.of(seed, path, 0)
                        : CounterRandom.of(own, "initializer", 0);
        var values = new float[Math.toIntExact(size())];
        initializer().fill(values, shape(), random);
        set(values);
    }

    Storage storage() {
        return storage;
    }

    boolean belongsTo(Layer layer) {
        return layers.stream().anyMatch(around -> around == layer);
    }

    @Override
    public String toString() {
        return path + " : " + shape();
    }
}
