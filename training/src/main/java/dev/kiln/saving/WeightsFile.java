package dev.kiln.saving;

import dev.kiln.catalog.UserError;
import dev.kiln.model.Model;
import dev.kiln.model.Trainer.NamedNumbers;
import dev.kiln.model.Weight;
import dev.kiln.saving.hdf5.ArrayContent;
import dev.kiln.saving.hdf5.GroupContent;
import dev.kiln.saving.hdf5.HdfImage;
import dev.kiln.tensor.Shape;

import io.jhdf.HdfFile;
import io.jhdf.api.Dataset;
import io.jhdf.api.Node;
import io.jhdf.exceptions.HdfException;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/// `model.weights.h5` of Keras 3: one group an object, its weights as `vars/0`, `vars/1`, …
final class WeightsFile {
    private static final String OPTIMIZER = "optimizer";
    private static final String INNER = "inner_optimizer";
    private static final Set<String> COUNTS = Set.of("iteration", "step_counter");

    /// Arrays that an optimizer with a scale has before those of the one inside.
    private static final int OF_A_SCALE = 4;

    private WeightsFile() {}

    // ---- writing

    /// The file as it will be written, with the optimizer's numbers where the model is compiled. They are read when it is.
    static HdfImage image(Model model) {
        var root = new GroupContent();
        for (WeightPaths.Group group : WeightPaths.of(model)) {
            // Keras asks for no group of an object without weights.
            if (group.weights().isEmpty()) {
                continue;
            }
            GroupContent vars = root.group(group.vars());
            vars.text("name", group.name());
            for (int i = 0; i < group.weights().size(); i++) {
                Weight weight = group.weights().get(i);
                vars.array(String.valueOf(i), ArrayContent.floats(weight.shape(), weight.values()));
            }
        }
        if (model.training().isCompiled()) {
            var state = model.training().optimizerState();
            optimizer(OPTIMIZER, state, root.group(OPTIMIZER + "/vars"));
            if (isScaled(state)) {
                var inner = state.subList(OF_A_SCALE, state.size());
                optimizer(INNER, inner, root.group(OPTIMIZER + "/" + INNER + "/vars"));
            }
        }
        return new HdfImage(root);
    }

    /// One optimizer around another repeats the state of that other one.
    private static boolean isScaled(List<NamedNumbers> state) {
        return state.size() > OF_A_SCALE && COUNTS.contains(state.get(2).name());
    }

    /// Keras counts steps in whole numbers.
    private static void optimizer(String name, List<NamedNumbers> compiled, GroupContent vars) {
        vars.text("name", name);
        for (int i = 0; i < compiled.size(); i++) {
            var numbers = compiled.get(i);
            vars.array(
                    String.valueOf(i),
                    COUNTS.contains(numbers.name())
                            ? ArrayContent.of((long) numbers.numbers()[0])
                            : floats(numbers));
        }
    }

    private static ArrayContent floats(NamedNumbers numbers) {
        return numbers.values().byteSize() == Float.BYTES
                ? ArrayContent.floats(
                        numbers.shape(), numbers.values().get(ValueLayout.JAVA_FLOAT, 0))
                : ArrayContent.floats(numbers.shape(), numbers.values());
    }

    static void write(Model model, Path file) throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            image(model).write(bytes -> StoredArchive.copy(bytes, _ -> {}, channel));
        }
    }

    // ---- reading

    /// Puts the weights of a file into a model.
    ///
    /// @throws UserError E193 where they do not fit, E192 where the file is damaged; the model stays as it was
    static void read(Model model, HdfContent content) {
        values(model, content).forEach(Weight::set);
    }

    /// The numbers for each weight of a model, until the content is closed.
    ///
    /// @throws UserError E193 where they do not fit, E192 where the file is damaged
    static Map<Weight, MemorySegment> values(Model model, HdfContent content) {
        var values = new LinkedHashMap<Weight, MemorySegment>();
        content.read(
                hdf -> {
                    for (WeightPaths.Group group : WeightPaths.of(model)) {
                        for (int i = 0; i < group.weights().size(); i++) {
                            Weight weight = group.weights().get(i);
                            values.put(
                                    weight,
                                    numbers(content, dataset(hdf, group, i), weight, group));
                        }
                    }
                    return values;
                });
        return values;
    }

    /// The optimizer's arrays of a file, in order, until the content is closed; none where it has none.
    static List<MemorySegment> optimizer(HdfContent content) {
        return content.read(
                hdf -> {
                    var numbers = new ArrayList<MemorySegment>();
                    if (hdf.getChild(OPTIMIZER) instanceof io.jhdf.api.Group given
                            && given.getChild("vars") instanceof io.jhdf.api.Group vars) {
                        while (vars.getChild(String.valueOf(numbers.size()))
                                instanceof Dataset data) {
                            numbers.add(content.floats(data));
                        }
                    }
                    return numbers;
                });
    }

    private static Dataset dataset(HdfFile hdf, WeightPaths.Group group, int index) {
        Node node = null;
        try {
            node = hdf.getByPath("/" + group.path(index));
        } catch (HdfException notThere) {
            // Said below, in the user's words.
        }
        if (node instanceof Dataset dataset) {
            return dataset;
        }
        throw new UserError(
                "E193",
                "weights do not fit: layer "
                        + group.name()
                        + " has "
                        + group.weights().size()
                        + " weights here, "
                        + index
                        + " in the file.",
                "Build the model that the file was saved from.");
    }

    private static MemorySegment numbers(
            HdfContent content, Dataset dataset, Weight weight, WeightPaths.Group group) {
        Shape inFile = new Shape(IntStream.of(dataset.getDimensions()).boxed().toList());
        if (!inFile.equals(weight.shape())) {
            throw new UserError(
                    "E193",
                    "weights do not fit: layer "
                            + group.name()
                            + " is "
                            + inFile
                            + " in the file, "
                            + weight.shape()
                            + " here.",
                    "Build the model that the file was saved from.");
        }
        return content.floats(dataset);
    }
}
