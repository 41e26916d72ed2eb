package dev.kiln.model;

import dev.kiln.catalog.UserError;
import dev.kiln.data.Dataset;
import dev.kiln.data.FloatArray;
import dev.kiln.events.Evaluation;
import dev.kiln.events.History;
import dev.kiln.graph.Graph;
import dev.kiln.layers.Layer;
import dev.kiln.layers.LayerSettings;
import dev.kiln.layers.Names;
import dev.kiln.layers.Scope;
import dev.kiln.layers.Signal;
import dev.kiln.layers.Symbol;
import dev.kiln.layers.TextLayer;
import dev.kiln.tensor.DType;
import dev.kiln.tensor.Shape;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Layers between inputs and outputs, and their weights. A model is a layer itself.
public class Model implements Layer {
    /// Weights begin with the numbers of this seed until [Weights#initialize] is asked for others.
    public static final long DEFAULT_SEED = 42;

    private final @Nullable String name;
    private List<Symbol> inputs = List.of();
    private List<Symbol> outputs = List.of();

    /// What the outputs are called; none where they are called as the layers that give them.
    private List<String> outputKeys = List.of();

    private @Nullable Structure structure;
    private List<Part> parts = List.of();
    private @Nullable Weights weights;
    private @Nullable Trainer trainer;

    /// A model that is not built yet.
    Model(@Nullable String name) {
        this.name = name;
    }

    private Model(@Nullable String name, List<Symbol> inputs, List<Symbol> outputs) {
        this(name);
        connect(inputs, outputs);
    }

    public static Model of(Symbol input, Symbol output) {
        return of(List.of(input), List.of(output));
    }

    /// @throws UserError where an output needs an input that is not listed, or two layers have one name
    public static Model of(List<Symbol> inputs, List<Symbol> outputs) {
        return new Model(null, inputs, outputs);
    }

    /// @param name of the model; the first part of nothing but its own title
    public static Model of(String name, List<Symbol> inputs, List<Symbol> outputs) {
        return new Model(name, inputs, outputs);
    }

    /// A model whose outputs have names of their own, by which losses, metrics and labels may be given. They stand in the
    /// order of their names, as in Keras.
    ///
    /// @param name of the model; the first part of nothing but its own title
    public static Model of(String name, List<Symbol> inputs, Map<String, Symbol> outputs) {
        var sorted = new TreeMap<>(outputs);
        var model = new Model(name, inputs, List.copyOf(sorted.values()));
        model.outputKeys = List.copyOf(sorted.keySet());
        return model;
    }

    final void connect(List<Symbol> inputs, List<Symbol> outputs) {
        if (inputs.isEmpty() || outputs.isEmpty()) {
            throw new UserError(
                    "E136",
                    "a model needs an input and an output, but gets "
                            + inputs.size()
                            + " inputs and "
                            + outputs.size()
                            + " outputs.",
                    "Type: Model.of(in, out)");
        }
        var made = new Structure(inputs, outputs);
        this.inputs = List.copyOf(inputs);
        this.outputs = List.copyOf(outputs);
        this.structure = made;
        Map<Symbol.Call, Symbol> used = new HashMap<>();
        Stream.concat(
                        outputs.stream(),
                        made.calls().stream().flatMap(user -> user.sources().stream()))
                .forEach(symbol -> symbol.call().ifPresent(call -> used.putIfAbsent(call, symbol)));
        this.parts = made.layers().stream().map(layer -> part(made, layer, used)).toList();
        var built = WeightCollector.collect(this);
        this.weights = new Weights(built);
        if (WeightLimit.isBound()) {
            return;
        }
        built.stream()
                .filter(weight -> !weight.storage().isFilled())
                .forEach(weight -> weight.initialize(DEFAULT_SEED));
        this.weights.gather();
    }

    /// @param used a symbol of each call, found where it is used
    private Part part(Structure structure, Layer layer, Map<Symbol.Call, Symbol> used) {
        var calls = structure.callsOf(layer);
        var outputs = new ArrayList<List<Symbol>>();
        for (Symbol.Call call : calls) {
            outputs.add(Objects.requireNonNull(used.get(call)).siblings());
        }
        if (calls.isEmpty()) {
            outputs.add(
                    inputs.stream()
                            .filter(input -> input.input().filter(in -> in == layer).isPresent())
                            .toList());
        }
        return new Part(
                this, layer, Objects.requireNonNull(structure.names().get(layer)), calls, outputs);
    }

    /// Whether the model knows its inputs, and so its weights.
    public boolean isBuilt() {
        return structure != null;
    }

    private Structure built() {
        if (structure == null) {
            throw new UserError(
                    "E136",
                    "the model does not know the shape of its input yet.",
                    "Begin it with an input: Sequential.of(new Input(4), …), or train it.");
        }
        return structure;
    }

    /// Its layers' calls, in the order in which they run.
    List<Symbol.Call> calls() {
        return built().calls();
    }

    /// Makes the weights of a model that was written without an input. Nothing happens to a built one.
    ///
    /// @param row shape of one row of data
    public void build(Shape row) {
        built();
    }

    public String name() {
        return name != null ? name : Names.kind(this);
    }

    @Override
    public LayerSettings settings() {
        return LayerSettings.DEFAULT.withName(name);
    }

    // ---- what it takes and gives

    public List<ModelInput> inputs() {
        return built(inputs).stream()
                .map(
                        symbol ->
                                reader(symbol)
                                        .map(texts -> ofTexts(symbol, texts))
                                        .orElseGet(
                                                () ->
                                                        new ModelInput(
                                                                nameOf(symbol),
                                                                symbol.shape(),
                                                                symbol.dtype())))
                .toList();
    }

    private ModelInput ofTexts(Symbol symbol, TextLayer texts) {
        Shape row = texts.numbersRow(symbol.shape().row());
        return new ModelInput(nameOf(symbol), row.batchOf(symbol.shape().get(0)), DType.FLOAT32);
    }

    private Optional<TextLayer> reader(Symbol input) {
        return built().reader(input);
    }

    /// The layer that makes numbers of an input's texts; none for an input of numbers.
    ///
    /// @param input which one of [#inputs]
    public Optional<TextLayer> textLayer(int input) {
        return reader(inputs.get(input));
    }

    /// Whether texts enter the model.
    public boolean readsTexts() {
        return inputs.stream().anyMatch(input -> reader(input).isPresent());
    }

    /// From which other models can be made.
    public List<Symbol> inputSymbols() {
        return built(inputs);
    }

    public List<Symbol> outputSymbols() {
        return built(outputs);
    }

    /// The names of the layers that give the outputs.
    public List<String> outputNames() {
        if (hasNamedOutputs()) {
            return outputKeys;
        }
        return built(outputs).stream().map(this::nameOf).toList();
    }

    /// Batch first; [Shape#UNKNOWN] where the data decides.
    public List<Shape> outputShapes() {
        return built(outputs).stream().map(Symbol::shape).toList();
    }

    /// Whether the outputs have names of their own, besides those of the layers that give them.
    public boolean hasNamedOutputs() {
        return !outputKeys.isEmpty();
    }

    private List<Symbol> built(List<Symbol> symbols) {
        built();
        return symbols;
    }

    private String nameOf(Symbol symbol) {
        Layer layer =
                symbol.input()
                        .map(Layer.class::cast)
                        .orElseGet(() -> symbol.call().orElseThrow().layer());
        return Objects.requireNonNullElseGet(built().names().get(layer), () -> Names.of(layer));
    }

    // ---- layers and weights

    /// All layers, inputs included, in Keras' order.
    public List<Part> layers() {
        built();
        return parts;
    }

    /// @throws UserError where no layer has the name
    public Part layer(String name) {
        return layers().stream()
                .filter(part -> part.name().equals(name))
                .findFirst()
                .orElseThrow(
                        () ->
                                new UserError(
                                        "the model has no layer " + name + ".",
                                        "Its layers: "
                                                + parts.stream()
                                                        .map(Part::name)
                                                        .collect(Collectors.joining(", "))
                                                + "."));
    }

    public Weights weights() {
        built();
        return Objects.requireNonNull(weights);
    }

    /// Copies of all weights, in Keras' order: as `get_weights`.
    public List<FloatArray> getWeights() {
        return weights().arrays();
    }

    /// Takes all weights, or none where one does not fit: as `set_weights`.
    ///
    /// @param arrays one a weight in the order of [#getWeights], each as [FloatArray#of(Object)] takes it
    /// @throws UserError E193 where there are more or fewer, E133 where a shape differs
    public void setWeights(List<?> arrays) {
        weights().setArrays(arrays);
    }

    public boolean isTrainable() {
        return Owned.of(this).isTrained(this);
    }

    /// Freezes all layers, or trains again those that are not frozen themselves.
    public void setTrainable(boolean trainable) {
        Owned.of(this).setTrained(trainable);
    }

    /// Sets the states of all stateful layers to 0, as Keras' `reset_state` of each does.
    public void resetStates() {
        weights().resetStates();
    }

    public Summary summary() {
        return Summary.of(this);
    }

    // ---- training: asked of a trainer that is found when it is first needed

    private Trainer trainer() {
        outputs.forEach(this::requireRows);
        return training();
    }

    /// What a layer makes of the whole batch cannot be handed out row by row.
    private void requireRows(Symbol output) {
        boolean hasRows =
                output.shape().rank() > 0
                        && (output.shape().get(0) == Shape.UNKNOWN
                                || inputs.stream()
                                        .anyMatch(
                                                input ->
                                                        input.shape().get(0)
                                                                == output.shape().get(0)));
        if (!hasRows) {
            throw new UserError(
                    "E133",
                    nameOf(output)
                            + " makes "
                            + output.shape()
                            + " of the whole batch, and nothing for each row: the rows it is given are single numbers.",
                    "Give each row an axis: new Input(1)");
        }
    }

    /// What trains this model.
    public Trainer training() {
        Trainer found = trainer;
        if (found == null) {
            found =
                    ServiceLoader.load(Trainer.Provider.class, Model.class.getClassLoader())
                            .findFirst()
                            .orElseThrow(
                                    () ->
                                            new IllegalStateException(
                                                    "no trainer is on the class path"))
                            .of(this);
            trainer = found;
        }
        return found;
    }

    /// Configures the model for training; changes no weight.
    ///
    /// @param optimizer an optimizer, its name, or null for rmsprop
    /// @param loss      a loss or its name; a list or a map for several outputs
    /// @param metrics   metrics or their names
    public Model compile(@Nullable Object optimizer, @Nullable Object loss, Object... metrics) {
        return compile(CompileOptions.of(optimizer, loss, metrics));
    }

    /// Configures the model for training with a step of your own: `model.compile("adam", step -> …)`.
    ///
    /// @param metrics see the first pass through the model, or what the step says with [StepScope#judge]
    public Model compile(@Nullable Object optimizer, TrainingStep step, Object... metrics) {
        return compile(CompileOptions.of(optimizer, null, metrics).withStep(step));
    }

    public Model compile(CompileOptions options) {
        trainer().compile(options);
        return this;
    }

    /// Trains for one epoch with Keras' defaults.
    public History fit(Object x, Object y) {
        return fit(x, y, new FitOptions());
    }

    /// @param x rows, as [dev.kiln.data.FloatArray#of(Object)] takes them; a list for several inputs
    /// @param y labels; a list for several outputs
    public History fit(Object x, Object y, FitOptions options) {
        return fit(Rows.of(this, x, y), options);
    }

    public History fit(Dataset data, FitOptions options) {
        var history = new History();
        trainer().fit(data, options, history);
        return history;
    }

    /// Trains on batches that are made as they are needed: data larger than the memory.
    ///
    /// @param batches one step each; asked for a new iterator each epoch
    /// @throws UserError E124 where making a batch fails: the model is as after the last finished step
    public History fit(Iterable<Dataset> batches, FitOptions options) {
        var history = new History();
        trainer().fit(batches, options, history);
        return history;
    }

    /// Trains on batches that a supplier makes.
    ///
    /// @param batches gives one batch a step, without end or until it gives null; `steps_per_epoch` says how many make
    ///                an epoch
    public History fit(Supplier<@Nullable Dataset> batches, FitOptions options) {
        return fit(Supplied.by(batches), options);
    }

    public Evaluation evaluate(Object x, Object y) {
        return evaluate(Rows.of(this, x, y));
    }

    public Evaluation evaluate(Object x, Object y, PassOptions options) {
        return evaluate(Rows.of(this, x, y), options);
    }

    public Evaluation evaluate(Dataset data) {
        return evaluate(data, new PassOptions());
    }

    public Evaluation evaluate(Dataset data, PassOptions options) {
        return trainer().evaluate(data, options);
    }

    /// Judges on batches that are made as they are needed.
    public Evaluation evaluate(Iterable<Dataset> batches) {
        return evaluate(batches, new PassOptions());
    }

    /// @param options the batches are as large as they are given; `steps` ends the round early
    /// @throws UserError E123 where there is no batch, E124 where making one fails
    public Evaluation evaluate(Iterable<Dataset> batches, PassOptions options) {
        return trainer().evaluate(batches, options);
    }

    /// @param options with `steps` where the supplier never gives null
    public Evaluation evaluate(Supplier<@Nullable Dataset> batches, PassOptions options) {
        return evaluate(Supplied.by(batches), options);
    }

    /// The first output for batches that are made as they are needed, one behind the other.
    public FloatArray predict(Iterable<Dataset> batches) {
        return predict(batches, new PassOptions());
    }

    /// @param options the batches are as large as they are given; `steps` ends the round early
    /// @throws UserError E123 where there is no batch, E124 where making one fails
    public FloatArray predict(Iterable<Dataset> batches, PassOptions options) {
        return trainer().predict(batches, options).getFirst();
    }

    /// @param options with `steps` where the supplier never gives null
    public FloatArray predict(Supplier<@Nullable Dataset> batches, PassOptions options) {
        return predict(Supplied.by(batches), options);
    }

    /// The first output for rows.
    public FloatArray predict(Object x) {
        return predictAll(x).getFirst();
    }

    public FloatArray predict(Object x, PassOptions options) {
        return predictAll(x, options).getFirst();
    }

    /// All outputs for rows.
    public List<FloatArray> predictAll(Object x) {
        return predictAll(x, new PassOptions());
    }

    public List<FloatArray> predictAll(Object x, PassOptions options) {
        Dataset rows = x instanceof Dataset data ? data : Rows.of(this, x, null);
        return trainer().predict(rows, options);
    }

    /// One step on these rows; its scores.
    public Map<String, Double> trainOnBatch(Object x, Object y) {
        return trainer().trainOnBatch(Rows.of(this, x, y));
    }

    /// Scores on these rows; nothing is trained.
    public Map<String, Double> testOnBatch(Object x, Object y) {
        return trainer().testOnBatch(Rows.of(this, x, y));
    }

    /// One step on these rows, their weights among them; its scores.
    public Map<String, Double> trainOnBatch(Dataset batch) {
        return trainer().trainOnBatch(batch);
    }

    /// Scores on these rows, their weights among them; nothing is trained.
    public Map<String, Double> testOnBatch(Dataset batch) {
        return trainer().testOnBatch(batch);
    }

    /// The first output for these rows, in one step.
    public FloatArray predictOnBatch(Object x) {
        Dataset rows = Rows.of(this, x, null);
        return trainer().predict(rows, Math.max(rows.rows(), 1)).getFirst();
    }

    // ---- files

    /// Writes the model to a file: `.keras` with weights, compile and the optimizer's state, `.weights.h5`, `.onnx`,
    /// `.java`.
    ///
    /// @throws UserError as [ModelFiles#save]
    public void save(String file) {
        ModelFiles.find().save(this, Path.of(file), Map.of());
    }

    /// A model from a `.keras` archive or a legacy `.h5` file, compiled where it was.
    ///
    /// What it does otherwise than the file says, such as computing 16-bit layers in float32, goes as a warning to the
    /// [System.Logger] of this class.
    ///
    /// @throws UserError as [ModelFiles#load]
    public static Model load(String file) {
        var loaded = ModelFiles.find().load(Path.of(file));
        var log = System.getLogger(Model.class.getName());
        loaded.notes().forEach(note -> log.log(System.Logger.Level.WARNING, file + ": " + note));
        return loaded.model();
    }

    /// Takes the weights of a file of any of Keras' formats.
    ///
    /// @throws UserError E193 where they do not fit; the model stays as it was
    public void loadWeights(String file) {
        ModelFiles.find().loadWeights(this, Path.of(file));
    }

    /// The program of a training step of 32 rows.
    public String explain() {
        return trainer().explain(32);
    }

    // ---- running

    /// The names above all weights' paths: Keras puts the name of a chain there, none of a functional model.
    public String rootPath() {
        return "";
    }

    /// Writes the model into a graph.
    ///
    /// @param inputs   one a [#inputs], batch first, every dimension known
    /// @param training whether dropout drops and batch statistics are taken
    /// @param source   gives the tensors of weights; states are read and updated as variables of the graph
    public Forward trace(Graph graph, List<Signal> inputs, boolean training, WeightSource source) {
        var trace = traced(graph, training, source);
        return trace.forward(trace.pass(inputs));
    }

    /// The beginning of any number of passes through the model in one graph.
    ///
    /// @param training whether dropout drops and batch statistics are taken
    /// @param source   gives the tensors of weights
    public ModelTrace traced(Graph graph, boolean training, WeightSource source) {
        built();
        return new ModelTrace(this, graph, training, source);
    }

    @Override
    public List<Signal> call(List<Signal> inputs, Scope scope) {
        var calls = built().calls();
        if (inputs.size() != this.inputs.size()) {
            throw new UserError(
                    "E136",
                    name() + " takes " + this.inputs.size() + " inputs, not " + inputs.size() + ".",
                    "Apply it to one symbol for each of its inputs.");
        }
        Map<Symbol.Call, List<Signal>> results = new IdentityHashMap<>();
        for (Symbol.Call call : calls) {
            var given =
                    call.inputs().stream().map(symbol -> signal(symbol, inputs, results)).toList();
            var arguments = call.arguments().map(symbol -> signal(symbol, inputs, results));
            String partName = Objects.requireNonNull(built().names().get(call.layer()));
            results.put(call, scope.call(partName, call.layer(), given, arguments));
        }
        return outputs.stream().map(symbol -> signal(symbol, inputs, results)).toList();
    }

    private Signal signal(
            Symbol symbol, List<Signal> given, Map<Symbol.Call, List<Signal>> results) {
        for (int i = 0; i < inputs.size(); i++) {
            if (inputs.get(i).isSame(symbol)) {
                return given.get(i);
            }
        }
        return Objects.requireNonNull(results.get(symbol.call().orElseThrow())).get(symbol.index());
    }

    @Override
    public String toString() {
        return name()
                + " : "
                + (isBuilt()
                        ? parts.stream().map(Part::name).collect(Collectors.joining(" - "))
                        : "not built");
    }
}
