package dev.kiln.saving;

import dev.kiln.layers.Normalization;
import dev.kiln.model.Part;
import dev.kiln.tensor.Shape;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/// Keras takes the mean and variance of a normalization over several axes nested as the axes are: for axes 1 and 2,
/// `[[a, b], [c, d]]`.
final class AxesOfStatistics {
    private AxesOfStatistics() {}

    /// @param form of the layer, as Keras writes it
    static Map<String, @Nullable Object> nested(Part part, Map<String, @Nullable Object> form) {
        if (!(part.layer() instanceof Normalization layer)
                || layer.mean() == null
                || layer.mean().size() == 1) {
            return form;
        }
        Shape row = part.outputShape().row();
        int rank = row.rank() + 1;
        var kept = layer.axis().stream().map(axis -> axis < 0 ? axis + rank : axis).toList();
        int[] sizes =
                IntStream.range(1, rank)
                        .filter(kept::contains)
                        .map(axis -> row.get(axis - 1))
                        .toArray();
        if (sizes.length < 2) {
            return form;
        }
        var config = new LinkedHashMap<String, @Nullable Object>();
        if (form.get("config") instanceof Map<?, ?> flat) {
            flat.forEach((key, value) -> config.put(String.valueOf(key), value));
        }
        config.put("mean", nested(layer.mean(), sizes, 0));
        config.put("variance", nested(Objects.requireNonNull(layer.variance()), sizes, 0));
        var more = new LinkedHashMap<>(form);
        more.put("config", config);
        return more;
    }

    private static List<?> nested(List<Double> values, int[] sizes, int axis) {
        if (axis == sizes.length - 1) {
            return values;
        }
        int each = values.size() / sizes[axis];
        var parts = new ArrayList<Object>();
        for (int i = 0; i < sizes[axis]; i++) {
            parts.add(nested(values.subList(i * each, (i + 1) * each), sizes, axis + 1));
        }
        return parts;
    }
}
