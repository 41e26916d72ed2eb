package dev.kiln.model;

import dev.kiln.graph.Graph;
import dev.kiln.graph.Tensor;
import dev.kiln.layers.Declaration;
import dev.kiln.layers.Layer;
import dev.kiln.layers.Signal;
import dev.kiln.layers.SpectralNormalization;
import dev.kiln.layers.State;
import dev.kiln.layers.Supply;
import dev.kiln.layers.Symbol;
import dev.kiln.layers.Tracing;
import dev.kiln.tensor.Shape;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Finds a model's weights by writing it into scratch graphs, once as in training, once as in use.
final class WeightCollector implements Supply {
    /// In place of unknown dimensions; no weight depends on them, which was checked where layers were applied.
    private static final int EXTENT = 240;

    private final Graph graph = new Graph();
    private final Map<String, Place> places;
    private int count;

    /// A layer or a part of one, with what it owns, in the order of the first mention.
    private static final class Place {
        private final @Nullable Layer layer;
        private final Map<String, Weight> trained = new LinkedHashMap<>();
        private final Map<String, Weight> others = new LinkedHashMap<>();
        private final Map<String, Place> below = new LinkedHashMap<>();

        Place(@Nullable Layer layer) {
            this.layer = layer;
        }

        /// Keras' order: trained, others, then what is below; of a model, its layers as it lists them.
        void list(List<Weight> to, Set<Storage> seen) {
            if (layer instanceof SpectralNormalization) {
                // Keras' wrapper holds the kernel of its layer itself.
                below.values().stream()
                        .flatMap(inside -> inside.trained.values().stream())
                        .filter(weight -> SpectralNormalization.KERNELS.contains(weight.name()))
                        .filter(weight -> seen.add(weight.storage()))
                        .forEach(to::add);
            }
            trained.values().stream().filter(weight -> seen.add(weight.storage())).forEach(to::add);
            others.values().stream().filter(weight -> seen.add(weight.storage())).forEach(to::add);
            var rest = new LinkedHashMap<>(below);
            if (layer instanceof Model model && model.isBuilt()) {
                for (Part part : model.layers()) {
                    Place place = rest.remove(part.name());
                    if (place != null) {
                        place.list(to, seen);
                    }
                }
            }
            rest.values().forEach(place -> place.list(to, seen));
        }
    }

    private WeightCollector(Map<String, Place> places) {
        this.places = places;
    }

    static List<Weight> collect(Model model) {
        Map<String, Place> places = new LinkedHashMap<>();
        for (boolean training : new boolean[] {false, true}) {
            var collector = new WeightCollector(places);
            var root = Tracing.root(collector.graph, training, collector, model, model.rootPath());
            var signals = new ArrayList<Signal>();
            for (int i = 0; i < model.inputs().size(); i++) {
                signals.add(
                        collector.signal(
                                model.inputSymbols().get(i), model.inputs().get(i).shape()));
            }
            model.call(signals, root);
        }
        var weights = new ArrayList<Weight>();
        Place top = places.get(model.rootPath());
        if (top != null) {
            top.list(weights, Collections.newSetFromMap(new IdentityHashMap<>()));
        }
        return weights;
    }

    private Signal signal(Symbol symbol, Shape shape) {
        Tensor value = graph.input("input" + count++, sized(shape));
        return new Signal(
                value,
                symbol.mask().map(mask -> graph.input("mask" + count++, sized(mask))).orElse(null));
    }

    private static Shape sized(Shape shape) {
        for (int axis = 0; axis < shape.rank(); axis++) {
            if (shape.get(axis) == Shape.UNKNOWN) {
                shape = shape.with(axis, axis == 0 ? 2 : EXTENT);
            }
        }
        return shape;
    }

    private Place place(Tracing at) {
        Place place = places.get(at.path());
        if (place == null) {
            place = new Place(at.isPart() ? null : at.layer());
            places.put(at.path(), place);
            Tracing around = at.parent();
            if (around != null) {
                place(around).below.put(at.name(), place);
            }
        }
        return place;
    }

    @Override
    public Tensor weight(Tracing at, Declaration declaration) {
        Storage storage = Owned.of(at).storage(at, declaration);
        Place place = place(at);
        (declaration.trainable() ? place.trained : place.others)
                .computeIfAbsent(declaration.name(), name -> new Weight(at, storage));
        return graph.input("weight" + count++, declaration.shape());
    }

    @Override
    public State state(Tracing at, Declaration declaration) {
        Tensor before = weight(at, declaration);
        return new State() {
            @Override
            public Tensor read() {
                return before;
            }

            @Override
            public void update(Tensor value) {}
        };
    }

    @Override
    public boolean trainable(Tracing at) {
        return true;
    }
}
