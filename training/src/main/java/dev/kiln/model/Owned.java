package dev.kiln.model;

import dev.kiln.catalog.UserError;
import dev.kiln.layers.Declaration;
import dev.kiln.layers.Layer;
import dev.kiln.layers.Names;
import dev.kiln.layers.Tracing;

import org.jspecify.annotations.Nullable;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// What one instance of a layer, or a named part of it, owns: weights, states and whether it is trained.
///
/// Owned by the instance, so that models which use one instance share its weights.
final class Owned {
    private static final Map<Key, Owned> BY_LAYER = new HashMap<>();
    private static final ReferenceQueue<Layer> FORGOTTEN = new ReferenceQueue<>();

    private final Map<String, Storage> trainable = new LinkedHashMap<>();
    private final Map<String, Storage> others = new LinkedHashMap<>();

    /// What the layer was given when a weight was first mentioned.
    private final Map<String, String> rows = new HashMap<>();

    private final Map<String, Owned> parts = new LinkedHashMap<>();
    private @Nullable Boolean isTrained;

    /// A layer by its identity, which does not keep it alive.
    private static final class Key extends WeakReference<Layer> {
        private final int hash;

        Key(Layer layer) {
            super(layer, FORGOTTEN);
            this.hash = System.identityHashCode(layer);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return this == other || other instanceof Key key && get() != null && get() == key.get();
        }

        @Override
        public int hashCode() {
            return hash;
        }
    }

    static Owned of(Layer layer) {
        synchronized (BY_LAYER) {
            for (var key = FORGOTTEN.poll(); key != null; key = FORGOTTEN.poll()) {
                BY_LAYER.remove(key);
            }
            return BY_LAYER.computeIfAbsent(new Key(layer), key -> new Owned());
        }
    }

    static Owned of(Tracing at) {
        if (at.isPart()) {
            return of(Objects.requireNonNull(at.parent()))
                    .parts
                    .computeIfAbsent(at.name(), name -> new Owned());
        }
        return of(at.layer());
    }

    /// The storage of a weight, made at its first mention.
    ///
    /// @throws UserError where it was mentioned with another shape before
    Storage storage(Tracing at, Declaration declaration) {
        Storage storage =
                (declaration.trainable() ? trainable : others)
                        .computeIfAbsent(declaration.name(), name -> new Storage(declaration));
        rows.putIfAbsent(declaration.name(), at.rows());
        if (!storage.declaration().shape().equals(declaration.shape())) {
            throw new UserError(
                    "E133",
                    "layer "
                            + at.name()
                            + " is used with rows of "
                            + rows.get(declaration.name())
                            + " and with rows of "
                            + at.rows()
                            + ", but has one "
                            + declaration.name()
                            + ": "
                            + storage.declaration().shape()
                            + ", not "
                            + declaration.shape()
                            + ".",
                    "Type: new "
                            + Names.type(at.layer())
                            + "(…).withName(\""
                            + at.name()
                            + "_2\") for the second, or bring both inputs to one shape");
        }
        return storage;
    }

    /// Trained ones before the others, each in the order of their first mention.
    List<Storage> storages() {
        var all = new ArrayList<>(trainable.values());
        all.addAll(others.values());
        return all;
    }

    /// Whether training changes its weights: as the layer's settings say, until it is set.
    boolean isTrained(Layer layer) {
        return isTrained == null ? layer.settings().trainable() : isTrained;
    }

    void setTrained(boolean isTrained) {
        this.isTrained = isTrained;
    }
}
