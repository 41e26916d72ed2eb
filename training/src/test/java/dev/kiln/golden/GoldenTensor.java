package dev.kiln.golden;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

import dev.kiln.tensor.DType;
import dev.kiln.tensor.Shape;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/// An array as the records write it: `{"shape": […], "dtype": "float32", "data": [flat, row-major]}`.
///
/// @param data one entry a number (`NaN`, `Infinity` and `-Infinity` for those), or a text
public record GoldenTensor(Shape shape, DType dtype, List<String> data) {
    public GoldenTensor {
        data = List.copyOf(data);
        if (shape.size() != data.size()) {
            throw new IllegalArgumentException(
                    "a record of shape " + shape + " holds " + data.size() + " entries");
        }
    }

    public static GoldenTensor of(JsonElement json) {
        JsonObject object = json.getAsJsonObject();
        var sizes = new ArrayList<Integer>();
        object.getAsJsonArray("shape").forEach(size -> sizes.add(size.getAsInt()));
        String name = object.get("dtype").getAsString();
        DType dtype =
                Arrays.stream(DType.values())
                        .filter(type -> type.kerasName().equals(name))
                        .findFirst()
                        .orElseGet(() -> number(name));
        var data = new ArrayList<String>();
        object.getAsJsonArray("data").forEach(entry -> data.add(entry.getAsString()));
        return new GoldenTensor(new Shape(sizes), dtype, data);
    }

    /// Tensors of a list; a `null` in it is left out.
    public static List<GoldenTensor> listOf(JsonArray json) {
        return json.asList().stream()
                .filter(entry -> !entry.isJsonNull())
                .map(GoldenTensor::of)
                .collect(Collectors.toList());
    }

    private static DType number(String name) {
        return name.startsWith("float") ? DType.FLOAT32 : DType.INT32;
    }

    public boolean isFloat() {
        return dtype == DType.FLOAT32;
    }

    /// The numbers; true is 1, false 0. A float is exactly the recorded 32-bit one.
    public double[] values() {
        return data.stream().mapToDouble(this::value).toArray();
    }

    private double value(String entry) {
        return switch (entry) {
            case "true" -> 1;
            case "false" -> 0;
            default -> dtype == DType.FLOAT32 ? Float.parseFloat(entry) : Double.parseDouble(entry);
        };
    }
}
