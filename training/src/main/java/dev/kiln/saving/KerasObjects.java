package dev.kiln.saving;

import dev.kiln.activations.ActivationFunction;
import dev.kiln.activations.Activations;
import dev.kiln.activations.Elu;
import dev.kiln.activations.LeakyRelu;
import dev.kiln.activations.Relu;
import dev.kiln.catalog.Catalog;
import dev.kiln.catalog.Entry;
import dev.kiln.catalog.UserError;
import dev.kiln.constraints.Constraint;
import dev.kiln.constraints.Constraints;
import dev.kiln.initializers.Initializer;
import dev.kiln.initializers.Initializers;
import dev.kiln.layers.Cell;
import dev.kiln.layers.Cropping1D;
import dev.kiln.layers.Dot;
import dev.kiln.layers.Dropout;
import dev.kiln.layers.ELU;
import dev.kiln.layers.EinsumDense;
import dev.kiln.layers.Input;
import dev.kiln.layers.Layer;
import dev.kiln.layers.Layers;
import dev.kiln.layers.LeakyReLU;
import dev.kiln.layers.Names;
import dev.kiln.layers.ReLU;
import dev.kiln.layers.Rescaling;
import dev.kiln.layers.TextVectorization;
import dev.kiln.layers.ZeroPadding1D;
import dev.kiln.losses.Loss;
import dev.kiln.losses.Losses;
import dev.kiln.metrics.Metric;
import dev.kiln.metrics.Metrics;
import dev.kiln.model.Model;
import dev.kiln.optimizers.Optimizer;
import dev.kiln.optimizers.Optimizers;
import dev.kiln.regularizers.Regularizer;
import dev.kiln.regularizers.Regularizers;
import dev.kiln.saving.operations.Operation;
import dev.kiln.schedules.ConstantRate;
import dev.kiln.schedules.Schedule;
import dev.kiln.schedules.Schedules;
import dev.kiln.tensor.DType;
import dev.kiln.tensor.Shape;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// Objects as Keras writes them: `{module, class_name, config, registered_name}`.
final class KerasObjects {
    /// Classes that Keras exports under another name than their own.
    private static final Map<String, String> EXPORTED =
            Map.of("GroupedQueryAttention", "GroupQueryAttention");

    /// Arguments that are one number, or two in a list.
    private static final Set<String> RANGES =
            Set.of(
                    "factor",
                    "x_factor",
                    "y_factor",
                    "brightness_factor",
                    "contrast_factor",
                    "saturation_factor",
                    "hue_factor",
                    "addition_factor",
                    "threshold_factor",
                    "scale",
                    "sigma",
                    "fill_value");

    private KerasObjects() {}

    /// A value of an argument.
    ///
    /// @param owner named where the value has no form in Keras
    static @Nullable Object value(@Nullable Object value, String owner) {
        return switch (value) {
            case null -> null;
            case Boolean truth -> truth;
            case Number number -> number;
            case String text -> text;
            case DType type -> type.kerasName();
            case Enum<?> word -> word.name().toLowerCase(Locale.ROOT);
            case Shape shape -> sizes(shape);
            case List<?> list -> {
                var items = new ArrayList<@Nullable Object>();
                list.forEach(item -> items.add(value(item, owner)));
                yield items;
            }
            case Map<?, ?> map -> {
                var items = new LinkedHashMap<String, @Nullable Object>();
                map.forEach((key, item) -> items.put(String.valueOf(key), value(item, owner)));
                yield items;
            }
            case ConstantRate(double rate) -> rate;
            case Model model -> ConfigWriter.of(model);
            case Layer layer -> layer(layer, Names.of(layer), layer.settings().trainable());
            case Initializer initializer ->
                    object("keras.initializers", Initializers.CATALOG, initializer, owner);
            case Regularizer regularizer ->
                    object("keras.regularizers", Regularizers.CATALOG, regularizer, owner);
            case Constraint constraint ->
                    object("keras.constraints", Constraints.CATALOG, constraint, owner);
            case Schedule schedule ->
                    object("keras.optimizers.schedules", Schedules.CATALOG, schedule, owner);
            case Optimizer inner -> optimizer(inner);
            case ActivationFunction activation -> activation(activation, owner);
            default -> throw unknown(value, owner);
        };
    }

    static List<@Nullable Integer> sizes(Shape shape) {
        var sizes = new ArrayList<@Nullable Integer>();
        shape.dimensions().forEach(size -> sizes.add(size == Shape.UNKNOWN ? null : size));
        return sizes;
    }

    static Map<String, @Nullable Object> optimizer(Optimizer optimizer) {
        return object("keras.optimizers", Optimizers.CATALOG, optimizer, "the optimizer");
    }

    static Map<String, @Nullable Object> loss(Loss loss) {
        return object("keras.losses", Losses.CATALOG, loss, "compile");
    }

    static Map<String, @Nullable Object> metric(Metric metric) {
        return object("keras.metrics", Metrics.CATALOG, metric, "compile");
    }

    /// @param name of the layer in its model
    static Map<String, @Nullable Object> layer(Layer layer, String name, boolean isTrained) {
        if (layer instanceof Input input) {
            return input(input, name);
        }
        if (layer instanceof Operation operation) {
            return operation(operation, name);
        }
        var described = object("keras.layers", Layers.CATALOG, layer, "layer " + name);
        var config = new LinkedHashMap<String, @Nullable Object>();
        config.put("name", name);
        // Some of Keras' layers do not take it; all of them begin trained.
        if (!isTrained) {
            config.put("trainable", false);
        }
        if (described.get("config") instanceof Map<?, ?> arguments) {
            arguments.forEach(
                    (key, value) -> {
                        if (!key.equals("trainable")) {
                            config.putIfAbsent(String.valueOf(key), inKeras(layer, value, key));
                        }
                    });
        }
        described.put("config", config);
        return described;
    }

    private static Map<String, @Nullable Object> operation(Operation operation, String name) {
        var config = new LinkedHashMap<String, @Nullable Object>();
        config.put("name", name);
        config.putAll(operation.config());
        var described = form(operation.module(), operation.kind(), config);
        described.put("registered_name", operation.kind());
        return described;
    }

    /// Arguments that Kiln holds in another form than Keras.
    private static @Nullable Object inKeras(Layer layer, @Nullable Object value, Object argument) {
        return switch (layer) {
            case ZeroPadding1D _, Cropping1D _
                    when value instanceof List<?> list && list.size() == 1 ->
                    list.getFirst();
            case Rescaling _ when value instanceof List<?> list && list.size() == 1 ->
                    list.getFirst();
            case Dot _ when value instanceof List<?> list && list.size() == 1 -> list.getFirst();
            case Dropout _ when argument.equals("noise_shape") && value instanceof List<?> sizes ->
                    open(sizes);
            case EinsumDense _
                    when argument.equals("output_shape") && value instanceof List<?> sizes ->
                    open(sizes);
            default ->
                    RANGES.contains(String.valueOf(argument))
                                    && value instanceof List<?> list
                                    && list.size() == 1
                            ? list.getFirst()
                            : value;
        };
    }

    /// Sizes in which Keras leaves open what is -1 here.
    private static List<@Nullable Object> open(List<?> sizes) {
        var open = new ArrayList<@Nullable Object>();
        sizes.forEach(size -> open.add(Integer.valueOf(-1).equals(size) ? null : size));
        return open;
    }

    private static Map<String, @Nullable Object> input(Input input, String name) {
        var config = new LinkedHashMap<String, @Nullable Object>();
        config.put("batch_shape", sizes(input.batchShape()));
        config.put("dtype", input.dtype().kerasName());
        config.put("sparse", false);
        config.put("ragged", false);
        config.put("name", name);
        return form("keras.layers", "InputLayer", config);
    }

    /// Layers that Keras makes only from a config with all arguments.
    private static final Set<Class<?>> IN_FULL = Set.of(Rescaling.class, TextVectorization.class);

    private static <T> Map<String, @Nullable Object> object(
            String module, Catalog<T> catalog, Object value, String owner) {
        Entry<T> entry =
                catalog.entries().stream()
                        .filter(candidate -> candidate.type() == value.getClass())
                        .findFirst()
                        .orElseThrow(() -> unknown(value, owner));
        var config = new LinkedHashMap<String, @Nullable Object>();
        var values = entry.values(value);
        for (var argument : entry.arguments()) {
            Object given = values.get(argument.name());
            boolean isDefault =
                    !argument.isRequired() && Objects.equals(given, argument.defaultValue());
            // Where both have the same default there is nothing to say, and nothing that another
            // version of Keras
            // might not know.
            if (!isDefault || isKept(given) || IN_FULL.contains(value.getClass())) {
                config.put(argument.name(), value(given, owner));
            }
        }
        String className = value.getClass().getSimpleName();
        return form(module, EXPORTED.getOrDefault(className, className), config);
    }

    private static boolean isKept(@Nullable Object value) {
        return value instanceof Number || value instanceof Boolean || value instanceof Cell;
    }

    private static Map<String, @Nullable Object> form(
            String module, String className, Map<String, @Nullable Object> config) {
        var form = new LinkedHashMap<String, @Nullable Object>();
        form.put("module", module);
        form.put("class_name", className);
        form.put("config", config);
        form.put("registered_name", null);
        return form;
    }

    /// Keras writes a function by its name; one with arguments of its own is the layer that applies it.
    private static Object activation(ActivationFunction activation, String owner) {
        var name =
                Activations.CATALOG.entries().stream()
                        .filter(entry -> entry.prototype().equals(activation))
                        .map(Entry::name)
                        .findFirst();
        if (name.isPresent()) {
            return name.get();
        }
        Layer layer =
                switch (activation) {
                    case LeakyRelu(double slope) -> new LeakyReLU(slope);
                    case Relu(double slope, Double most, double threshold) ->
                            new ReLU()
                                    .withMaxValue(most)
                                    .withNegativeSlope(slope)
                                    .withThreshold(threshold);
                    case Elu(double alpha) -> new ELU(alpha);
                    default -> throw unknown(activation, owner);
                };
        return layer(layer, Names.of(layer), true);
    }

    static UserError unknown(Object value, String owner) {
        String kind = value.getClass().getSimpleName();
        boolean isOwn =
                value.getClass().isHidden() || value.getClass().isSynthetic() || kind.isEmpty();
        return new UserError(
                "E195",
                owner
                        + " uses "
                        + (isOwn
                                ? "a function of your own"
                                : kind + " with arguments or a class of your own")
                        + ", which a Keras file cannot hold: it never contains code.",
                "Type: %save \"model.weights.h5\"   and build the model in Java before loading it");
    }
}
