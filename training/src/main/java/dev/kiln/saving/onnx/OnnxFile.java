package dev.kiln.saving.onnx;

import dev.kiln.catalog.UserError;
import dev.kiln.graph.Tensor;
import dev.kiln.graph.Variable;
import dev.kiln.layers.Signal;
import dev.kiln.model.Model;
import dev.kiln.model.Weight;

import onnx.Onnx;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// A model's prediction as an ONNX file: operator set 18 of the Open Neural Network Exchange,
/// <https://onnx.ai/onnx/operators/>.
///
/// Inputs and outputs carry the names of the model's layers, are 32-bit floats, and take any number of rows, and any
/// length where the model leaves one open. What was done to the data before the model (scaling, vocabularies) is not part of the file.
public final class OnnxFile {
    /// The oldest operator set that has all operators used here.
    private static final int OPERATORS = 18;

    /// The version of the file format that came with it.
    private static final int FORMAT = 8;

    private static final int MOST_TRIES = 3;

    private static final long LARGEST = Integer.MAX_VALUE;

    private OnnxFile() {}

    /// @throws UserError   E197 where the model has no ONNX form; names the layer
    /// @throws IOException where the stream cannot be written
    public static void write(Model model, OutputStream out) throws IOException {
        if (model.weights().size() * Float.BYTES >= LARGEST) {
            throw new UserError(
                    "E197",
                    "the weights of " + model.name() + " are larger than the 2 GB of an ONNX file.",
                    "Type: %save \"" + model.name() + ".keras\"");
        }
        proto(model).writeTo(out);
    }

    private static Onnx.ModelProto proto(Model model) {
        return Onnx.ModelProto.newBuilder()
                .setIrVersion(FORMAT)
                .setProducerName("Kiln")
                .addOpsetImport(Onnx.OperatorSetIdProto.newBuilder().setVersion(OPERATORS))
                .setGraph(graph(model))
                .build();
    }

    /// Where a model has another form for one of the sampled lengths (an image that has the wanted size already is not
    /// resized), others tell.
    private static Onnx.GraphProto graph(Model model) {
        UserError first = null;
        for (int more = 0; more < (Samples.areOpen(model) ? MOST_TRIES : 1); more++) {
            try {
                return graph(model, Samples.of(model, more));
            } catch (UserError refused) {
                first = first == null ? refused : first;
            }
        }
        throw Objects.requireNonNull(first);
    }

    private static Onnx.GraphProto graph(Model model, Samples samples) {
        var graph =
                new OpenGraph(model.name(), samples::layer, samples.graphs(), samples.unknowns());
        var results = samples.forward().outputs().stream().map(Signal::value).toList();
        List<String> names = outputNames(model);
        Set<String> taken = new HashSet<>(names);
        model.inputs().forEach(input -> taken.add(input.name()));
        model.weights().all().forEach(weight -> taken.add(weight.path()));
        var nodes = new Nodes(taken);
        nodes.graph().setName(model.name());
        Map<Variable, Weight> weights = new HashMap<>();
        model.weights().all().forEach(weight -> weights.put(weight.variable(), weight));
        Map<Unknown, String> sizes = new HashMap<>();
        samples.places()
                .forEach(
                        (size, place) ->
                                sizes.put(
                                        size,
                                        nodes.size(
                                                model.inputs().get(place.input()).name(),
                                                place.axis())));
        var writer =
                new GraphWriter(graph, nodes, sizes, variable -> weight(nodes, weights, variable));
        for (int i = 0; i < model.inputs().size(); i++) {
            String name = model.inputs().get(i).name();
            nodes.graph().addInput(Nodes.floatsNamed(name, graph.shape(i)));
            writer.name(i, name);
        }
        writer.write(results.stream().map(Tensor::id).toList());
        for (int i = 0; i < results.size(); i++) {
            String name = names.get(i);
            int id = results.get(i).id();
            nodes.addAs(name, "Identity", List.of(writer.nameOf(id)));
            nodes.graph().addOutput(Nodes.floatsNamed(name, graph.shape(id)));
        }
        return nodes.graph().build();
    }

    /// One each, another than those of the inputs.
    private static List<String> outputNames(Model model) {
        Set<String> taken = new HashSet<>();
        model.inputs().forEach(input -> taken.add(input.name()));
        var names = new ArrayList<String>();
        for (String name : model.outputNames()) {
            String own = name;
            while (!taken.add(own)) {
                own = own + "_" + names.size();
            }
            names.add(own);
        }
        return names;
    }

    private static String weight(Nodes nodes, Map<Variable, Weight> weights, Variable variable) {
        Weight weight = weights.get(variable);
        if (weight == null) {
            throw new IllegalStateException(variable + " is no weight of the model");
        }
        return nodes.named(weight.path(), weight.get(), weight.shape().dimensions());
    }
}
