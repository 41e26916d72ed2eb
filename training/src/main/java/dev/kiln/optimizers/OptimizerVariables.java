package dev.kiln.optimizers;

import dev.kiln.graph.Variable;
import dev.kiln.schedules.ConstantRate;
import dev.kiln.tensor.Shape;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The variables of an optimizer over the parameters of one model: what a step reads and writes, what
/// they hold before the first step, and their order in Keras' files.
public final class OptimizerVariables {
    private static final String PREFIX = "optimizer/";

    private final Optimizer optimizer;
    private final List<Segment> segments;
    private final Shape flat;
    private final Map<Variable, Start> starts = new LinkedHashMap<>();

    /// What a variable holds before the first step.
    ///
    /// @param value everywhere; ignored where `ofParameters`
    /// @param ofParameters whether it starts as a copy of the parameters, from `offset` on
    public record Start(double value, boolean ofParameters, int offset) {}

    /// One variable as Keras saves it: a part of one of the flat ones, or a whole one.
    ///
    /// @param name   Keras' name with the parameter's number instead of its path: `v0_momentum`
    /// @param offset index of its first number in `in`
    public record Saved(String name, Variable in, int offset, Shape shape) {}

    /// @param segments of all trainable parameters, in the model's order, without gaps
    public OptimizerVariables(Optimizer optimizer, List<Segment> segments) {
        this.optimizer = optimizer;
        this.segments = List.copyOf(segments);
        this.flat = Shape.of(segments.isEmpty() ? 0 : segments.getLast().end());
        starts.put(iteration(), new Start(0, false, 0));
        if (optimizer instanceof LossScaleOptimizer scaled) {
            starts.put(scaleVariable("iteration"), new Start(0, false, 0));
            starts.put(scaleVariable("learning_rate"), new Start(0, false, 0));
            starts.put(stepCounter(), new Start(0, false, 0));
            starts.put(dynamicScale(), new Start(scaled.initialScale(), false, 0));
        }
        if (optimizer.learningRate() instanceof ConstantRate(double rate)) {
            starts.put(learningRate(), new Start(rate, false, 0));
        }
        OptimizerSettings settings = optimizer.settings();
        if (settings.useEma()) {
            starts.put(average(), new Start(0, false, 0));
        }
        if (settings.gradientAccumulationSteps() != null) {
            starts.put(accumulator(), new Start(0, false, 0));
        }
        for (List<Slot> group : optimizer.slots()) {
            for (Slot slot : group) {
                if (optimizer.elementwise()) {
                    starts.put(
                            slot(slot.name(), -1),
                            new Start(slot.initial(), slot.startsAsParameter(), 0));
                    continue;
                }
                for (int i = 0; i < segments.size(); i++) {
                    if (slot.has(segments.get(i))) {
                        var start =
                                new Start(
                                        slot.initial(),
                                        slot.startsAsParameter(),
                                        segments.get(i).offset());
                        starts.put(slot(slot.name(), i), start);
                    }
                }
            }
        }
    }

    public List<Segment> segments() {
        return segments;
    }

    /// Every variable with what it holds before the first step.
    public Map<Variable, Start> starts() {
        return starts;
    }

    /// Raw steps done, a scalar.
    public Variable iteration() {
        return new Variable(PREFIX + "iteration", Shape.of(), Variable.Role.OPTIMIZER);
    }

    /// The constant learning rate, a scalar; not used with a schedule.
    public Variable learningRate() {
        return new Variable(PREFIX + "learning_rate", Shape.of(), Variable.Role.OPTIMIZER);
    }

    /// Finite steps since the scale of a [LossScaleOptimizer] changed last, a scalar.
    Variable stepCounter() {
        return scaleVariable("step_counter");
    }

    /// The scale of a [LossScaleOptimizer], a scalar.
    Variable dynamicScale() {
        return scaleVariable("dynamic_scale");
    }

    private static Variable scaleVariable(String name) {
        return new Variable(PREFIX + "loss_scale/" + name, Shape.of(), Variable.Role.OPTIMIZER);
    }

    /// The moving average of the parameters, used with `use_ema`.
    public Variable average() {
        return new Variable(PREFIX + "average", flat, Variable.Role.OPTIMIZER);
    }

    /// The sum of the gradients since the last update, used with `gradient_accumulation_steps`.
    public Variable accumulator() {
        return new Variable(PREFIX + "gradient_accumulator", flat, Variable.Role.OPTIMIZER);
    }

    /// @param segment number of the parameter; -1 for the flat one of an elementwise optimizer
    Variable slot(String name, int segment) {
        Slot slot =
                optimizer.slots().stream()
                        .flatMap(List::stream)
                        .filter(candidate -> candidate.name().equals(name))
                        .findFirst()
                        .orElseThrow(
                                () ->
                                        new IllegalArgumentException(
                                                "no slot " + name + " is declared"));
        if (segment >= 0) {
            Shape shape = slot.shapeFor(segments.get(segment));
            return new Variable(
                    PREFIX + "v" + segment + "_" + name, shape, Variable.Role.OPTIMIZER);
        }
        Shape shape = slot.shape() == null ? flat : slot.shape().apply(flat);
        return new Variable(PREFIX + name, shape, Variable.Role.OPTIMIZER);
    }

    /// In the order of Keras' files: iteration, learning rate, averages, accumulators, slots.
    public List<Saved> saved() {
        var saved = new ArrayList<Saved>();
        if (optimizer instanceof LossScaleOptimizer) {
            // The first two are in every optimizer of Keras; this one never changes them.
            for (String name :
                    List.of("iteration", "learning_rate", "step_counter", "dynamic_scale")) {
                saved.add(new Saved(name, scaleVariable(name), 0, Shape.of()));
            }
        }
        saved.add(new Saved("iteration", iteration(), 0, Shape.of()));
        if (optimizer.learningRate() instanceof ConstantRate) {
            saved.add(new Saved("learning_rate", learningRate(), 0, Shape.of()));
        }
        if (optimizer.settings().useEma()) {
            addFlat(saved, "average", average());
        }
        if (optimizer.settings().gradientAccumulationSteps() != null) {
            addFlat(saved, "gradient_accumulator", accumulator());
        }
        for (List<Slot> group : optimizer.slots()) {
            for (int i = 0; i < segments.size(); i++) {
                for (Slot slot : group) {
                    addSlot(saved, slot, i);
                }
            }
        }
        return saved;
    }

    private void addSlot(List<Saved> saved, Slot slot, int segment) {
        if (!optimizer.elementwise()) {
            if (slot.has(segments.get(segment))) {
                Variable variable = slot(slot.name(), segment);
                saved.add(
                        new Saved(
                                "v" + segment + "_" + slot.name(), variable, 0, variable.shape()));
            }
            return;
        }
        Variable variable = slot(slot.name(), -1);
        if (slot.shape() == null) {
            addOne(saved, slot.name(), variable, segment);
        } else if (segment == segments.size() - 1) {
            saved.add(new Saved(slot.name(), variable, 0, variable.shape()));
        }
    }

    private void addFlat(List<Saved> saved, String name, Variable variable) {
        for (int i = 0; i < segments.size(); i++) {
            addOne(saved, name, variable, i);
        }
    }

    private void addOne(List<Saved> saved, String name, Variable variable, int segment) {
        Segment part = segments.get(segment);
        saved.add(new Saved("v" + segment + "_" + name, variable, part.offset(), part.shape()));
    }
}
