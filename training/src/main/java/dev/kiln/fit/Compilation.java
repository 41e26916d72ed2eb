package dev.kiln.fit;

import dev.kiln.catalog.Call;
import dev.kiln.catalog.Conversion;
import dev.kiln.catalog.Names;
import dev.kiln.catalog.UserError;
import dev.kiln.losses.Loss;
import dev.kiln.losses.Losses;
import dev.kiln.metrics.Metric;
import dev.kiln.metrics.Metrics;
import dev.kiln.model.CompileOptions;
import dev.kiln.model.TrainingStep;
import dev.kiln.optimizers.Optimizer;
import dev.kiln.optimizers.RMSprop;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// What `compile` decided: the optimizer, and for each output its losses and metrics.
///
/// @param optimizer  steps the parameters
/// @param objectives one an output, in the model's order
/// @param step       how a step makes the loss; null for the sum of the objectives' losses
public record Compilation(
        Optimizer optimizer, List<Objective> objectives, @Nullable TrainingStep step) {
    /// Keras registers no such strings, so that a compile that names them would not open there.
    private static final Set<String> NO_STRINGS = Set.of("lamb");

    public Compilation {
        objectives = List.copyOf(objectives);
    }

    /// Whether there is anything to make small.
    boolean hasLoss() {
        return step != null || objectives.stream().anyMatch(objective -> objective.loss() != null);
    }

    /// @param outputs names of the model's outputs
    /// @throws UserError where a name is unknown, an argument wrong, or a list does not fit the outputs
    public static Compilation of(List<String> outputs, CompileOptions arguments) {
        if (arguments.optimizer() instanceof String name
                && NO_STRINGS.contains(Names.normalized(name))) {
            throw new UserError(
                    "E101",
                    "the optimizer " + name + " has no string in Keras, only an object.",
                    "Write: model.compile(new Lamb(), …)   or %compile " + name + " …");
        }
        Optimizer optimizer =
                arguments.optimizer() == null
                        ? new RMSprop()
                        : (Optimizer)
                                Objects.requireNonNull(
                                        Conversion.convert(
                                                "optimizer",
                                                arguments.optimizer(),
                                                Optimizer.class));
        var losses = perOutput("loss", arguments.loss(), outputs, false);
        var weights = perOutput("loss_weights", arguments.lossWeights(), outputs, false);
        var metrics = perOutput("metrics", arguments.metrics(), outputs, true);
        var weighted = perOutput("weighted_metrics", arguments.weightedMetrics(), outputs, true);
        var objectives = new ArrayList<Objective>();
        for (int i = 0; i < outputs.size(); i++) {
            objectives.add(
                    new Objective(
                            outputs.get(i),
                            loss(losses.get(i)),
                            weight(weights.get(i)),
                            metrics(metrics.get(i)),
                            metrics(weighted.get(i))));
        }
        return new Compilation(optimizer, objectives, arguments.step());
    }

    /// One entry an output.
    ///
    /// @param isMany whether one output takes a list
    private static List<@Nullable Object> perOutput(
            String argument, @Nullable Object given, List<String> outputs, boolean isMany) {
        var entries = new ArrayList<@Nullable Object>();
        Object value = given instanceof Object[] array ? Arrays.asList(array) : given;
        if (value instanceof Map<?, ?> map) {
            for (Object key : map.keySet()) {
                if (!outputs.contains(String.valueOf(key))) {
                    throw new UserError(
                            "E142",
                            argument
                                    + " names the output "
                                    + key
                                    + ", which the model has not."
                                    + Names.question(String.valueOf(key), outputs),
                            "Outputs: " + String.join(", ", outputs) + ".");
                }
            }
            outputs.forEach(output -> entries.add(map.get(output)));
            return entries;
        }
        if (outputs.size() == 1) {
            entries.add(!isMany && value instanceof List<?> list ? only(argument, list) : value);
            return entries;
        }
        if (value instanceof List<?> list
                && (!isMany
                        || list.stream()
                                .allMatch(item -> item == null || item instanceof List<?>))) {
            if (list.size() != outputs.size()) {
                throw new UserError(
                        "E142",
                        argument
                                + " has "
                                + list.size()
                                + " entries, the model has "
                                + outputs.size()
                                + " outputs.",
                        "Name them: "
                                + argument
                                + "={"
                                + outputs.getFirst()
                                + ": …}   Outputs: "
                                + String.join(", ", outputs)
                                + ".");
            }
            entries.addAll(list);
            return entries;
        }
        outputs.forEach(_ -> entries.add(value));
        return entries;
    }

    private static @Nullable Object only(String argument, List<?> list) {
        if (list.size() != 1) {
            String entries = String.join(" and ", list.stream().map(Conversion::text).toList());
            throw new UserError(
                    "E142",
                    (list.size() == 2 ? "two" : String.valueOf(list.size()))
                            + (argument.equals("loss") ? " losses" : " " + argument)
                            + " for one output: "
                            + entries
                            + ".",
                    list.isEmpty()
                            ? "Give one, or leave " + argument + " out."
                            : "Keep one: "
                                    + argument
                                    + "="
                                    + Conversion.text(list.getFirst())
                                    + (argument.equals("loss")
                                            ? "   To watch the other as well, list it among the metrics."
                                            : ""));
        }
        return list.getFirst();
    }

    private static @Nullable Object loss(@Nullable Object given) {
        return switch (given) {
            case null -> null;
            case Loss loss -> loss;
            case String name -> known(Call.of(name));
            case Call call -> known(call);
            default ->
                    throw new UserError(
                            "E144",
                            "loss is " + Conversion.text(given) + ", which is no loss.",
                            "Type: %compile adam mean_squared_error   or give a Loss, or (yTrue, yPred) -> …");
        };
    }

    private static Call known(Call call) {
        if (!Losses.isCrossentropy(call.name())) {
            Losses.CATALOG.get(call);
        }
        return call;
    }

    private static double weight(@Nullable Object given) {
        return given == null
                ? 1
                : (Double)
                        Objects.requireNonNull(
                                Conversion.convert("loss_weights", given, double.class));
    }

    private static List<Object> metrics(@Nullable Object given) {
        if (given == null) {
            return List.of();
        }
        var list =
                given instanceof List<?> many
                        ? many
                        : given instanceof Object[] array ? Arrays.asList(array) : List.of(given);
        var metrics = new ArrayList<Object>();
        for (Object item : list) {
            metrics.add(
                    switch (item) {
                        case Metric metric -> metric;
                        case Loss loss -> Metric.mean(loss);
                        case String name -> metric(Call.of(name));
                        case Call call -> metric(call);
                        case null, default ->
                                throw new UserError(
                                        "E145",
                                        Conversion.text(item) + " is no metric.",
                                        "Type: %compile adam mean_squared_error mae   or give a Metric");
                    });
        }
        return metrics;
    }

    private static Call metric(Call call) {
        if (!Metrics.isAccuracy(call.name())) {
            Metrics.CATALOG.get(call);
        }
        return call;
    }
}
