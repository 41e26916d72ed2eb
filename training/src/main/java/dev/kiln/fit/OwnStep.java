package dev.kiln.fit;

import dev.kiln.autodiff.Gradients;
import dev.kiln.catalog.UserError;
import dev.kiln.graph.Graph;
import dev.kiln.graph.Op;
import dev.kiln.graph.ShapeMismatch;
import dev.kiln.graph.Tensor;
import dev.kiln.layers.Signal;
import dev.kiln.model.Model;
import dev.kiln.model.ModelTrace;
import dev.kiln.model.StepScope;
import dev.kiln.model.TrainingStep;
import dev.kiln.model.Weight;
import dev.kiln.tensor.Shape;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;

/// A step of the user's own while it is written into a graph.
final class OwnStep implements StepScope {
    private static final String EXAMPLE =
            "Write: step -> step.y().minus(step.call(step.x())).square().mean()";

    private final Model model;
    private final Graph graph;
    private final ModelTrace trace;
    private final Batch batch;
    private final boolean training;
    private final Function<Weight, Tensor> weights;
    private final Function<List<Signal>, @Nullable Tensor> compiledLoss;
    private final Notes notes;
    private final boolean isFrozen;

    OwnStep(
            Model model,
            Graph graph,
            ModelTrace trace,
            Batch batch,
            boolean training,
            Function<Weight, Tensor> weights,
            Function<List<Signal>, @Nullable Tensor> compiledLoss) {
        this(model, graph, trace, batch, training, weights, compiledLoss, new Notes(), false);
    }

    private OwnStep(
            Model model,
            Graph graph,
            ModelTrace trace,
            Batch batch,
            boolean training,
            Function<Weight, Tensor> weights,
            Function<List<Signal>, @Nullable Tensor> compiledLoss,
            Notes notes,
            boolean isFrozen) {
        this.model = model;
        this.graph = graph;
        this.trace = trace;
        this.batch = batch;
        this.training = training;
        this.weights = weights;
        this.compiledLoss = compiledLoss;
        this.notes = notes;
        this.isFrozen = isFrozen;
    }

    /// What a step is given.
    ///
    /// @param weights of the rows; null without
    record Batch(List<Tensor> inputs, List<Tensor> targets, @Nullable Tensor weights) {
        Batch {
            inputs = List.copyOf(inputs);
            targets = List.copyOf(targets);
        }

        Tensor target(int index) {
            return one("labels", targets, index);
        }

        private static Tensor one(String what, List<Tensor> arrays, int index) {
            if (index < 0 || index >= arrays.size()) {
                throw new UserError(
                        "E136",
                        "the training step asks for "
                                + what
                                + " "
                                + index
                                + ", but the data has "
                                + (arrays.isEmpty() ? "none" : String.valueOf(arrays.size()))
                                + ".",
                        arrays.isEmpty()
                                ? "Give them: model.fit(x, y)"
                                : "They are counted from 0 to " + (arrays.size() - 1) + ".");
            }
            return arrays.get(index);
        }
    }

    /// What a step has left behind; shared with its frozen side.
    private static final class Notes {
        private final Map<Integer, Tensor> masks = new HashMap<>();
        private final Map<String, Tensor> scores = new LinkedHashMap<>();
        private @Nullable List<Signal> judged;
        private int draws;
    }

    // ---- around the lambda

    /// The loss that the step makes.
    ///
    /// @param trained the weights that are to learn from it
    /// @throws UserError E148 where it throws or gives nothing to learn from, E219 where shapes do not fit
    Tensor write(TrainingStep step, List<Tensor> trained) {
        Tensor loss;
        try {
            loss = step.loss(this);
        } catch (UserError said) {
            throw said;
        } catch (ShapeMismatch | IndexOutOfBoundsException e) {
            throw new UserError(
                    "E219",
                    "the shapes in the training step do not fit: " + e.getMessage() + ".",
                    "In a batch " + shapes() + ".",
                    e);
        } catch (RuntimeException e) {
            throw new UserError(
                    "E148",
                    "the training step threw "
                            + e.getClass().getSimpleName()
                            + (e.getMessage() == null ? "" : ": " + e.getMessage())
                            + ". Nothing was trained.",
                    EXAMPLE,
                    e);
        }
        return checked(loss, trained);
    }

    private Tensor checked(@Nullable Tensor loss, List<Tensor> trained) {
        if (loss == null) {
            throw new UserError("E148", "the training step gives null, not a loss.", EXAMPLE);
        }
        Tensor here = own(loss);
        if (here.rank() != 0) {
            throw new UserError(
                    "E219",
                    "the training step gives " + here.shape() + " numbers; training needs one.",
                    "End it with .mean().");
        }
        if (training && !trained.isEmpty() && !dependsOn(here, trained)) {
            throw new UserError(
                    "E148",
                    "the loss of the training step depends on no weight that is trained, so nothing would be learned.",
                    EXAMPLE);
        }
        return here;
    }

    private boolean dependsOn(Tensor loss, List<Tensor> trained) {
        var reaches = new boolean[graph.size()];
        reaches[loss.id()] = true;
        for (int id = graph.size() - 1; id >= 0; id--) {
            if (reaches[id] && !(graph.node(id).op() instanceof Op.StopGradient)) {
                graph.node(id).inputs().forEach(input -> reaches[input] = true);
            }
        }
        return trained.stream().anyMatch(weight -> reaches[weight.id()]);
    }

    private String shapes() {
        var shapes = new ArrayList<String>();
        for (int i = 0; i < batch.inputs().size(); i++) {
            shapes.add("x(" + i + ") is " + batch.inputs().get(i).shape());
        }
        for (int i = 0; i < batch.targets().size(); i++) {
            shapes.add("y(" + i + ") is " + batch.targets().get(i).shape());
        }
        return String.join(", ", shapes);
    }

    /// What metrics look at; none where the step never called the whole model and there are no metrics.
    List<Signal> judged(Compilation compiled) {
        boolean areMetrics =
                compiled.objectives().stream()
                        .anyMatch(
                                objective ->
                                        !objective.metrics().isEmpty()
                                                || !objective.weightedMetrics().isEmpty());
        if (notes.judged == null && areMetrics) {
            throw new UserError(
                    "E145",
                    "the training step never calls the whole model, so the metrics have no predictions to look at.",
                    "Name them in the step: step.judge(prediction)   or leave the metrics out.");
        }
        return Objects.requireNonNullElse(notes.judged, List.of());
    }

    /// Means of this batch, by the names that the history gives them.
    Map<String, Tensor> scores() {
        return notes.scores;
    }

    // ---- what the lambda may ask for

    @Override
    public Tensor x(int index) {
        return Batch.one("input", batch.inputs(), index);
    }

    @Override
    public Tensor y(int index) {
        return batch.target(index);
    }

    @Override
    public @Nullable Tensor sampleWeights() {
        return batch.weights();
    }

    @Override
    public boolean training() {
        return training;
    }

    @Override
    public Tensor constant(double value) {
        return graph.constant(value);
    }

    @Override
    public List<Tensor> callAll(List<Tensor> inputs) {
        var outputs = pass(() -> trace.pass(signals(inputs)));
        if (notes.judged == null) {
            notes.judged = outputs;
        }
        return outputs.stream().map(Signal::value).toList();
    }

    @Override
    public Tensor callLayer(String layer, Tensor... inputs) {
        return pass(() -> trace.pass(layer, signals(List.of(inputs)))).getFirst().value();
    }

    private List<Signal> pass(Supplier<List<Signal>> passing) {
        trace.freeze(isFrozen);
        List<Signal> outputs;
        try {
            outputs = passing.get();
        } finally {
            trace.freeze(false);
        }
        for (Signal output : outputs) {
            if (output.mask() != null) {
                notes.masks.put(output.value().id(), output.mask());
            }
        }
        return outputs;
    }

    private List<Signal> signals(List<Tensor> tensors) {
        return tensors.stream()
                .map(tensor -> new Signal(own(tensor), notes.masks.get(tensor.id())))
                .toList();
    }

    private Tensor own(Tensor tensor) {
        if (tensor.graph() != graph) {
            throw new UserError(
                    "E148",
                    "the training step uses a tensor of another step.",
                    "Make all tensors inside the step: it is written anew for each shape of batches.");
        }
        return tensor;
    }

    @Override
    public StepScope frozen() {
        return new OwnStep(
                model, graph, trace, batch, training, weights, compiledLoss, notes, true);
    }

    @Override
    public Tensor compiledLoss(Tensor... predictions) {
        Tensor loss = compiledLoss.apply(all("compiledLoss", predictions));
        if (loss == null) {
            throw new UserError(
                    "E112",
                    "the training step asks for the compiled loss, but compile was given none.",
                    "Write: CompileOptions.of(\"adam\", \"mse\").withStep(step)");
        }
        return loss;
    }

    private List<Signal> all(String method, Tensor... predictions) {
        if (predictions.length != model.outputNames().size()) {
            throw new UserError(
                    "E136",
                    method
                            + " takes one prediction for each of the model's "
                            + model.outputNames().size()
                            + " outputs, not "
                            + predictions.length
                            + ".",
                    "Outputs: " + String.join(", ", model.outputNames()) + ".");
        }
        return signals(List.of(predictions));
    }

    @Override
    public Tensor gradient(Tensor of, Tensor by) {
        return Gradients.of(own(of).sum(), List.of(own(by))).getFirst();
    }

    @Override
    public Tensor weight(String path) {
        var known = model.weights().all();
        Weight found =
                known.stream()
                        .filter(weight -> weight.path().equals(path))
                        .findFirst()
                        .orElseThrow(
                                () ->
                                        new UserError(
                                                "E148",
                                                "the model has no weight " + path + ".",
                                                "Its weights: "
                                                        + String.join(
                                                                ", ",
                                                                known.stream()
                                                                        .map(Weight::path)
                                                                        .toList())
                                                        + "."));
        Tensor weight = weights.apply(found);
        return isFrozen ? weight.stopGradient() : weight;
    }

    @Override
    public Tensor uniform(Shape shape) {
        notes.draws++;
        return graph.add(new Op.Uniform("training step/" + notes.draws, null, shape));
    }

    @Override
    public void judge(Tensor... predictions) {
        notes.judged = all("judge", predictions);
    }

    @Override
    public void score(String name, Tensor scalar) {
        if (own(scalar).rank() != 0) {
            throw new UserError(
                    "E219",
                    "the score " + name + " gives " + scalar.shape() + " numbers; it needs one.",
                    "End it with .mean().");
        }
        if (notes.scores.putIfAbsent(name, scalar) != null) {
            throw taken(name);
        }
    }

    static UserError taken(String name) {
        return new UserError(
                "E103",
                "the history has a column " + name + " already.",
                "Give the score another name: step.score(\"penalty\", …)");
    }
}
