package dev.kiln.fit;

import dev.kiln.callbacks.Callback;
import dev.kiln.catalog.UserError;
import dev.kiln.checks.Finding;
import dev.kiln.checks.IndexRange;
import dev.kiln.data.Dataset;
import dev.kiln.data.FloatArray;
import dev.kiln.events.Evaluation;
import dev.kiln.events.History;
import dev.kiln.events.TrainingEvent;
import dev.kiln.graph.Variable;
import dev.kiln.model.Checks;
import dev.kiln.model.CompileOptions;
import dev.kiln.model.FitOptions;
import dev.kiln.model.Model;
import dev.kiln.model.ModelFiles;
import dev.kiln.model.ModelInput;
import dev.kiln.model.PassOptions;
import dev.kiln.model.Trainer;
import dev.kiln.model.TrainingMemory;
import dev.kiln.tensor.Shape;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Trains one model on the ND4J backend.
public final class ModelTrainer implements Trainer {
    private final Model model;
    private @Nullable CompileOptions options;
    private @Nullable Compilation compilation;
    private @Nullable ModelRun run;
    private @Nullable WaitingOptimizer waiting;
    private Progress progress = new Progress();
    private @Nullable TrainedParts trained;
    private String trainedSince = "compile";

    ModelTrainer(Model model) {
        this.model = model;
    }

    /// Found by `ServiceLoader`.
    public static final class Provider implements Trainer.Provider {
        @Override
        public Trainer of(Model model) {
            return new ModelTrainer(model);
        }
    }

    @Override
    public void compile(CompileOptions options) {
        var outputs = model.isBuilt() ? model.outputNames() : List.of("y");
        var wanted = Compilation.of(outputs, options);
        if (model.isBuilt() && options.checks() != Checks.OFF) {
            stopAtErrors(options.checks(), new Suitability().ofModel(model, options));
        }
        this.compilation = wanted;
        this.options = options;
        this.run = null;
        this.waiting = null;
        this.progress = new Progress();
        this.trained = model.isBuilt() ? TrainedParts.of(model) : null;
        this.trainedSince = "compile";
    }

    /// Tells of layers that were frozen or thawed since compile or the fit before.
    private void tellOfTrainedParts(FitOptions options) {
        var now = TrainedParts.of(model);
        if (trained != null) {
            tell(options, trained.changed(now, trainedSince).stream().toList());
        }
        this.trained = now;
        this.trainedSince = "the last fit";
    }

    @Override
    public boolean isCompiled() {
        return compilation != null;
    }

    @Override
    public CompileOptions compiled() {
        if (options == null) {
            throw new UserError(
                    "E112",
                    "the model is not compiled.",
                    "Type: %compile adam sparse_categorical_crossentropy accuracy   or in Java:"
                            + " model.compile(\"adam\", \"sparse_categorical_crossentropy\", \"accuracy\")");
        }
        return options;
    }

    /// The model's memory and programs; made where there are none, or where they no longer are the model's.
    ModelRun run() {
        ModelRun current = run;
        if (current == null || !current.isCurrent()) {
            var fresh = new ModelRun(model, compilation);
            if (current != null && compilation != null) {
                fresh.takeOptimizerState(current);
            } else if (waiting != null) {
                waiting.moveTo(fresh);
                waiting = null;
            }
            current = fresh;
            run = fresh;
        }
        return current;
    }

    private Dataset prepared(Dataset data, boolean withTargets) {
        return prepared("the data", data, withTargets);
    }

    /// @param what the rows are called in messages
    private Dataset prepared(String what, Dataset data, boolean withTargets) {
        if (data.rows() == 0) {
            throw new UserError(
                    "E123",
                    what + " has 0 rows, so there is nothing to work on.",
                    "Give at least one row.");
        }
        if (!model.isBuilt()) {
            model.build(withColumns(data.x()).rowShape());
        }
        if (withTargets) {
            if (compiled().step() == null && data.targets().isEmpty()) {
                throw new UserError(
                        "E123",
                        what + " has no labels.",
                        what.equals("the data")
                                ? "Type: model.fit(x, y)"
                                : "Write: withValidationData(Dataset.of(x, y))");
            }
        }
        var wanted = model.inputs();
        if (wanted.size() != data.inputs().size()) {
            throw new UserError(
                    "E136",
                    "the model takes "
                            + wanted.size()
                            + " inputs, "
                            + what
                            + " has "
                            + data.inputs().size()
                            + ".",
                    "Give one array for each of: "
                            + String.join(", ", wanted.stream().map(ModelInput::name).toList())
                            + ".");
        }
        var inputs = new ArrayList<FloatArray>();
        for (int i = 0; i < wanted.size(); i++) {
            inputs.add(fitting(what, i, data.inputs().get(i)));
        }
        var prepared = Dataset.of(data.inputNames(), inputs, data.targetNames(), data.targets());
        return prepared.withSampleWeightsOf(data);
    }

    /// A list of numbers is a column, as in Keras.
    private static FloatArray withColumns(FloatArray array) {
        return array.rowShape().rank() == 0 ? array.reshape(Shape.of(array.rows(), 1)) : array;
    }

    private FloatArray fitting(String what, int index, FloatArray array) {
        Shape wanted = model.inputs().get(index).row();
        FloatArray given =
                array.rowShape().rank() == 0 && wanted.rank() == 1 ? withColumns(array) : array;
        Shape row = given.rowShape();
        boolean fits = row.rank() == wanted.rank();
        for (int axis = 0; fits && axis < row.rank(); axis++) {
            fits = wanted.get(axis) == Shape.UNKNOWN || wanted.get(axis) == row.get(axis);
        }
        if (!fits) {
            boolean isOneRow =
                    array.rowShape().rank() == 0
                            && wanted.isKnown()
                            && array.size() == wanted.size();
            throw new UserError(
                    "E219",
                    "the model takes " + wanted + ", " + what + " gives " + row + ".",
                    isOneRow
                            ? "One row is a list of one row: FloatArray.of(row).reshape(Shape.of("
                                    + wanted.batchOf(1).toString().replace("x", ", ")
                                    + "))"
                            : row.rank() > wanted.rank()
                                    ? "Start the model with: input " + row + ", then flatten"
                                    : "Start the model with: input " + row);
        }
        IndexRange.outside(model, index, given)
                .ifPresent(
                        error -> {
                            throw error.toError();
                        });
        return given;
    }

    @Override
    public void fit(Dataset data, FitOptions options, History history) {
        Dataset all = prepared(data, true);
        Dataset train = all;
        Dataset validation =
                options.validationData() == null
                        ? null
                        : prepared("the validation data", options.validationData(), true);
        if (validation == null && options.validationSplit() > 0) {
            var parts = all.takeLast(options.validationSplit());
            train = parts.first();
            validation = parts.last();
        }
        if (options.checks() != Checks.OFF && compiled().checks() != Checks.OFF) {
            var found = new ArrayList<>(new Suitability().ofInputs(model, all, List.of()));
            found.addAll(new Suitability().ofData(model, all));
            if (!options.classWeight().isEmpty()) {
                // Who weighs classes knows that they are uneven.
                found.removeIf(finding -> finding.code().equals("W218"));
            }
            stopAtErrors(options.checks(), found);
            if (validation != null) {
                found.addAll(new Suitability().ofSplit(model, train, validation));
            }
            tell(options, found);
        }
        var weights = RowWeights.of(train, options.classWeight());
        var ready = Readiness.of(model, train, validation != null, options);
        stopAtErrors(Checks.ON, ready);
        tell(options, ready);
        tellOfTrainedParts(options);
        ModelRun current = run();
        // Programs first: shapes that do not fit are said before anything begins.
        current.program(Phase.TRAIN, train, Math.min(options.batchSize(), train.rows()), weights);
        Readiness.unlogged(options, current.scores().names(), validation != null);
        var trainee = new FitTrainee(current, progress, this::save);
        options.callbacks().forEach(callback -> callback.watcher().check(trainee));
        var order = new RowOrder(train.rows(), options.shuffle(), options.seed());
        train(
                current,
                new RowBatches(train, weights, order, options.batchSize()),
                validation,
                options,
                history);
    }

    private void train(
            ModelRun current,
            Batches batches,
            @Nullable Dataset validation,
            FitOptions options,
            History history) {
        var trainee = new FitTrainee(current, progress, this::save);
        new TrainingLoop(current, progress, batches, validation, options, history, trainee).run();
    }

    @Override
    public void fit(Iterable<Dataset> batches, FitOptions options, History history) {
        compiled();
        if (options.validationSplit() > 0) {
            throw new UserError(
                    "E128",
                    "validation_split takes the last rows away, but batches that are made one by one have no last"
                            + " rows.",
                    "Give the rows to judge on: withValidationData(dataset)");
        }
        if (!model.isBuilt()) {
            var first = batches.iterator();
            if (first.hasNext()) {
                model.build(withColumns(first.next().x()).rowShape());
            }
        }
        Dataset validation =
                options.validationData() == null
                        ? null
                        : prepared("the validation data", options.validationData(), true);
        var found = new ArrayList<Finding>();
        Readiness.monitors(validation != null, options, found);
        stopAtErrors(Checks.ON, found);
        tell(options, found);
        tellOfTrainedParts(options);
        train(
                run(),
                new StreamedBatches(
                        batches,
                        batch -> suited(batch, options),
                        batch -> RowWeights.of(batch, options.classWeight())),
                validation,
                options,
                history);
    }

    private Dataset suited(Dataset batch, FitOptions options) {
        Dataset rows = prepared(batch, true);
        if (options.checks() != Checks.OFF && compiled().checks() != Checks.OFF) {
            stopAtErrors(options.checks(), new Suitability().ofData(model, rows));
        }
        return rows;
    }

    private static void tell(FitOptions options, List<Finding> found) {
        found.forEach(
                finding ->
                        options.watcher()
                                .accept(
                                        new TrainingEvent.Warned(
                                                finding.code(),
                                                finding.problem(),
                                                finding.remedy())));
    }

    private static void stopAtErrors(Checks checks, List<Finding> found) {
        if (checks == Checks.ON) {
            found.stream()
                    .filter(Finding::isError)
                    .findFirst()
                    .ifPresent(
                            error -> {
                                throw error.toError();
                            });
        }
    }

    private void save(Path file) {
        ModelFiles.find().save(model, file, Map.of());
    }

    @Override
    public Evaluation evaluate(Dataset data, PassOptions options) {
        return judged(RowBatches.inOrder(prepared(data, true), options.batchSize()), options);
    }

    @Override
    public Evaluation evaluate(Iterable<Dataset> batches, PassOptions options) {
        compiled();
        return judged(
                new StreamedBatches(
                        batches,
                        batch -> prepared(batch, true),
                        batch -> batch.sampleWeights().orElse(null)),
                options);
    }

    private Evaluation judged(Batches batches, PassOptions options) {
        ModelRun current = run();
        var judging =
                new Judging(
                        current,
                        batches,
                        options.steps(),
                        options.callbacks().stream().map(Callback::watcher).toList(),
                        new FitTrainee(current, progress, this::save));
        var scores = judging.run(() -> false);
        if (scores == null) {
            throw new UserError("evaluate was interrupted.", "Run it again.");
        }
        return new Evaluation(scores, judging.rows());
    }

    @Override
    public List<FloatArray> predict(Iterable<Dataset> batches, PassOptions options) {
        var stream = new StreamedBatches(batches, batch -> prepared(batch, false), _ -> null);
        stream.beginEpoch(0);
        var parts = new ArrayList<List<FloatArray>>();
        while (!stream.isUsedUp() && (options.steps() == null || parts.size() < options.steps())) {
            stream.take();
            parts.add(predict(stream.data(), stream.count()));
            stream.advance();
        }
        return IntStream.range(0, model.outputNames().size())
                .mapToObj(i -> joined(parts.stream().map(part -> part.get(i)).toList()))
                .toList();
    }

    private static FloatArray joined(List<FloatArray> parts) {
        int rows = parts.stream().mapToInt(FloatArray::rows).sum();
        Shape shape = parts.getFirst().shape().with(0, rows);
        MemorySegment all = FloatArray.allocate(shape);
        long at = 0;
        for (FloatArray part : parts) {
            MemorySegment.copy(part.memory(), 0, all, at, part.memory().byteSize());
            at += part.memory().byteSize();
        }
        return FloatArray.of(shape, all);
    }

    @Override
    public List<FloatArray> predict(Dataset data, PassOptions options) {
        Dataset rows = prepared(data, false);
        ModelRun current = run();
        var trainee = new FitTrainee(current, progress, this::save);
        return new Predicting(current, rows, options, trainee).run(model.outputNames().size());
    }

    @Override
    public Map<String, Double> trainOnBatch(Dataset batch) {
        Dataset rows = prepared(batch, true);
        return oneStep(Phase.TRAIN, rows);
    }

    @Override
    public Map<String, Double> testOnBatch(Dataset batch) {
        return oneStep(Phase.EVALUATE, prepared(batch, true));
    }

    private Map<String, Double> oneStep(Phase phase, Dataset rows) {
        ModelRun current = run();
        var weights = rows.sampleWeights().orElse(null);
        StepProgram program = current.program(phase, rows, rows.rows(), weights);
        current.resetScores();
        program.gather(rows, weights, IntStream.range(0, rows.rows()).toArray(), 0);
        if (program.run(Model.DEFAULT_SEED, progress.steps(), () -> false)
                && phase == Phase.TRAIN) {
            progress.countStep();
        }
        return current.scoreValues();
    }

    @Override
    public long steps() {
        return progress.steps();
    }

    @Override
    public long epochs() {
        return progress.epochs();
    }

    @Override
    public Map<Variable, float[]> state() {
        return run().snapshot();
    }

    @Override
    public void restore(Map<Variable, float[]> state, long steps, long epochs) {
        run().restore(state);
        progress = new Progress(steps, epochs);
    }

    @Override
    public void forget() {
        this.compilation = null;
        this.options = null;
        this.run = null;
        this.waiting = null;
        this.progress = new Progress();
    }

    @Override
    public List<NamedNumbers> optimizerState() {
        compiled();
        if (run != null) {
            return run().optimizerState();
        }
        WaitingOptimizer given = waiting;
        return given != null && given.isCurrent()
                ? given.named()
                : new WaitingOptimizer(model, Objects.requireNonNull(compilation)).named();
    }

    @Override
    public void restoreOptimizer(List<MemorySegment> numbers, long steps, long epochs) {
        compiled();
        if (run != null) {
            run().restoreOptimizer(numbers);
        } else {
            waiting = WaitingOptimizer.of(model, Objects.requireNonNull(compilation), numbers);
        }
        progress = new Progress(steps, epochs);
    }

    @Override
    public String explain(int batchSize) {
        compiled();
        ModelRun current = run();
        BatchShape shape = usual(current.compilation(), batchSize);
        return current.program(Phase.TRAIN, shape).execution().program().explain()
                + "\nnative memory of training with batch_size="
                + batchSize
                + ": "
                + ModelRun.forecast(model, current.compilation(), shape);
    }

    @Override
    public Optional<TrainingMemory> memory(int batchSize) {
        Compilation wanted = compilation;
        boolean isKnown =
                wanted != null
                        && model.isBuilt()
                        && (wanted.step() != null
                                || wanted.objectives().stream().allMatch(one -> one.loss() != null))
                        && Stream.concat(
                                        model.inputs().stream().map(ModelInput::row),
                                        model.outputShapes().stream().map(Shape::row))
                                .allMatch(Shape::isKnown);
        if (!isKnown) {
            return Optional.empty();
        }
        try {
            return Optional.of(ModelRun.forecast(model, wanted, usual(wanted, batchSize)));
        } catch (UserError _) {
            // The labels' shape is a guess here; fit sees the real one, and says what does not fit.
            return Optional.empty();
        }
    }

    /// A batch with the labels that losses usually want.
    private BatchShape usual(Compilation compilation, int batchSize) {
        var inputs =
                model.inputs().stream()
                        .map(input -> known(input.row()).batchOf(batchSize))
                        .toList();
        var targets = new ArrayList<Shape>();
        for (int i = 0; i < model.outputShapes().size(); i++) {
            Shape predictions = known(model.outputShapes().get(i).row()).batchOf(batchSize);
            targets.add(compilation.objectives().get(i).labels(predictions));
        }
        return new BatchShape(inputs, targets, null);
    }

    private static Shape known(Shape shape) {
        Shape known = shape;
        for (int axis = 0; axis < shape.rank(); axis++) {
            known = known.get(axis) == Shape.UNKNOWN ? known.with(axis, 16) : known;
        }
        return known;
    }
}
