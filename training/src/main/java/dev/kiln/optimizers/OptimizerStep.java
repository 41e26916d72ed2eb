package dev.kiln.optimizers;

import dev.kiln.graph.Graph;
import dev.kiln.graph.Tensor;
import dev.kiln.graph.Variable;
import dev.kiln.schedules.ConstantRate;
import dev.kiln.tensor.Shape;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.IntStream;

/// Writes a whole optimizer step into a graph: gradients come in, parameters and the optimizer's
/// variables get new values.
///
/// The order is Keras': loss scale, accumulation, clipping, weight decay, the optimizer's own formula,
/// moving average, constraints, count. Parameters, gradients and slots are flat vectors over all
/// segments.
public final class OptimizerStep {
    private final Graph graph;
    private final Optimizer optimizer;
    private final OptimizerSettings settings;
    private final OptimizerVariables variables;
    private final List<Segment> segments;

    private OptimizerStep(Graph graph, Optimizer optimizer, OptimizerVariables variables) {
        this.graph = graph;
        this.optimizer = optimizer;
        this.settings = optimizer.settings();
        this.variables = variables;
        this.segments = variables.segments();
    }

    /// Writes the step and the updates of the optimizer's own variables.
    ///
    /// @param parameters all trainable numbers, `[n]`
    /// @param gradients  of the loss times its scale, `[n]`
    /// @return the parameters after the step, `[n]`
    public static Tensor write(
            Graph graph,
            Optimizer optimizer,
            OptimizerVariables variables,
            Tensor parameters,
            Tensor gradients) {
        var step = new OptimizerStep(graph, optimizer, variables);
        return optimizer instanceof LossScaleOptimizer scaled
                ? step.whereFinite(scaled, parameters, gradients)
                : step.write(parameters, gradients);
    }

    /// The loss times the optimizer's scale: what gradients are taken of.
    public static Tensor scaled(
            Graph graph, Optimizer optimizer, OptimizerVariables variables, Tensor loss) {
        if (optimizer instanceof LossScaleOptimizer) {
            return loss.times(graph.read(variables.dynamicScale()));
        }
        Double scale = optimizer.settings().lossScaleFactor();
        return scale == null ? loss : loss.times(scale);
    }

    /// The learning rate of the step that comes next; a scalar.
    public static Tensor learningRate(
            Graph graph, Optimizer optimizer, OptimizerVariables variables) {
        return optimizer.learningRate() instanceof ConstantRate
                ? graph.read(variables.learningRate())
                : optimizer.learningRate().rate(graph.read(variables.iteration()));
    }

    private Tensor write(Tensor parameters, Tensor arrived) {
        Tensor iteration = graph.read(variables.iteration());
        Tensor rate = learningRate(graph, optimizer, variables);
        Tensor gradients =
                settings.lossScaleFactor() == null
                        ? arrived
                        : arrived.dividedBy(settings.lossScaleFactor());
        Tensor stepped =
                settings.gradientAccumulationSteps() == null
                        ? updated(parameters, gradients, rate, iteration.plus(1), null)
                        : accumulated(parameters, gradients, rate, iteration);
        Tensor averaged = settings.useEma() ? averaged(stepped, updates(iteration)) : stepped;
        Tensor constrained = constrained(averaged);
        graph.update(variables.iteration(), iteration.plus(1));
        return constrained;
    }

    /// Leaves everything as it was where a gradient is not finite, but for the scale.
    private Tensor whereFinite(LossScaleOptimizer scaled, Tensor parameters, Tensor gradients) {
        Tensor scale = graph.read(variables.dynamicScale());
        Tensor counter = graph.read(variables.stepCounter());
        // Zero times what is not finite is not a number.
        Tensor isFinite = gradients.times(0).sum().equalTo(0);
        var before = new LinkedHashMap<Variable, Tensor>();
        variables.starts().keySet().forEach(each -> before.put(each, graph.read(each)));
        Tensor stepped = write(parameters, gradients.dividedBy(scale));
        before.forEach(
                (variable, old) -> {
                    Tensor now = graph.read(variable);
                    if (now.id() != old.id()) {
                        graph.update(variable, isFinite.select(now, old));
                    }
                });
        Tensor grows = counter.equalTo(scaled.dynamicGrowthSteps() - 1);
        graph.update(variables.stepCounter(), isFinite.select(grows.select(0, counter.plus(1)), 0));
        graph.update(
                variables.dynamicScale(),
                isFinite.select(grows.select(scale.times(2), scale), scale.times(0.5)));
        return isFinite.select(stepped, parameters);
    }

    private Tensor accumulated(Tensor parameters, Tensor gradients, Tensor rate, Tensor iteration) {
        double steps = settings.gradientAccumulationSteps();
        Tensor total = gradients.plus(graph.read(variables.accumulator()));
        Tensor done = updates(iteration);
        Tensor isUpdate = iteration.minus(done.times(steps)).equalTo(steps - 1);
        Tensor stepped = updated(parameters, total.dividedBy(steps), rate, done.plus(1), isUpdate);
        graph.update(variables.accumulator(), isUpdate.select(0, total));
        return isUpdate.select(stepped, parameters);
    }

    /// Updates done before a raw step; each takes some raw steps where gradients are accumulated.
    private Tensor updates(Tensor iteration) {
        Integer steps = settings.gradientAccumulationSteps();
        return steps == null ? iteration : iteration.dividedBy((double) steps).floor();
    }

    /// @param onlyWhere a scalar: slots keep their numbers where it is 0; null for always
    private Tensor updated(
            Tensor parameters,
            Tensor gradients,
            Tensor rate,
            Tensor count,
            @Nullable Tensor onlyWhere) {
        Tensor clipped = clipped(gradients);
        Tensor decayed = decayed(parameters, rate);
        if (optimizer.elementwise()) {
            var whole = new Segment("all", 0, parameters.shape(), null);
            return optimizer.step(decayed, clipped, step(whole, -1, rate, count, onlyWhere));
        }
        var parts = new ArrayList<Tensor>();
        for (int i = 0; i < segments.size(); i++) {
            Segment segment = segments.get(i);
            Step step = step(segment, i, rate, count, onlyWhere);
            parts.add(flat(optimizer.step(segment.of(decayed), segment.of(clipped), step)));
        }
        return Tensor.concatenate(0, parts);
    }

    private Step step(
            Segment segment, int index, Tensor rate, Tensor count, @Nullable Tensor onlyWhere) {
        return new Step(
                segment,
                rate,
                count,
                name -> graph.read(variables.slot(name, index)),
                (name, value) -> {
                    Variable variable = variables.slot(name, index);
                    graph.update(
                            variable,
                            onlyWhere == null
                                    ? value
                                    : onlyWhere.select(value, graph.read(variable)));
                });
    }

    private Tensor clipped(Tensor gradients) {
        if (settings.clipvalue() != null) {
            return gradients.clip(-settings.clipvalue(), settings.clipvalue());
        }
        if (settings.globalClipnorm() != null) {
            double limit = settings.globalClipnorm();
            Tensor norm = gradients.square().sum().sqrt();
            return gradients.times(norm.reciprocal().minimum(1 / limit).times(limit));
        }
        if (settings.clipnorm() != null) {
            double limit = settings.clipnorm();
            return eachSegment(
                    gradients,
                    (_, gradient) -> {
                        Tensor norm = gradient.square().sum().sqrt();
                        return gradient.times(limit).dividedBy(norm.maximum(limit));
                    });
        }
        return gradients;
    }

    private Tensor decayed(Tensor parameters, Tensor rate) {
        var shares = segments.stream().map(optimizer::weightDecay).distinct().toList();
        if (shares.size() == 1 && shares.getFirst() == null) {
            return parameters;
        }
        if (shares.size() == 1) {
            return parameters.minus(parameters.times(shares.getFirst()).times(rate));
        }
        return eachSegment(
                parameters,
                (segment, parameter) -> {
                    Double share = optimizer.weightDecay(segment);
                    return share == null
                            ? parameter
                            : parameter.minus(parameter.times(share).times(rate));
                });
    }

    /// The average starts as the parameters of the first update. As in Keras, it follows in every raw step, while its
    /// start and its replacements count updates.
    private Tensor averaged(Tensor parameters, Tensor updates) {
        Tensor kept = updates.equalTo(0).select(0, graph.constant(settings.emaMomentum()));
        Tensor average =
                graph.read(variables.average())
                        .times(kept)
                        .plus(parameters.times(kept.subtractedFrom(1)));
        graph.update(variables.average(), average);
        if (settings.emaOverwriteFrequency() == null) {
            return parameters;
        }
        Tensor next = updates.plus(1);
        Tensor frequency = graph.constant(settings.emaOverwriteFrequency());
        return next.modulo(frequency).equalTo(0).select(average, parameters);
    }

    private Tensor constrained(Tensor parameters) {
        if (segments.stream().allMatch(segment -> segment.constraint() == null)) {
            return parameters;
        }
        return eachSegment(
                parameters,
                (segment, parameter) ->
                        segment.constraint() == null
                                ? parameter
                                : segment.constraint().apply(parameter));
    }

    private interface Formula {
        Tensor of(Segment segment, Tensor part);
    }

    private Tensor eachSegment(Tensor vector, Formula formula) {
        return Tensor.concatenate(
                0,
                IntStream.range(0, segments.size())
                        .mapToObj(
                                i -> flat(formula.of(segments.get(i), segments.get(i).of(vector))))
                        .toList());
    }

    private static Tensor flat(Tensor tensor) {
        return tensor.reshape(Shape.of(Math.toIntExact(tensor.shape().size())));
    }
}
