package dev.kiln.layers;

import dev.kiln.activations.Activations;
import dev.kiln.activations.Elu;
import dev.kiln.activations.LeakyRelu;
import dev.kiln.activations.Relu;
import dev.kiln.catalog.Catalog;
import dev.kiln.catalog.Conversion;
import dev.kiln.catalog.Entry;
import dev.kiln.catalog.UserError;
import dev.kiln.constraints.Constraints;
import dev.kiln.initializers.Initializers;
import dev.kiln.regularizers.Regularizers;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Reads what Keras writes of layers: `{module, class_name, config}`, nested, as maps, lists, texts,
/// numbers and truth values.
public final class KerasConfig {
    /// What Keras writes down that does not change a layer's numbers in 32-bit floating point.
    private static final Set<String> WITHOUT_EFFECT =
            Set.of(
                    "dtype",
                    "quantization_config",
                    "lora_rank",
                    "lora_alpha",
                    "gptq_unpacked_column_size",
                    "synchronized",
                    "sparse",
                    "ragged",
                    "optional",
                    "use_cudnn",
                    "flash_attention",
                    "build_config",
                    "unroll",
                    "reverse_dtype",
                    "data_format",
                    "bounding_box_format",
                    "encoding",
                    "oov_method",
                    "salt",
                    "vocabulary_dtype",
                    "vocabulary_size",
                    "has_input_vocabulary");

    /// What gives a layer other weights than its own.
    private static final Set<String> OTHER_WEIGHTS =
            Set.of("lora_rank", "quantization_config", "gptq_unpacked_column_size");

    /// Letters of a name that comes from a file.
    private static final int LONGEST_NAME = 80;

    private KerasConfig() {}

    /// The layer of a class with a configuration.
    ///
    /// @param className as Keras writes it, for example `Dense`
    /// @throws UserError where the class, an argument or a value is unknown
    public static Layer layer(String className, Map<String, ? extends @Nullable Object> config) {
        var arguments = new LinkedHashMap<String, @Nullable Object>();
        Entry<Layer> entry =
                Layers.CATALOG.find(className).orElseThrow(() -> Layers.CATALOG.unknown(className));
        config.forEach(
                (name, value) -> {
                    if (value != null && OTHER_WEIGHTS.contains(name)) {
                        throw new UserError(
                                "E194",
                                className
                                        + " with "
                                        + name
                                        + "="
                                        + Conversion.text(value)
                                        + " keeps its weights in another form, which Kiln does not know.",
                                "In Keras merge or undo it before saving: a layer without "
                                        + name
                                        + " opens.");
                    }
                    if (!WITHOUT_EFFECT.contains(name) || entry.argument(name).isPresent()) {
                        Object given = read(value);
                        boolean isFunction = name.endsWith("activation");
                        arguments.put(
                                name,
                                isFunction && given instanceof Layer layer
                                        ? function(layer)
                                        : given);
                    }
                });
        // An old variant of LayerNormalization; every other file says false.
        if (Boolean.FALSE.equals(arguments.get("rms_scaling"))) {
            arguments.remove("rms_scaling");
        }
        if (arguments.get("noise_shape") instanceof List<?> sizes) {
            arguments.put(
                    "noise_shape", sizes.stream().map(size -> size == null ? -1 : size).toList());
        }
        if (className.equals("InputLayer")) {
            inputShape(arguments);
        }
        return Layers.CATALOG.get(entry.name(), arguments);
    }

    /// `batch_shape` is the batch size and the shape of a row.
    private static void inputShape(Map<String, @Nullable Object> arguments) {
        if (arguments.remove("batch_shape") instanceof List<?> batchShape) {
            var row = new ArrayList<Object>();
            for (Object size : batchShape.subList(1, batchShape.size())) {
                row.add(size == null ? -1 : size);
            }
            arguments.put("shape", row);
            arguments.put("batch_size", batchShape.getFirst());
        }
    }

    /// Nested objects in place of their configurations.
    public static @Nullable Object read(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case List<?> list -> {
                var items = new ArrayList<@Nullable Object>();
                list.forEach(item -> items.add(read(item)));
                yield items;
            }
            case Map<?, ?> map when map.containsKey("class_name") -> object(map);
            default -> value;
        };
    }

    private static Object object(Map<?, ?> map) {
        String className = String.valueOf(map.get("class_name"));
        var config = new LinkedHashMap<String, @Nullable Object>();
        if (map.get("config") instanceof Map<?, ?> given) {
            given.forEach((name, value) -> config.put(String.valueOf(name), value));
        } else if (map.get("config") instanceof String name) {
            className = name;
        }
        String module = String.valueOf(map.get("module"));
        if (module.endsWith("layers")
                || Layers.CATALOG.find(className).isPresent() && !isElsewhere(module)) {
            return layer(className, config);
        }
        for (Catalog<?> catalog :
                List.of(
                        Initializers.CATALOG,
                        Regularizers.CATALOG,
                        Constraints.CATALOG,
                        Activations.CATALOG)) {
            if (module.endsWith(catalog.kind() + "s") && catalog.find(className).isPresent()) {
                return catalog.get(className, config);
            }
        }
        for (Catalog<?> catalog :
                List.of(
                        Initializers.CATALOG,
                        Regularizers.CATALOG,
                        Constraints.CATALOG,
                        Activations.CATALOG)) {
            if (catalog.find(className).isPresent()) {
                return catalog.get(className, config);
            }
        }
        throw new UserError(
                "E194",
                "the file uses "
                        + ownName(className)
                        + (module.startsWith("keras") ? " of " + module : "")
                        + ", which Kiln does not know.",
                "Build the model in Java with one of your own in its place, then: model.loadWeights(\"…\")");
    }

    /// Keras takes a layer that only applies a function for the function, as in `Dense(8, activation=LeakyReLU())`.
    private static Object function(Layer layer) {
        return switch (layer) {
            case LeakyReLU leaky -> new LeakyRelu(leaky.negativeSlope());
            case ReLU relu -> new Relu(relu.negativeSlope(), relu.maxValue(), relu.threshold());
            case ELU elu -> new Elu(elu.alpha());
            default -> layer;
        };
    }

    /// A name that a file gives to a class or function of its author's, without the package: `shop>Twice` is `Twice`.
    public static String ownName(String name) {
        String own = name.substring(name.indexOf('>') + 1);
        return own.length() <= LONGEST_NAME ? own : own.substring(0, LONGEST_NAME) + "…";
    }

    private static boolean isElsewhere(String module) {
        return module.endsWith("initializers")
                || module.endsWith("regularizers")
                || module.endsWith("constraints");
    }
}
