package dev.kiln.fit;

import dev.kiln.autodiff.Gradients;
import dev.kiln.catalog.Call;
import dev.kiln.catalog.UserError;
import dev.kiln.checks.Dialect;
import dev.kiln.checks.LastLayer;
import dev.kiln.checks.Proposal;
import dev.kiln.graph.Graph;
import dev.kiln.graph.Node;
import dev.kiln.graph.Op;
import dev.kiln.graph.ShapeMismatch;
import dev.kiln.graph.Tensor;
import dev.kiln.graph.Variable;
import dev.kiln.layers.Signal;
import dev.kiln.losses.Loss;
import dev.kiln.losses.Losses;
import dev.kiln.metrics.Metric;
import dev.kiln.metrics.Metrics;
import dev.kiln.model.Forward;
import dev.kiln.model.Model;
import dev.kiln.model.ModelTrace;
import dev.kiln.model.TrainingStep;
import dev.kiln.model.Weight;
import dev.kiln.model.WeightSource;
import dev.kiln.model.Weights;
import dev.kiln.optimizers.OptimizerStep;
import dev.kiln.optimizers.OptimizerVariables;
import dev.kiln.tensor.Shape;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/// Writes one phase's step into a graph: the model, its losses and scores, and to train the gradients and the
/// optimizer.
final class StepWriter {
    private final Model model;
    private final @Nullable Compilation compilation;
    private final @Nullable OptimizerVariables optimizerVariables;
    private final Variable trainable;
    private final Graph graph = new Graph();
    private final Map<Weight, Long> offsets = new HashMap<>();
    private final Map<Weight, Tensor> used = new LinkedHashMap<>();
    private final Map<String, Tensor> outputs = new LinkedHashMap<>();

    /// Whether a layer has written over a weight that the optimizer changes.
    private boolean replaced;

    StepWriter(
            Model model,
            @Nullable Compilation compilation,
            @Nullable OptimizerVariables optimizerVariables,
            Variable trainable) {
        this.model = model;
        this.compilation = compilation;
        this.optimizerVariables = optimizerVariables;
        this.trainable = trainable;
        for (Weights.Segment segment : model.weights().trainableSegments()) {
            offsets.put(segment.weight(), segment.offset());
        }
    }

    /// @param outputs what a run gives, by name
    record Written(Graph graph, Map<String, Tensor> outputs) {}

    static String input(int index) {
        return "x" + index;
    }

    static String target(int index) {
        return "y" + index;
    }

    static final String ROW_WEIGHTS = "row weights";
    static final String LOSS = "loss";

    static String prediction(int index) {
        return "prediction" + index;
    }

    Written predict(BatchShape shape) {
        var predictions = forward(shape, false).outputs();
        for (int i = 0; i < predictions.size(); i++) {
            outputs.put(prediction(i), predictions.get(i).value());
        }
        return new Written(graph, outputs);
    }

    Written evaluate(BatchShape shape, Scores scores) {
        attempt(shape, scores, false);
        return new Written(graph, outputs);
    }

    Written train(BatchShape shape, Scores scores) {
        Compilation compiled = Objects.requireNonNull(compilation);
        Attempt attempt = attempt(shape, scores, true);
        if (attempt.forward().penalties().isEmpty() && !compiled.hasLoss()) {
            throw withoutLoss();
        }
        OptimizerVariables variables = Objects.requireNonNull(optimizerVariables);
        if (!offsets.isEmpty()) {
            Tensor gradients =
                    gradients(
                            OptimizerStep.scaled(
                                    graph, compiled.optimizer(), variables, attempt.loss()));
            Tensor stepped =
                    OptimizerStep.write(
                            graph, compiled.optimizer(), variables, parameters(), gradients);
            graph.update(trainable, stepped);
        }
        return new Written(graph, outputs);
    }

    /// The step, to find out what first made a number that is not finite.
    NotFiniteSearch.Written search(BatchShape shape, Scores scores) {
        Attempt attempt = attempt(shape, scores, true);
        Double scale = Objects.requireNonNull(compilation).optimizer().settings().lossScaleFactor();
        var given = new LinkedHashMap<String, Tensor>();
        for (Node node : graph.nodes()) {
            if (node.op() instanceof Op.Input(String name, Shape _)) {
                given.put(asUsersSay(name), graph.tensor(node.id()));
            }
        }
        return NotFiniteSearch.write(
                graph,
                given,
                used,
                attempt.forward(),
                scale == null ? attempt.loss() : attempt.loss().times(scale),
                model.rootPath());
    }

    private String asUsersSay(String input) {
        for (int i = 0; i < model.inputs().size(); i++) {
            if (input.equals(input(i))) {
                return "the input " + model.inputs().get(i).name();
            }
        }
        for (int i = 0; i < model.outputNames().size(); i++) {
            if (input.equals(target(i))) {
                return model.outputNames().size() == 1
                        ? "the labels"
                        : "the labels of " + model.outputNames().get(i);
            }
        }
        return "the sample weights";
    }

    private UserError withoutLoss() {
        Proposal proposal = Proposal.of(LastLayer.of(model, 0), null, Dialect.JAVA);
        return new UserError(
                "E142",
                "the model was compiled without a loss, so there is nothing to learn from.",
                "Write: " + proposal.line("adam", Dialect.JAVA));
    }

    private Forward forward(BatchShape shape, boolean training) {
        return model.trace(graph, signals(inputs(shape)), training, source());
    }

    private List<Tensor> inputs(BatchShape shape) {
        var given = new ArrayList<Tensor>();
        for (int i = 0; i < shape.inputs().size(); i++) {
            given.add(graph.input(input(i), shape.inputs().get(i)));
        }
        return given;
    }

    private static List<Signal> signals(List<Tensor> inputs) {
        return inputs.stream().map(Signal::of).toList();
    }

    private WeightSource source() {
        return new WeightSource() {
            @Override
            public Tensor of(Weight weight) {
                return weight(weight);
            }

            @Override
            public void replace(Weight weight, Tensor value) {
                if (offsets.containsKey(weight)) {
                    used.put(weight, value);
                    replaced = true;
                } else {
                    graph.update(weight.variable(), value);
                }
            }
        };
    }

    /// All trainable numbers as the optimizer finds them, `[n]`.
    private Tensor parameters() {
        return replaced ? flat(segments().map(this::weight).toList()) : graph.read(trainable);
    }

    private Stream<Weight> segments() {
        return model.weights().trainableSegments().stream().map(Weights.Segment::weight);
    }

    private static Tensor flat(List<Tensor> parts) {
        return Tensor.concatenate(
                0,
                parts.stream()
                        .map(part -> part.reshape(Shape.of(Math.toIntExact(part.shape().size()))))
                        .toList());
    }

    private Tensor weight(Weight weight) {
        return used.computeIfAbsent(
                weight,
                w -> {
                    Long offset = offsets.get(w);
                    if (offset == null) {
                        return graph.read(w.variable());
                    }
                    int from = Math.toIntExact(offset);
                    int to = Math.toIntExact(offset + w.size());
                    return graph.read(trainable).slice(0, from, to).reshape(w.shape());
                });
    }

    private Tensor gradients(Tensor loss) {
        return flat(Gradients.of(loss, segments().map(this::weight).toList()));
    }

    // ---- losses and scores

    /// What a step made before gradients.
    private record Attempt(Forward forward, Tensor loss) {}

    private Attempt attempt(BatchShape shape, Scores scores, boolean training) {
        Compilation compiled = Objects.requireNonNull(compilation);
        ModelTrace trace = model.traced(graph, training, source());
        var batch = new OwnStep.Batch(inputs(shape), targets(shape), rowWeights(shape));
        scores.writeInto(graph);
        var losses = new ArrayList<@Nullable Tensor>();
        TrainingStep step = compiled.step();
        Tensor total;
        List<Signal> judged;
        Map<String, Tensor> shown = Map.of();
        if (step == null) {
            judged = trace.pass(signals(batch.inputs()));
            losses.addAll(losses(shape, batch, judged));
            total = weighted(losses);
        } else {
            var own =
                    new OwnStep(
                            model,
                            graph,
                            trace,
                            batch,
                            training,
                            this::weight,
                            predictions -> {
                                var made = losses(shape, batch, predictions);
                                losses.addAll(losses.isEmpty() ? made : List.of());
                                return weighted(made);
                            });
            total = own.write(step, segments().map(this::weight).toList());
            judged = own.judged(compiled);
            shown = own.scores();
        }
        Forward forward = trace.forward(judged);
        for (Tensor penalty : forward.penalties()) {
            total = total == null ? penalty : total.plus(penalty);
        }
        Tensor loss = total == null ? graph.constant(0) : total;
        score(scores, shape.rows(), loss, losses);
        metrics(shape, scores, batch, judged);
        shown.forEach(
                (name, value) -> {
                    if (scores.isTaken(name)) {
                        throw OwnStep.taken(name);
                    }
                    scores.score(graph, name, value, shape.rows());
                });
        return new Attempt(forward, loss);
    }

    private @Nullable Tensor rowWeights(BatchShape shape) {
        return shape.weights() == null ? null : graph.input(ROW_WEIGHTS, shape.weights());
    }

    private List<Tensor> targets(BatchShape shape) {
        var targets = new ArrayList<Tensor>();
        for (int i = 0; i < shape.targets().size(); i++) {
            targets.add(graph.input(target(i), shape.targets().get(i)));
        }
        return targets;
    }

    /// One an output; null for an output without loss.
    private List<@Nullable Tensor> losses(
            BatchShape shape, OwnStep.Batch batch, List<Signal> predictions) {
        var losses = new ArrayList<@Nullable Tensor>();
        var objectives = Objects.requireNonNull(compilation).objectives();
        for (int i = 0; i < objectives.size(); i++) {
            Objective objective = objectives.get(i);
            losses.add(
                    objective.loss() == null
                            ? null
                            : loss(
                                    objective,
                                    batch.target(i),
                                    predictions.get(i),
                                    weights(shape, batch.weights(), i)));
        }
        return losses;
    }

    /// Null where no output has a loss.
    private @Nullable Tensor weighted(List<@Nullable Tensor> losses) {
        Tensor total = null;
        var objectives = Objects.requireNonNull(compilation).objectives();
        for (int i = 0; i < losses.size(); i++) {
            Tensor loss = losses.get(i);
            if (loss != null) {
                double weight = objectives.get(i).weight();
                Tensor weighted = weight == 1 ? loss : loss.times(weight);
                total = total == null ? weighted : total.plus(weighted);
            }
        }
        return total;
    }

    private void score(Scores scores, int rows, Tensor loss, List<@Nullable Tensor> losses) {
        scores.mean(graph, LOSS, loss, rows);
        outputs.put(LOSS, loss);
        boolean areSeveral = losses.stream().filter(Objects::nonNull).count() > 1;
        var objectives = Objects.requireNonNull(compilation).objectives();
        for (int i = 0; areSeveral && i < losses.size(); i++) {
            Tensor one = losses.get(i);
            if (one != null) {
                scores.mean(graph, objectives.get(i).output() + "_loss", one, rows);
            }
        }
    }

    private void metrics(
            BatchShape shape, Scores scores, OwnStep.Batch batch, List<Signal> judged) {
        var objectives = Objects.requireNonNull(compilation).objectives();
        boolean isOnly = objectives.size() == 1;
        for (int i = 0; i < Math.min(batch.targets().size(), judged.size()); i++) {
            metrics(
                    scores,
                    objectives.get(i),
                    batch.targets().get(i),
                    judged.get(i),
                    weights(shape, batch.weights(), i),
                    isOnly);
        }
    }

    private static @Nullable Tensor weights(
            BatchShape shape, @Nullable Tensor rowWeights, int output) {
        return rowWeights != null && shape.weighsTargets() ? rowWeights.at(1, output) : rowWeights;
    }

    private static Tensor loss(
            Objective objective, Tensor target, Signal prediction, @Nullable Tensor rowWeights) {
        Loss loss =
                objective.loss() instanceof Loss own
                        ? own
                        : Losses.named(
                                (Call) Objects.requireNonNull(objective.loss()),
                                target.shape(),
                                prediction.value().shape());
        Tensor value;
        try {
            value = loss.call(target, prediction.value(), rowWeights, prediction.mask());
        } catch (ShapeMismatch e) {
            if (Losses.CATALOG.entryOf(loss).isEmpty()) {
                throw new UserError(
                        "E219",
                        "the shapes in the loss do not fit: " + e.getMessage() + ".",
                        "In a batch the labels are "
                                + target.shape()
                                + ", the predictions "
                                + prediction.value().shape()
                                + ".",
                        e);
            }
            throw new UserError(
                    "E219",
                    "the loss "
                            + loss.name()
                            + " cannot compare labels of "
                            + row(target)
                            + " with predictions of "
                            + row(prediction.value())
                            + " in each row.",
                    prediction.value().rank() > Math.max(target.rank(), 2)
                            ? "The model answers for each place of its input. For one answer a row, put flatten before its first dense layer."
                            : "Give the last layer as many units as a row of labels has numbers, or other labels.",
                    e);
        } catch (UserError said) {
            throw said;
        } catch (RuntimeException e) {
            throw new UserError(
                    "E148",
                    "the loss "
                            + loss.name()
                            + " threw "
                            + e.getClass().getSimpleName()
                            + (e.getMessage() == null ? "" : ": " + e.getMessage())
                            + ". Nothing was trained.",
                    "Mend the loss: (yTrue, yPred) -> yTrue.minus(yPred).square()",
                    e);
        }
        if (value.rank() != 0) {
            throw new UserError(
                    "E219",
                    "the loss "
                            + loss.name()
                            + " gives "
                            + value.shape()
                            + " numbers; training needs one.",
                    "Leave its reduction at sum_over_batch_size, or end your own loss with .mean().");
        }
        return value;
    }

    private static String row(Tensor tensor) {
        return tensor.rank() < 2 ? "1" : tensor.shape().row().toString();
    }

    private void metrics(
            Scores scores,
            Objective objective,
            Tensor target,
            Signal prediction,
            @Nullable Tensor rowWeights,
            boolean isOnly) {
        var taken = new ArrayList<String>();
        for (Object given : objective.metrics()) {
            metric(
                    scores,
                    objective,
                    given,
                    target,
                    prediction,
                    prediction.mask(),
                    "",
                    isOnly,
                    taken);
        }
        Tensor weight =
                rowWeights == null
                        ? prediction.mask()
                        : prediction.mask() == null
                                ? rowWeights
                                : masked(rowWeights, prediction.mask());
        for (Object given : objective.weightedMetrics()) {
            metric(
                    scores,
                    objective,
                    given,
                    target,
                    prediction,
                    weight,
                    "weighted_",
                    isOnly,
                    taken);
        }
    }

    /// Weights of rows times the mask of their steps.
    private static Tensor masked(Tensor rowWeights, Tensor mask) {
        Tensor wide = rowWeights;
        while (wide.rank() < mask.rank()) {
            wide = wide.expand(-1);
        }
        return wide.times(mask);
    }

    private void metric(
            Scores scores,
            Objective objective,
            Object given,
            Tensor target,
            Signal prediction,
            @Nullable Tensor weight,
            String prefixWhereTaken,
            boolean isOnly,
            List<String> taken) {
        Metric metric =
                given instanceof Metric own
                        ? own
                        : Metrics.named((Call) given, target.shape(), prediction.value().shape());
        String name = metric.name();
        if (taken.contains(name) && !prefixWhereTaken.isEmpty()) {
            name = prefixWhereTaken + name;
        }
        String unique = name;
        for (int copy = 1; taken.contains(unique); copy++) {
            unique = name + "_" + copy;
        }
        taken.add(unique);
        String shown = isOnly ? unique : objective.output() + "_" + unique;
        try {
            scores.metric(graph, shown, metric, target, prediction.value(), weight);
        } catch (ShapeMismatch e) {
            throw new UserError(
                    "E145",
                    "the metric "
                            + name
                            + " cannot compare labels of "
                            + row(target)
                            + " with predictions of "
                            + row(prediction.value())
                            + " in each row: "
                            + e.getMessage()
                            + ".",
                    "Leave it out, or choose one that fits: accuracy, mae.",
                    e);
        }
    }
}
