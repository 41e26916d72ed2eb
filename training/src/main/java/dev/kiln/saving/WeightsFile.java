package dev.kiln.saving;

import dev.kiln.catalog.UserError;
import dev.kiln.model.Model;
import dev.kiln.model.Weight;
import dev.kiln.tensor.Shape;

import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import io.jhdf.api.Dataset;
import io.jhdf.api.Node;
import io.jhdf.api.WritableGroup;
import io.jhdf.exceptions.HdfException;

import java.lang.reflect.Array;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;

/// `model.weights.h5` of Keras 3: one group an object, its weights as `vars/0`, `vars/1`, …
final class WeightsFile {
    private static final String OPTIMIZER = "optimizer";

    private WeightsFile() {}

    // ---- writing

    /// @param file to be made
    static void write(Model model, Path file) {
        try (WritableHdfFile hdf = HdfFile.write(file)) {
            Map<String, WritableGroup> made = new HashMap<>();
            made.put("", hdf);
            for (WeightPaths.Group group : WeightPaths.of(model)) {
                // Keras asks for no group of an object without weights, and the library writes
                // empty ones wrong.
                if (group.weights().isEmpty()) {
                    continue;
                }
                var vars = group(made, group.vars());
                vars.putAttribute("name", group.name());
                for (int i = 0; i < group.weights().size(); i++) {
                    Weight weight = group.weights().get(i);
                    vars.putDataset(String.valueOf(i), nested(weight.get(), weight.shape()));
                }
            }
            if (model.training().isCompiled()) {
                optimizer(model, group(made, OPTIMIZER + "/vars"));
            }
        }
    }

    private static void optimizer(Model model, WritableGroup vars) {
        var compiled = model.training().optimizerState();
        vars.putAttribute("name", OPTIMIZER);
        for (int i = 0; i < compiled.size(); i++) {
            var numbers = compiled.get(i);
            float[] values = numbers.numbers();
            vars.putDataset(
                    String.valueOf(i),
                    i == 0 ? (Object) (long) values[0] : nested(values, numbers.shape()));
        }
    }

    private static WritableGroup group(Map<String, WritableGroup> made, String path) {
        WritableGroup known = made.get(path);
        if (known != null) {
            return known;
        }
        int slash = path.lastIndexOf('/');
        var around = group(made, slash < 0 ? "" : path.substring(0, slash));
        var group = around.putGroup(path.substring(slash + 1));
        made.put(path, group);
        return group;
    }

    /// Arrays of arrays, as the library takes shapes.
    private static Object nested(float[] values, Shape shape) {
        if (shape.rank() == 0) {
            return values[0];
        }
        return shape.rank() == 1 ? values : nested(values, shape.toArray(), 0, 0);
    }

    private static Object nested(float[] values, int[] sizes, int axis, int from) {
        int below = 1;
        for (int i = axis + 1; i < sizes.length; i++) {
            below *= sizes[i];
        }
        if (axis == sizes.length - 1) {
            return java.util.Arrays.copyOfRange(values, from, from + sizes[axis]);
        }
        int[] inner = java.util.Arrays.copyOfRange(sizes, axis, sizes.length);
        Object array = Array.newInstance(float.class, inner);
        for (int i = 0; i < sizes[axis]; i++) {
            Array.set(array, i, nested(values, sizes, axis + 1, from + i * below));
        }
        return array;
    }

    // ---- reading

    /// Puts the weights of a file into a model.
    ///
    /// @param name of the file, for errors
    /// @throws UserError E193 where they do not fit, E192 where the file is damaged; the model stays as it was
    static void read(Model model, Path file, String name) {
        reading(file, name, hdf -> values(hdf, model)).forEach(Weight::set);
    }

    private static Map<Weight, float[]> values(HdfFile hdf, Model model) {
        var values = new LinkedHashMap<Weight, float[]>();
        for (WeightPaths.Group group : WeightPaths.of(model)) {
            for (int i = 0; i < group.weights().size(); i++) {
                Weight weight = group.weights().get(i);
                values.put(weight, numbers(dataset(hdf, group, i), weight, group));
            }
        }
        return values;
    }

    /// The optimizer's arrays of a file, in order; none where it has none.
    static List<float[]> optimizer(Path file, String name) {
        return reading(
                file,
                name,
                hdf -> {
                    var numbers = new ArrayList<float[]>();
                    if (hdf.getChild(OPTIMIZER) instanceof io.jhdf.api.Group group
                            && group.getChild("vars") instanceof io.jhdf.api.Group vars) {
                        for (int i = 0;
                                vars.getChild(String.valueOf(i)) instanceof Dataset data;
                                i++) {
                            numbers.add(floats(data, file));
                        }
                    }
                    return numbers;
                });
    }

    /// What is read from a file of weights.
    ///
    /// @throws UserError E192 where the library cannot read it
    static <T> T reading(Path file, String name, Function<HdfFile, T> reading) {
        try (HdfFile hdf = new HdfFile(file)) {
            return reading.apply(hdf);
        } catch (UserError e) {
            throw e;
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            // The library meets damage with whatever exception comes first: buffers that end,
            // shapes without sense.
            throw damaged(name, e);
        }
    }

    static UserError damaged(String name, Throwable cause) {
        return new UserError(
                "E192",
                name + " is damaged: its weights cannot be read.",
                "Save the model again, or load another copy of the file.",
                cause);
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
                "Build the model that the file was saved from, or type: %load \"model.keras\"");
    }

    private static float[] numbers(Dataset dataset, Weight weight, WeightPaths.Group group) {
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
                    "Build the model that the file was saved from, or type: %load \"model.keras\"");
        }
        return floats(dataset, null);
    }

    /// The numbers as 32-bit floats.
    ///
    /// @param file where not null, what the numbers must fit into: they are not compressed there
    static float[] floats(Dataset dataset, @org.jspecify.annotations.Nullable Path file) {
        if (file != null && dataset.getSizeInBytes() > file.toFile().length()) {
            throw new IllegalArgumentException(dataset.getPath() + " is larger than its file");
        }
        Object data = dataset.isScalar() ? dataset.getData() : dataset.getDataFlat();
        if (data instanceof float[] floats) {
            return floats;
        }
        if (data instanceof Number number) {
            return new float[] {number.floatValue()};
        }
        var floats = new float[Array.getLength(data)];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = ((Number) Array.get(data, i)).floatValue();
        }
        return floats;
    }
}
