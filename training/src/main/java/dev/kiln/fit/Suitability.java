package dev.kiln.fit;

import dev.kiln.catalog.Call;
import dev.kiln.checks.Course;
import dev.kiln.checks.Dialect;
import dev.kiln.checks.Finding;
import dev.kiln.checks.Findings;
import dev.kiln.checks.FirstLayer;
import dev.kiln.checks.IndexRange;
import dev.kiln.checks.Inputs;
import dev.kiln.checks.LabelFacts;
import dev.kiln.checks.LastLayer;
import dev.kiln.checks.Probe;
import dev.kiln.checks.Setup;
import dev.kiln.data.Dataset;
import dev.kiln.data.FloatArray;
import dev.kiln.graph.CounterRandom;
import dev.kiln.graph.Graph;
import dev.kiln.graph.Tensor;
import dev.kiln.initializers.Constant;
import dev.kiln.initializers.Ones;
import dev.kiln.initializers.Zeros;
import dev.kiln.losses.BinaryCrossentropy;
import dev.kiln.losses.BinaryFocalCrossentropy;
import dev.kiln.losses.CategoricalCrossentropy;
import dev.kiln.losses.CategoricalFocalCrossentropy;
import dev.kiln.losses.CategoricalHinge;
import dev.kiln.losses.Hinge;
import dev.kiln.losses.Loss;
import dev.kiln.losses.Losses;
import dev.kiln.losses.SparseCategoricalCrossentropy;
import dev.kiln.losses.SquaredHinge;
import dev.kiln.metrics.Metric;
import dev.kiln.metrics.Metrics;
import dev.kiln.model.CompileOptions;
import dev.kiln.model.Model;
import dev.kiln.model.Weight;
import dev.kiln.optimizers.Optimizers;
import dev.kiln.plan.Plan;
import dev.kiln.runtime.Execution;
import dev.kiln.runtime.Variables;
import dev.kiln.tensor.Shape;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/// Whether a model, its loss and its data suit each other: what the checks say before the first step.
///
/// @param dialect    in which remedies are written
/// @param dataName   the data as typed, for example `iris`
/// @param classNames of targets whose class numbers stand for texts, by the target's name
public record Suitability(Dialect dialect, String dataName, Map<String, List<String>> classNames) {
    private static final int PROBED_ROWS = 32;

    /// For plain Java.
    public Suitability() {
        this(Dialect.JAVA, "data", Map.of());
    }

    /// What model and loss say of each other, before there is data.
    public List<Finding> ofModel(Model model, CompileOptions options) {
        return findings(model, options, null);
    }

    /// What model, loss and data say of each other. Runs the model on some rows where its last layer does not
    /// say what it gives.
    ///
    /// @param model built and compiled
    public List<Finding> ofData(Model model, Dataset data) {
        return findings(model, model.training().compiled(), data);
    }

    private List<Finding> findings(Model model, CompileOptions options, @Nullable Dataset data) {
        if (options.step() != null) {
            // What is compared with what is the step's affair.
            return List.of();
        }
        var objectives = Compilation.of(model.outputNames(), options).objectives();
        var found = new ArrayList<Finding>();
        for (int output = 0; output < objectives.size(); output++) {
            FloatArray target = data == null ? null : data.targets().get(output);
            Loss loss = loss(objectives.get(output), target, model.outputShapes().get(output));
            if (loss != null) {
                String name = data == null ? "" : name(model, data, output);
                found.addAll(
                        of(
                                model,
                                output,
                                options,
                                objectives.get(output),
                                loss,
                                data,
                                target,
                                name));
            }
        }
        return found.stream().distinct().toList();
    }

    /// Labels that never had a name of their own are named after the model's output; one of them is `y`.
    private static String name(Model model, Dataset data, int output) {
        String name = data.targetNames().get(output);
        return data.targets().size() == 1 && name.equals(model.outputNames().getFirst())
                ? "y"
                : name;
    }

    private static @Nullable Loss loss(
            Objective objective, @Nullable FloatArray target, Shape predictions) {
        return switch (objective.loss()) {
            case Loss loss -> loss;
            case Call call when !Losses.isCrossentropy(call.name()) -> Losses.CATALOG.get(call);
            case Call call when target != null -> Losses.named(call, target.shape(), predictions);
            case null, default -> null;
        };
    }

    private List<Finding> of(
            Model model,
            int output,
            CompileOptions options,
            Objective objective,
            Loss loss,
            @Nullable Dataset data,
            @Nullable FloatArray target,
            String name) {
        var labels = Optional.ofNullable(target).map(values -> facts(name, values));
        var setup =
                new Setup(
                        dialect,
                        dataName,
                        dialect.word(Optimizers.CATALOG, options.optimizer(), "rmsprop"),
                        loss,
                        objective.metrics().stream().map(this::metric).toList(),
                        LastLayer.of(model, output),
                        labels,
                        Optional.empty(),
                        data != null && target != null && isInput(data, target));
        var found = Findings.of(setup);
        boolean isProbed =
                data != null
                        && target != null
                        && (setup.ending().activation() == null
                                || found.stream().anyMatch(f -> f.code().equals("W204")))
                        && found.stream().noneMatch(Finding::isError);
        return isProbed
                ? Findings.of(setup.withProbe(probe(model, output, loss, data, target)))
                : found;
    }

    private String metric(Object metric) {
        String word = dialect.word(Metrics.CATALOG, metric, "");
        return metric instanceof Metric own && Metrics.CATALOG.entryOf(own).isEmpty()
                ? own.name()
                : word;
    }

    /// Whether the first rows of a target are those of an input.
    private static boolean isInput(Dataset data, FloatArray target) {
        int rows = Math.min(target.rows(), PROBED_ROWS);
        return data.inputs().stream()
                .anyMatch(
                        input ->
                                input.shape().equals(target.shape())
                                        && input.slice(0, rows)
                                                        .memory()
                                                        .mismatch(target.slice(0, rows).memory())
                                                == -1);
    }

    private static Probe probe(
            Model model, int output, Loss loss, Dataset data, FloatArray target) {
        int count = Math.min(data.rows(), PROBED_ROWS);
        Dataset rows = data.slice(0, count);
        FloatArray predictions = model.training().predict(rows, count).get(output);
        boolean isUntrained = model.training().steps() == 0 && startsFresh(model);
        return Probe.of(
                predictions,
                isUntrained
                        ? OptionalDouble.of(value(loss, target.slice(0, count), predictions))
                        : OptionalDouble.empty());
    }

    /// A model that was compiled anew or loaded has taken no step since, and yet was trained: numbers that begin alike
    /// whatever the seed, as biases do, tell.
    private static boolean startsFresh(Model model) {
        return model.weights().trainable().stream()
                .filter(
                        weight ->
                                weight.initializer() instanceof Zeros
                                        || weight.initializer() instanceof Ones
                                        || weight.initializer() instanceof Constant)
                .allMatch(Suitability::isAtStart);
    }

    private static boolean isAtStart(Weight weight) {
        float[] start = new float[Math.toIntExact(weight.size())];
        weight.initializer().fill(start, weight.shape(), CounterRandom.of(0, weight.path(), 0));
        return Arrays.equals(start, weight.get());
    }

    private static double value(Loss loss, FloatArray labels, FloatArray predictions) {
        var graph = new Graph();
        Tensor yTrue = graph.input("labels", labels.shape());
        Tensor yPred = graph.input("predictions", predictions.shape());
        Tensor mean = loss.call(yTrue, yPred).mean();
        try (var execution = new Execution(Plan.of(graph, Map.of("loss", mean)), new Variables())) {
            MemorySegment.copy(
                    labels.memory(), 0, execution.input("labels"), 0, labels.memory().byteSize());
            MemorySegment.copy(
                    predictions.memory(),
                    0,
                    execution.input("predictions"),
                    0,
                    predictions.memory().byteSize());
            execution.run(0, 0, () -> false);
            return execution.output("loss").get(ValueLayout.JAVA_FLOAT, 0);
        }
    }

    /// What training and validation rows say of each other: which classes only one of them shows. Numbers to predict are no
    /// classes, even where they are few and whole.
    ///
    /// @param model built and compiled
    public List<Finding> ofSplit(Model model, Dataset train, Dataset validation) {
        var found = new ArrayList<Finding>();
        CompileOptions options = model.training().compiled();
        if (options.step() != null) {
            return found;
        }
        var objectives = Compilation.of(model.outputNames(), options).objectives();
        int outputs = Math.min(train.targets().size(), validation.targets().size());
        for (int output = 0; output < Math.min(outputs, objectives.size()); output++) {
            FloatArray target = train.targets().get(output);
            Loss loss = loss(objectives.get(output), target, model.outputShapes().get(output));
            if (!isOfClasses(loss)) {
                continue;
            }
            String name = train.targetNames().get(output);
            Course.unseen(
                            facts(name, train.targets().get(output)),
                            facts(name, validation.targets().get(output)),
                            dialect)
                    .ifPresent(found::add);
        }
        return found;
    }

    private static boolean isOfClasses(@Nullable Loss loss) {
        return loss instanceof SparseCategoricalCrossentropy
                || loss instanceof CategoricalCrossentropy
                || loss instanceof CategoricalFocalCrossentropy
                || loss instanceof CategoricalHinge
                || loss instanceof BinaryCrossentropy
                || loss instanceof BinaryFocalCrossentropy
                || loss instanceof Hinge
                || loss instanceof SquaredHinge;
    }

    private LabelFacts facts(String name, FloatArray values) {
        return new LabelFacts(name, values, null, classNames.getOrDefault(name, List.of()));
    }

    /// What the inputs say by themselves: missing numbers, sizes, another shape than the model takes.
    ///
    /// @param model   built
    /// @param columns names of the features; empty for pictures and the like
    public List<Finding> ofInputs(Model model, Dataset data, List<String> columns) {
        var found = new ArrayList<Finding>();
        for (int i = 0; i < model.inputs().size(); i++) {
            FloatArray values = data.inputs().get(i);
            var inputs =
                    new Inputs(
                            dialect,
                            dataName,
                            columns,
                            values.shape(),
                            FirstLayer.scales(model, i));
            found.addAll(inputs.findings(values, model.inputs().get(i).row()));
            if (found.stream().noneMatch(Finding::isError)) {
                IndexRange.outside(model, i, values, dialect, dataName).ifPresent(found::add);
            }
        }
        return found;
    }
}
