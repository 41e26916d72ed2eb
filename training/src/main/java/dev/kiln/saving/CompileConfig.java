package dev.kiln.saving;

import dev.kiln.catalog.Call;
import dev.kiln.catalog.Catalog;
import dev.kiln.catalog.Entry;
import dev.kiln.catalog.UserError;
import dev.kiln.layers.KerasConfig;
import dev.kiln.losses.Loss;
import dev.kiln.losses.Losses;
import dev.kiln.metrics.Metric;
import dev.kiln.metrics.Metrics;
import dev.kiln.model.Checks;
import dev.kiln.model.CompileOptions;
import dev.kiln.optimizers.Optimizer;
import dev.kiln.optimizers.Optimizers;
import dev.kiln.optimizers.RMSprop;
import dev.kiln.schedules.Schedules;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What `compile` was given, as Keras' `compile_config` writes it.
final class CompileConfig {
    private static final String INNER = "inner_optimizer";

    private CompileConfig() {}

    // ---- writing

    /// @throws UserError E195 where it holds a function of the user's own
    static Map<String, @Nullable Object> write(CompileOptions options) {
        if (options.step() != null) {
            throw KerasObjects.unknown(options.step(), "compile");
        }
        var config = new LinkedHashMap<String, @Nullable Object>();
        Object optimizer =
                switch (options.optimizer()) {
                    case null -> new RMSprop();
                    case String name -> Optimizers.CATALOG.get(name);
                    case Call call -> Optimizers.CATALOG.get(call);
                    case Object made -> made;
                };
        config.put("optimizer", KerasObjects.optimizer((Optimizer) optimizer));
        config.put("loss", entries(options.loss(), CompileConfig::loss));
        config.put("loss_weights", KerasObjects.value(options.lossWeights(), "compile"));
        config.put("metrics", listed(entries(options.metrics(), CompileConfig::metric)));
        config.put(
                "weighted_metrics",
                listed(entries(options.weightedMetrics(), CompileConfig::metric)));
        config.put("run_eagerly", false);
        config.put("steps_per_execution", 1);
        config.put("jit_compile", "auto");
        return config;
    }

    /// Keras takes no bare metric.
    private static @Nullable Object listed(@Nullable Object metrics) {
        return metrics == null
                        || metrics instanceof List<?>
                        || metrics instanceof Map<?, ?> map && !map.containsKey("class_name")
                ? metrics
                : List.of(metrics);
    }

    private interface Form {
        @Nullable Object of(Object value);
    }

    /// The same lists and maps with Keras' forms in them.
    private static @Nullable Object entries(@Nullable Object given, Form form) {
        return switch (given) {
            case null -> null;
            case Object[] array -> entries(List.of(array), form);
            case List<?> list -> {
                var items = new ArrayList<@Nullable Object>();
                list.forEach(item -> items.add(entries(item, form)));
                yield items;
            }
            case Map<?, ?> map -> {
                var items = new LinkedHashMap<String, @Nullable Object>();
                map.forEach((key, item) -> items.put(String.valueOf(key), entries(item, form)));
                yield items;
            }
            default -> form.of(given);
        };
    }

    private static @Nullable Object loss(Object given) {
        return switch (given) {
            case String name -> name;
            case Call call when call.named().isEmpty() && call.positional().isEmpty() ->
                    call.name();
            case Call call -> KerasObjects.loss(Losses.CATALOG.get(call));
            case Loss loss -> KerasObjects.loss(loss);
            default -> KerasObjects.value(given, "compile");
        };
    }

    private static @Nullable Object metric(Object given) {
        return switch (given) {
            case String name -> name;
            case Call call when call.named().isEmpty() && call.positional().isEmpty() ->
                    call.name();
            case Call call -> KerasObjects.metric(Metrics.CATALOG.get(call));
            case Metric metric -> KerasObjects.metric(metric);
            case Loss loss -> KerasObjects.loss(loss);
            default -> KerasObjects.value(given, "compile");
        };
    }

    // ---- reading

    /// @param outputs how many the model has
    /// @throws UserError E194 where it uses what Kiln does not know
    static CompileOptions read(Map<?, ?> config, int outputs) {
        Object optimizer = config.get("optimizer");
        return new CompileOptions(
                optimizer instanceof Map<?, ?> form ? object(Optimizers.CATALOG, form) : optimizer,
                entries(config.get("loss"), Losses.CATALOG),
                entries(ofOne(config.get("metrics"), outputs), Metrics.CATALOG),
                config.get("loss_weights"),
                entries(ofOne(config.get("weighted_metrics"), outputs), Metrics.CATALOG),
                Checks.OFF,
                null);
    }

    /// A list of the metrics of each output is the metrics themselves where there is one output.
    private static @Nullable Object ofOne(@Nullable Object metrics, int outputs) {
        return outputs == 1
                        && metrics instanceof List<?> list
                        && list.size() == 1
                        && list.getFirst() instanceof List<?> inner
                ? inner
                : metrics;
    }

    private static @Nullable Object entries(@Nullable Object given, Catalog<?> catalog) {
        return switch (given) {
            case null -> null;
            case Map<?, ?> form when form.containsKey("class_name") -> named(form, catalog);
            case List<?> list -> {
                var items = new ArrayList<@Nullable Object>();
                list.forEach(item -> items.add(entries(item, catalog)));
                yield items;
            }
            case Map<?, ?> map -> {
                var items = new LinkedHashMap<String, @Nullable Object>();
                map.forEach((key, item) -> items.put(String.valueOf(key), entries(item, catalog)));
                yield items;
            }
            default -> given;
        };
    }

    /// A function stands there by its name.
    private static Object named(Map<?, ?> form, Catalog<?> catalog) {
        if (!"function".equals(form.get("class_name"))
                || !(form.get("config") instanceof String name)) {
            return object(catalog, form);
        }
        if ("builtins".equals(form.get("module")) && catalog.find(name).isEmpty()) {
            throw unknown(catalog, name);
        }
        return name;
    }

    private static UserError unknown(Catalog<?> catalog, String name) {
        return new UserError(
                "E194",
                "the file was compiled with the "
                        + catalog.kind()
                        + " "
                        + KerasConfig.ownName(name)
                        + ", which Kiln does not know.",
                "Build the model in Java, then: model.loadWeights(\"…\"), and compile with one of your own; or save it"
                        + " in Keras with: model.compile(); model.save(\"…\")");
    }

    private static Object object(Catalog<?> catalog, Map<?, ?> form) {
        String className = String.valueOf(form.get("class_name"));
        Entry<?> entry = catalog.find(className).orElseThrow(() -> unknown(catalog, className));
        var arguments = new LinkedHashMap<String, @Nullable Object>();
        if (form.get("config") instanceof Map<?, ?> config) {
            config.forEach(
                    (key, value) -> {
                        String name = String.valueOf(key);
                        if (entry.argument(name).isPresent()) {
                            arguments.put(name, argument(name, value));
                        }
                    });
        }
        return catalog.get(entry.name(), arguments);
    }

    private static @Nullable Object argument(String name, @Nullable Object value) {
        return value instanceof Map<?, ?> form && form.containsKey("class_name")
                ? object(name.equals(INNER) ? Optimizers.CATALOG : Schedules.CATALOG, form)
                : value;
    }
}
