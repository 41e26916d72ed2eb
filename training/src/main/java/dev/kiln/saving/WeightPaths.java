package dev.kiln.saving;

import dev.kiln.graph.Variable;
import dev.kiln.layers.Bidirectional;
import dev.kiln.layers.Cell;
import dev.kiln.layers.GroupedQueryAttention;
import dev.kiln.layers.Input;
import dev.kiln.layers.Layer;
import dev.kiln.layers.MultiHeadAttention;
import dev.kiln.layers.Names;
import dev.kiln.layers.RNN;
import dev.kiln.layers.Recurrent;
import dev.kiln.layers.SpectralNormalization;
import dev.kiln.layers.StackedRNNCells;
import dev.kiln.layers.TimeDistributed;
import dev.kiln.model.Model;
import dev.kiln.model.Part;
import dev.kiln.model.Sequential;
import dev.kiln.model.Weight;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Where Keras 3 keeps each weight of a model in `model.weights.h5`: by the attributes of its objects, with layers
/// counted by their class, as `keras/src/saving/saving_lib.py` walks them.
final class WeightPaths {
    private final List<Group> groups = new ArrayList<>();

    /// The weights of one object, in the order of their numbers in the file.
    ///
    /// @param path of the object's group; empty for the model
    /// @param name of the object, kept beside its weights
    record Group(String path, String name, List<Weight> weights) {
        Group {
            weights = List.copyOf(weights);
        }

        /// The path of one weight.
        String path(int index) {
            return vars() + "/" + index;
        }

        String vars() {
            return path.isEmpty() ? "vars" : path + "/vars";
        }
    }

    /// A weight of an object, by the rest of its path.
    private record Place(String path, Weight weight) {}

    private WeightPaths() {}

    static List<Group> of(Model model) {
        var paths = new WeightPaths();
        paths.model(model, "", model.name());
        return paths.groups;
    }

    private void model(Model model, String path, String name) {
        groups.add(new Group(path, name, List.of()));
        Map<String, Integer> counts = new HashMap<>();
        for (Part part : model.layers()) {
            if (model instanceof Sequential && part.layer() instanceof Input) {
                continue;
            }
            String group = join(path, "layers/" + numbered(kind(part.layer()), counts));
            part.asModel()
                    .ifPresentOrElse(
                            inner -> model(inner, group, part.name()),
                            () -> layer(part.layer(), group, part.name(), places(part)));
        }
    }

    private static String join(String path, String rest) {
        return path.isEmpty() ? rest : path + "/" + rest;
    }

    /// A kind with its number among those of its kind, as Keras counts; the first has none.
    static String numbered(String kind, Map<String, Integer> counts) {
        int number = counts.merge(kind, 1, Integer::sum) - 1;
        return number == 0 ? kind : kind + "_" + number;
    }

    private static String kind(Layer layer) {
        return switch (layer) {
            case Input _ -> "input_layer";
            case Sequential _ -> "sequential";
            case Model _ -> "functional";
            default -> Names.kind(layer);
        };
    }

    private static List<Place> places(Part part) {
        var places = new ArrayList<Place>();
        for (Weight weight : part.weights().all()) {
            if (weight.variable().role() != Variable.Role.RECURRENT) {
                String path = "/" + weight.path();
                String from = "/" + part.name() + "/";
                places.add(new Place(path.substring(path.indexOf(from) + from.length()), weight));
            }
        }
        return places;
    }

    private void layer(@Nullable Layer layer, String path, String name, List<Place> places) {
        var own = new ArrayList<Weight>();
        Map<String, List<Place>> below = new LinkedHashMap<>();
        for (Place place : places) {
            int slash = place.path().indexOf('/');
            if (slash < 0) {
                own.add(place.weight());
            } else {
                below.computeIfAbsent(place.path().substring(0, slash), key -> new ArrayList<>())
                        .add(new Place(place.path().substring(slash + 1), place.weight()));
            }
        }
        if (layer instanceof SpectralNormalization && !below.isEmpty()) {
            // The wrapped layer's kernel is an attribute of both.
            own.addFirst(below.values().iterator().next().getFirst().weight());
        }
        var ordered = new ArrayList<>(own.stream().filter(Weight::isParameter).toList());
        own.stream().filter(weight -> !weight.isParameter()).forEach(ordered::add);
        groups.add(new Group(path, name, ordered));
        Map<String, Integer> counts = new HashMap<>();
        below.forEach(
                (segment, inside) -> {
                    Below child = below(layer, segment, counts);
                    layer(child.layer(), path + "/" + child.attribute(), segment, inside);
                });
    }

    /// @param attribute what Keras calls the part
    private record Below(String attribute, @Nullable Layer layer) {}

    private static Below below(@Nullable Layer layer, String segment, Map<String, Integer> counts) {
        return switch (layer) {
            case Model inner -> inside(inner, segment);
            // A backward layer of one's own keeps its name.
            case Bidirectional both when !segment.startsWith("forward_") ->
                    new Below(
                            "backward_layer",
                            both.backwardLayer() == null ? both.layer() : both.backwardLayer());
            case Bidirectional both -> new Below("forward_layer", both.layer());
            case RNN rnn -> new Below("cell", rnn.cell());
            case StackedRNNCells stack -> {
                Cell cell =
                        stack.cells().stream()
                                .filter(candidate -> Names.of(candidate).equals(segment))
                                .findFirst()
                                .orElse(stack.cells().getFirst());
                yield new Below("cells/" + numbered(kind(cell), counts), cell);
            }
            case Recurrent _ -> new Below("cell", null);
            case TimeDistributed wrapper -> new Below("layer", wrapper.layer());
            case SpectralNormalization wrapper -> new Below("layer", wrapper.layer());
            case MultiHeadAttention _ -> new Below(head(segment), null);
            case GroupedQueryAttention _ -> new Below("_" + head(segment), null);
            case null, default -> new Below(segment, null);
        };
    }

    /// A model that a wrapper holds.
    private static Below inside(Model model, String segment) {
        Map<String, Integer> counts = new HashMap<>();
        for (Part part : model.layers()) {
            if (model instanceof Sequential && part.layer() instanceof Input) {
                continue;
            }
            String attribute = "layers/" + numbered(kind(part.layer()), counts);
            if (part.name().equals(segment)) {
                return new Below(attribute, part.layer());
            }
        }
        return new Below(segment, null);
    }

    private static String head(String segment) {
        return (segment.equals("attention_output") ? "output" : segment) + "_dense";
    }
}
