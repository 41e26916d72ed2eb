package dev.kiln.saving.onnx;

import dev.kiln.catalog.UserError;
import dev.kiln.graph.Graph;
import dev.kiln.graph.ShapeMismatch;
import dev.kiln.model.Forward;
import dev.kiln.model.Inference;
import dev.kiln.model.Model;
import dev.kiln.model.ModelInput;
import dev.kiln.tensor.Shape;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The formulas of a model for several samples of what the data decides.
///
/// @param graphs   one for each sample
/// @param forward  what the model gives in the first one
/// @param unknowns what the samples differ in; the rows come first
/// @param places   an input and an axis at which each unknown can be read
record Samples(
        List<Graph> graphs, Forward forward, List<Unknown> unknowns, Map<Unknown, Place> places) {
    /// Small, so that writing is quick; none of them 1, which broadcasts.
    private static final List<Integer> ROWS = List.of(2, 3, 5, 2, 7, 3);

    /// Lengths that have room for windows and leave every remainder by small strides.
    private static final List<Integer> LENGTHS = List.of(194, 251, 194, 223, 297, 212);

    /// How many samples tell a line over the rows alone.
    private static final int OF_ROWS = 3;

    /// An axis of an input.
    record Place(int input, int axis) {}

    /// @param more added to all lengths: a layer may treat a length of its own in another way
    /// @throws UserError E197 where the model has no formulas for data of any size
    static Samples of(Model model, int more) {
        try {
            return of(model, true, more);
        } catch (UserError | ShapeMismatch apart) {
            if (model.inputs().size() < 2 || model.inputs().stream().allMatch(Samples::isKnown)) {
                throw apart;
            }
            try {
                // Inputs that are joined have one length.
                return of(model, false, more);
            } catch (UserError | ShapeMismatch together) {
                throw apart;
            }
        }
    }

    /// Whether an input leaves more open than the rows.
    static boolean areOpen(Model model) {
        return !model.inputs().stream().allMatch(Samples::isKnown);
    }

    private static boolean isKnown(ModelInput input) {
        return input.row().isKnown();
    }

    /// @param areApart whether each input has lengths of its own
    private static Samples of(Model model, boolean areApart, int more) {
        var places = new LinkedHashMap<Unknown, Place>();
        var lengths = new LinkedHashMap<Place, Unknown>();
        boolean isOpen = !model.inputs().stream().allMatch(Samples::isKnown);
        int count = isOpen ? ROWS.size() : OF_ROWS;
        var rows = new Unknown("rows", rows(model).subList(0, count));
        places.put(rows, new Place(0, 0));
        for (int input = 0; input < model.inputs().size(); input++) {
            var sizes = model.inputs().get(input).row().dimensions();
            for (int axis = 1; axis <= sizes.size(); axis++) {
                if (sizes.get(axis - 1) == Shape.UNKNOWN) {
                    var place = new Place(input, axis);
                    var unknown = areApart ? null : known(lengths, axis);
                    if (unknown == null) {
                        unknown =
                                length(
                                        model.inputs().get(input).name(),
                                        axis,
                                        lengths.size(),
                                        more);
                        places.put(unknown, place);
                    }
                    lengths.put(place, unknown);
                }
            }
        }
        var graphs = new ArrayList<Graph>();
        Forward first = null;
        for (int sample = 0; sample < count; sample++) {
            var graph = new Graph();
            var forward =
                    Inference.of(
                            model,
                            graph,
                            shapes(model, rows, lengths, sample),
                            "E197",
                            "an ONNX file");
            first = first == null ? forward : first;
            graphs.add(graph);
        }
        return new Samples(graphs, first, List.copyOf(places.keySet()), places);
    }

    /// A model with a batch size of its own keeps that.
    private static List<Integer> rows(Model model) {
        return model.inputs().stream()
                .map(input -> input.shape().get(0))
                .filter(fixed -> fixed > 0)
                .findFirst()
                .map(fixed -> ROWS.stream().map(_ -> fixed).toList())
                .orElse(ROWS);
    }

    private static @Nullable Unknown known(Map<Place, Unknown> lengths, int axis) {
        return lengths.entrySet().stream()
                .filter(entry -> entry.getKey().axis() == axis)
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(null);
    }

    /// Each length takes another order of the same sizes, so that no two are mistaken for each other.
    private static Unknown length(String input, int axis, int before, int more) {
        var values = new ArrayList<Integer>();
        for (int sample = 0; sample < LENGTHS.size(); sample++) {
            values.add(LENGTHS.get((sample + before) % LENGTHS.size()) + 13 * before + more);
        }
        return new Unknown(input + "_size_" + axis, values);
    }

    private static List<Shape> shapes(
            Model model, Unknown rows, Map<Place, Unknown> lengths, int sample) {
        var shapes = new ArrayList<Shape>();
        for (int input = 0; input < model.inputs().size(); input++) {
            var sizes = new ArrayList<>(model.inputs().get(input).row().dimensions());
            for (int axis = 1; axis <= sizes.size(); axis++) {
                Unknown length = lengths.get(new Place(input, axis));
                if (length != null) {
                    sizes.set(axis - 1, length.values().get(sample));
                }
            }
            shapes.add(new Shape(sizes).batchOf(rows.values().get(sample)));
        }
        return shapes;
    }

    /// The layer that wrote a node of the first graph.
    String layer(int id) {
        return forward.passages().stream()
                .filter(passage -> last(passage) >= id)
                .min((a, b) -> Integer.compare(last(a), last(b)))
                .map(passage -> passage.path().substring(passage.path().indexOf('/') + 1))
                .orElse("of the model");
    }

    private static int last(dev.kiln.layers.Passage passage) {
        return passage.outputs().stream().mapToInt(output -> output.value().id()).max().orElse(-1);
    }
}
