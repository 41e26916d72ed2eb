package dev.kiln.magics.training;

import dev.kiln.callbacks.Callbacks;
import dev.kiln.catalog.Call;
import dev.kiln.catalog.Conversion;
import dev.kiln.catalog.Names;
import dev.kiln.checks.Dialect;
import dev.kiln.layers.Input;
import dev.kiln.losses.Losses;
import dev.kiln.magics.schema.MagicEntry;
import dev.kiln.magics.session.Session;
import dev.kiln.metrics.Metrics;
import dev.kiln.model.CompileOptions;
import dev.kiln.model.Model;
import dev.kiln.model.Part;
import dev.kiln.optimizers.Optimizers;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// What was chosen for a fit, by name: what two runs are compared by.
final class RunSettings {
    /// Options that change nothing about the training.
    private static final Set<String> SILENT =
            Set.of("name", "quiet", "verbose", "check", "callbacks");

    private RunSettings() {}

    static Map<String, String> of(Session session, Model model, Fit fit) {
        var settings = new LinkedHashMap<String, String>();
        settings.put("data", session.dataLine());
        if (model.isBuilt()) {
            model.layers().stream()
                    .filter(part -> !(part.layer() instanceof Input))
                    .forEach(part -> settings.put(part.name(), layer(part)));
        }
        settings.putAll(compiled(model.training().compiled()));
        for (MagicEntry.Option option : MagicEntry.of("fit", fit).options()) {
            if (!SILENT.contains(option.name()) && option.defaultValue() != null) {
                settings.put(option.name(), Conversion.text(option.defaultValue()));
            }
        }
        callbacks(fit).forEach(settings::put);
        return settings;
    }

    /// Optimizer, loss and metrics as they would be typed.
    static Map<String, String> compiled(CompileOptions compiled) {
        var settings = new LinkedHashMap<String, String>();
        settings.put(
                "optimizer",
                Dialect.MAGIC.word(Optimizers.CATALOG, compiled.optimizer(), "rmsprop"));
        settings.put("loss", loss(compiled.loss()));
        if (compiled.metrics() instanceof List<?> list) {
            var words =
                    list.stream()
                            .map(item -> Dialect.MAGIC.word(Metrics.CATALOG, item, ""))
                            .toList();
            if (!words.isEmpty()) {
                settings.put("metrics", String.join(" ", words));
            }
        } else if (compiled.metrics() != null) {
            settings.put("metrics", Conversion.text(compiled.metrics()));
        }
        return settings;
    }

    private static String layer(Part part) {
        String settings = SummaryCard.settings(part);
        return settings.isEmpty()
                ? Names.snakeCase(part.layer().getClass().getSimpleName())
                : settings;
    }

    private static String loss(@Nullable Object given) {
        return given instanceof Map<?, ?> || given instanceof List<?>
                ? Conversion.text(given)
                : Dialect.MAGIC.word(Losses.CATALOG, given, "none");
    }

    private static Map<String, String> callbacks(Fit fit) {
        var all = new java.util.ArrayList<Object>(fit.words());
        if (fit.callbacks() != null) {
            all.addAll(fit.callbacks() instanceof List<?> list ? list : List.of(fit.callbacks()));
        }
        return all.stream()
                .collect(
                        Collectors.toMap(
                                RunSettings::name,
                                item ->
                                        item instanceof Call
                                                ? Dialect.MAGIC.word(Callbacks.CATALOG, item, "")
                                                : "",
                                (first, second) -> second,
                                LinkedHashMap::new));
    }

    private static String name(Object callback) {
        return callback instanceof Call call
                ? call.name()
                : callback instanceof String name
                        ? name
                        : Names.snakeCase(callback.getClass().getSimpleName());
    }
}
