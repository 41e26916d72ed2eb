package dev.kiln.saving;

import dev.kiln.catalog.UserError;
import dev.kiln.graph.Variable;
import dev.kiln.model.Model;
import dev.kiln.model.ModelFiles;
import dev.kiln.model.Part;
import dev.kiln.model.Weight;
import dev.kiln.model.WeightLimit;
import dev.kiln.tensor.Shape;

import io.jhdf.HdfFile;
import io.jhdf.api.Attribute;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.api.Node;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// Keras' older `.h5` files: the structure as an attribute, the weights by layer, named in attributes.
final class LegacyFile {
    private LegacyFile() {}

    static boolean isLegacy(HdfContent content) {
        return text(content, "model_config") != null || text(content, "layer_names") != null;
    }

    static ModelFiles.Loaded read(Path file) throws IOException {
        try (HdfContent content = HdfContent.of(file)) {
            String description = text(content, "model_config");
            if (description == null) {
                throw new UserError(
                        "E192",
                        file + " holds weights without a model.",
                        "Build the model first, then: model.loadWeights(\""
                                + file.getFileName()
                                + "\")");
            }
            var config = Json.read(description, file + ": its model");
            Model model =
                    WeightLimit.within(
                            content.size() / Float.BYTES + 1, () -> ModelConfig.read(config));
            readWeights(model, content);
            String training = text(content, "training_config");
            if (training != null) {
                compile(model, Json.read(training, file + ": its compile"));
            }
            return new ModelFiles.Loaded(model, Map.of(), Differences.of(config));
        }
    }

    /// An attribute of the whole file, as text; null where there is none.
    private static @Nullable String text(HdfContent content, String name) {
        return content.read(
                hdf -> {
                    Object value = attribute(hdf, name);
                    return value == null ? null : String.valueOf(value);
                });
    }

    /// Older files write the optimizer as `optimizer_config`; its state is left out, as Keras 3 leaves it.
    private static void compile(Model model, Map<?, ?> training) {
        var config = new LinkedHashMap<Object, @Nullable Object>(training);
        config.putIfAbsent("optimizer", training.get("optimizer_config"));
        if (config.get("optimizer") != null) {
            model.compile(
                    CompileConfig.read(config, model.isBuilt() ? model.outputNames().size() : 1));
        }
    }

    static void readWeights(Model model, HdfContent content) {
        content.read(hdf -> weights(model, hdf, content)).forEach(Weight::set);
    }

    private static Map<Weight, MemorySegment> weights(
            Model model, HdfFile hdf, HdfContent content) {
        Group group = hdf.getChild("model_weights") instanceof Group inside ? inside : hdf;
        var values = new LinkedHashMap<Weight, MemorySegment>();
        for (Part part : model.layers()) {
            var wanted = ordered(part);
            if (wanted.isEmpty()) {
                continue;
            }
            if (!(group.getChild(part.name()) instanceof Group layer)) {
                throw unfit(part.name() + " is not in the file");
            }
            var names = names(layer);
            if (names.size() != wanted.size()) {
                throw unfit(
                        part.name()
                                + " has "
                                + names.size()
                                + " weights in the file, "
                                + wanted.size()
                                + " here");
            }
            for (int i = 0; i < names.size(); i++) {
                Dataset dataset = layer.getDatasetByPath(names.get(i));
                Shape shape = new Shape(IntStream.of(dataset.getDimensions()).boxed().toList());
                if (!shape.equals(wanted.get(i).shape())) {
                    throw unfit(
                            part.name()
                                    + " is "
                                    + shape
                                    + " in the file, "
                                    + wanted.get(i).shape()
                                    + " here");
                }
                values.put(wanted.get(i), content.floats(dataset));
            }
        }
        return values;
    }

    /// Trained ones first, then all others in the order in which they were made; a frozen layer has no trained ones.
    private static List<Weight> ordered(Part part) {
        var all =
                part.weights().all().stream()
                        .filter(weight -> weight.variable().role() != Variable.Role.RECURRENT)
                        .toList();
        var ordered = new ArrayList<>(all.stream().filter(Weight::isTrainable).toList());
        all.stream().filter(weight -> !weight.isTrainable()).forEach(ordered::add);
        return ordered;
    }

    private static UserError unfit(String why) {
        return new UserError(
                "E193",
                "weights do not fit: layer " + why + ".",
                "Build the model that the file was saved from.");
    }

    private static List<String> names(Group layer) {
        Object names = attribute(layer, "weight_names");
        return switch (names) {
            case null -> List.of();
            case String one -> List.of(one);
            case Object[] several -> Arrays.stream(several).map(String::valueOf).toList();
            default -> List.of();
        };
    }

    private static @Nullable Object attribute(Node node, String name) {
        Attribute attribute = node.getAttribute(name);
        return attribute == null ? null : attribute.getData();
    }
}
