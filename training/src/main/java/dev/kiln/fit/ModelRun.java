package dev.kiln.fit;

import dev.kiln.data.Dataset;
import dev.kiln.data.FloatArray;
import dev.kiln.graph.Graph;
import dev.kiln.graph.Tensor;
import dev.kiln.graph.Variable;
import dev.kiln.model.Model;
import dev.kiln.model.Trainer.NamedNumbers;
import dev.kiln.model.TrainingMemory;
import dev.kiln.model.Weights;
import dev.kiln.optimizers.OptimizerVariables;
import dev.kiln.optimizers.Segment;
import dev.kiln.plan.Plan;
import dev.kiln.plan.Program;
import dev.kiln.runtime.Execution;
import dev.kiln.runtime.FreeMemory;
import dev.kiln.runtime.Memory;
import dev.kiln.runtime.Variables;
import dev.kiln.runtime.Workspace;
import dev.kiln.tensor.Shape;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntToLongFunction;

/// A model's numbers in the runtime's memory, and the programs that run on them: one for each phase and
/// shape of batches, the least recently used ones let go.
///
/// Made anew when what is trained changes, or when another model that shares weights has moved them.
final class ModelRun {
    private static final int MOST_PROGRAMS = 16;
    private static final String TRAINABLE = "trainable";

    private final Model model;
    private final @Nullable Compilation compilation;
    private final Variables variables = new Variables();

    /// Of training and of judging, which take turns.
    private final Workspace workspace = new Workspace();

    /// Apart, so that another thread may predict while this one trains.
    private final Workspace predicting = new Workspace();

    private final Variable trainable;
    private final Memory trainableMemory;
    private final Memory otherMemory;
    private final @Nullable OptimizerVariables optimizerVariables;
    private final Scores scores = new Scores();
    private final Map<Key, StepProgram> programs =
            new LinkedHashMap<>(16, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<Key, StepProgram> eldest) {
                    return size() > MOST_PROGRAMS;
                }
            };
    private @Nullable Execution results;

    /// Of each shape of batches that was trained on, into how many shares it was cut.
    private final Map<String, Integer> shares = new LinkedHashMap<>();

    private record Key(Phase phase, BatchShape shape) {}

    ModelRun(Model model, @Nullable Compilation compilation) {
        this.model = model;
        this.compilation = compilation;
        Weights weights = model.weights();
        int size = Math.toIntExact(weights.trainableSize());
        this.trainable = new Variable(TRAINABLE, Shape.of(size), Variable.Role.PARAMETER);
        this.trainableMemory = new Memory(size);
        this.otherMemory = new Memory(weights.nonTrainableSize());
        weights.moveTo(
                trainableMemory.segment(),
                otherMemory.segment(),
                List.of(trainableMemory, otherMemory));
        variables.place(trainable, trainableMemory, 0);
        for (Weights.Segment segment : weights.nonTrainableSegments()) {
            variables.place(segment.weight().variable(), otherMemory, segment.offset());
        }
        this.optimizerVariables =
                compilation == null
                        ? null
                        : new OptimizerVariables(compilation.optimizer(), segments(weights));
        if (optimizerVariables != null) {
            optimizerVariables.starts().forEach(this::start);
        }
    }

    static List<Segment> segments(Weights weights) {
        var segments = new ArrayList<Segment>();
        for (Weights.Segment segment : weights.trainableSegments()) {
            var constraint = segment.weight().constraint().orElse(null);
            segments.add(
                    new Segment(
                            segment.weight().path(),
                            Math.toIntExact(segment.offset()),
                            segment.weight().shape(),
                            constraint == null ? null : constraint::apply));
        }
        return segments;
    }

    private void start(Variable variable, OptimizerVariables.Start start) {
        MemorySegment to = segment(variable);
        if (start.ofParameters()) {
            MemorySegment.copy(
                    trainableMemory.segment(),
                    (long) start.offset() * Float.BYTES,
                    to,
                    0,
                    to.byteSize());
        } else if (start.value() != 0) {
            fill(to, (float) start.value());
        }
    }

    private static void fill(MemorySegment segment, float value) {
        for (long i = 0; i < segment.byteSize() / Float.BYTES; i++) {
            segment.setAtIndex(ValueLayout.JAVA_FLOAT, i, value);
        }
    }

    /// Whether the weights still are where this run put them, and the same ones are trained.
    boolean isCurrent() {
        return model.weights().areAt(trainableMemory.segment(), otherMemory.segment());
    }

    /// Goes on with the optimizer's numbers of a run over the same parameters.
    void takeOptimizerState(ModelRun before) {
        boolean isSame =
                before.compilation == compilation
                        && before.optimizerVariables().segments().stream()
                                .map(Segment::path)
                                .toList()
                                .equals(
                                        optimizerVariables().segments().stream()
                                                .map(Segment::path)
                                                .toList());
        if (isSame) {
            optimizerVariables()
                    .starts()
                    .keySet()
                    .forEach(variable -> segment(variable).copyFrom(before.segment(variable)));
        }
    }

    /// The optimizer's numbers in the order of Keras' files.
    List<NamedNumbers> optimizerState() {
        var numbers = new ArrayList<NamedNumbers>();
        for (OptimizerVariables.Saved saved : optimizerVariables().saved()) {
            numbers.add(new NamedNumbers(saved.name(), saved.shape(), place(saved)));
        }
        return numbers;
    }

    /// @param numbers as [#optimizerState] gives them; they are copied
    void restoreOptimizer(List<MemorySegment> numbers) {
        WaitingOptimizer.requireFit(optimizerVariables(), numbers);
        var places = optimizerVariables().saved();
        for (int i = 0; i < places.size(); i++) {
            place(places.get(i)).copyFrom(numbers.get(i));
        }
    }

    private MemorySegment place(OptimizerVariables.Saved saved) {
        return segment(saved.in())
                .asSlice((long) saved.offset() * Float.BYTES, saved.shape().size() * Float.BYTES);
    }

    MemorySegment segment(Variable variable) {
        return variables.region(variable).segment();
    }

    Model model() {
        return model;
    }

    MemorySegment parameters() {
        return trainableMemory.segment();
    }

    MemorySegment others() {
        return otherMemory.segment();
    }

    OptimizerVariables optimizerVariables() {
        return Objects.requireNonNull(optimizerVariables);
    }

    Compilation compilation() {
        return Objects.requireNonNull(compilation);
    }

    Scores scores() {
        return scores;
    }

    /// The program for a phase and a shape of batches.
    StepProgram program(Phase phase, BatchShape shape) {
        var key = new Key(phase, shape);
        StepProgram known = programs.get(key);
        if (known != null) {
            return known;
        }
        int before = scores.names().size();
        var written = write(phase, shape, scores);
        if (scores.names().size() != before) {
            results = null;
        }
        IntToLongFunction bytesOf = rows -> bytes(phase, shape.withRows(rows));
        long free = FreeMemory.bytes();
        if (!StepMemory.isCountable(written.graph())) {
            long needed = StepMemory.extrapolated(shape.rows(), bytesOf);
            throw StepMemory.tooLarge(shape.rows(), needed, free, bytesOf);
        }
        Integer kept = phase == Phase.TRAIN ? shares.get(shape.toString()) : null;
        Program planned = StepProgram.plan(written, shape, kept);
        Workspace space = phase == Phase.PREDICT ? predicting : workspace;
        StepMemory.check(planned, shape.rows(), free + space.held(planned), bytesOf);
        var program = new StepProgram(written, planned, shape, variables, space);
        if (phase == Phase.TRAIN) {
            shares.put(shape.toString(), planned.shares());
        }
        programs.put(key, program);
        if (before == 0) {
            resetScores();
        }
        return program;
    }

    /// Of each shape of batches that was trained on, into how many shares it was cut: what decides in which order
    /// gradients are added.
    Map<String, Integer> shares() {
        return Collections.unmodifiableMap(shares);
    }

    /// Cuts batches as an earlier run of the same fit did, whatever the rule is now.
    ///
    /// @param shares as [#shares] gives them
    void keepShares(Map<String, Integer> shares) {
        boolean isAsBefore =
                shares.entrySet().stream()
                        .allMatch(
                                entry ->
                                        Objects.equals(
                                                entry.getValue(),
                                                this.shares.getOrDefault(
                                                        entry.getKey(), entry.getValue())));
        this.shares.putAll(shares);
        if (!isAsBefore) {
            programs.values().forEach(StepProgram::close);
            programs.clear();
        }
    }

    private StepWriter.Written write(Phase phase, BatchShape shape, Scores scores) {
        var writer = new StepWriter(model, compilation, optimizerVariables, trainable);
        return switch (phase) {
            case TRAIN -> writer.train(shape, scores);
            case EVALUATE -> writer.evaluate(shape, scores);
            case PREDICT -> writer.predict(shape);
        };
    }

    /// What a program takes besides the variables; nothing is allocated.
    private long bytes(Phase phase, BatchShape shape) {
        var written = write(phase, shape, new Scores());
        return StepMemory.isCountable(written.graph())
                ? Execution.bytes(StepProgram.plan(written, shape, null))
                : Long.MAX_VALUE / 2;
    }

    /// What training takes that has not begun.
    static TrainingMemory forecast(Model model, Compilation compilation, BatchShape shape) {
        Weights weights = model.weights();
        var flat =
                new Variable(
                        TRAINABLE,
                        Shape.of(Math.toIntExact(weights.trainableSize())),
                        Variable.Role.PARAMETER);
        var optimizer = new OptimizerVariables(compilation.optimizer(), segments(weights));
        var written =
                new StepWriter(model, compilation, optimizer, flat).train(shape, new Scores());
        Program program = StepProgram.plan(written, shape, null);
        var own = new HashSet<>(program.variables());
        own.addAll(optimizer.starts().keySet());
        own.remove(flat);
        weights.all().forEach(weight -> own.remove(weight.variable()));
        return new TrainingMemory(
                weights.size() * Float.BYTES,
                own.stream().mapToLong(variable -> variable.shape().size() * Float.BYTES).sum(),
                Execution.bytes(program));
    }

    /// The program for some rows of a data set.
    StepProgram program(Phase phase, Dataset data, int rows, @Nullable FloatArray weights) {
        return program(phase, BatchShape.of(data, rows, phase != Phase.PREDICT, weights));
    }

    /// Another program on the same variables.
    Execution execution(Program program) {
        return new Execution(program, variables);
    }

    /// Whether the loss and the gradients are finite that a training program is about to commit.
    boolean isFinite(StepProgram program) {
        return Float.isFinite(program.loss()) && program.execution().isFinite(trainable);
    }

    /// What made the first number that is not finite in the step that a program is about to commit, in the user's words;
    /// empty where doing the step again shows none.
    String firstNotFinite(StepProgram program, long seed, long count) {
        var written =
                new StepWriter(model, compilation, optimizerVariables, trainable)
                        .search(program.shape(), scores);
        var search = new Execution(written.program(), variables);
        program.copyInputsTo(search);
        search.run(seed, count, () -> false, () -> false);
        return written.suspects().stream()
                .filter(
                        suspect ->
                                !Float.isFinite(
                                        search.output(suspect).get(ValueLayout.JAVA_FLOAT, 0)))
                .findFirst()
                .orElse("");
    }

    /// Begins counting anew.
    void resetScores() {
        scores.initialValues()
                .forEach((variable, value) -> fill(segment(variable), value.floatValue()));
    }

    /// Every score now, in the order of compile.
    Map<String, Double> scoreValues() {
        Execution execution = results();
        execution.run(0, 0, () -> false);
        var values = new LinkedHashMap<String, Double>();
        for (String name : scores.names()) {
            MemorySegment numbers = execution.output(name);
            long count = numbers.byteSize() / Float.BYTES;
            for (long i = 0; i < count; i++) {
                String label = count == 1 ? name : name + "_" + i;
                values.put(label, (double) numbers.getAtIndex(ValueLayout.JAVA_FLOAT, i));
            }
        }
        return values;
    }

    private Execution results() {
        Execution execution = results;
        if (execution == null) {
            var graph = new Graph();
            Map<String, Tensor> outputs = scores.results(graph);
            execution = new Execution(Plan.of(graph, outputs), variables);
            results = execution;
        }
        return execution;
    }

    /// The mean of the losses since the scores were reset.
    double meanLoss() {
        float count = segment(Scores.lossCount()).get(ValueLayout.JAVA_FLOAT, 0);
        return count == 0 ? 0 : segment(Scores.lossTotal()).get(ValueLayout.JAVA_FLOAT, 0) / count;
    }

    /// Every variable that training changes, in an order that follows from the model and its compile alone.
    List<Variable> trained() {
        var trained = new ArrayList<Variable>();
        trained.add(trainable);
        model.weights()
                .nonTrainableSegments()
                .forEach(segment -> trained.add(segment.weight().variable()));
        trained.addAll(optimizerVariables().starts().keySet());
        return trained;
    }

    /// Copies of all that training changes, to go back to.
    Map<Variable, float[]> snapshot() {
        var copies = new LinkedHashMap<Variable, float[]>();
        variables
                .all()
                .forEach(
                        (variable, region) -> {
                            if (variable.role() != Variable.Role.METRIC) {
                                copies.put(
                                        variable, region.segment().toArray(ValueLayout.JAVA_FLOAT));
                            }
                        });
        return copies;
    }

    void restore(Map<Variable, float[]> copies) {
        copies.forEach(
                (variable, numbers) ->
                        MemorySegment.copy(
                                numbers,
                                0,
                                segment(variable),
                                ValueLayout.JAVA_FLOAT,
                                0,
                                numbers.length));
    }
}
