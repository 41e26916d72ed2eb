/// Kiln as a library: models with Keras' words, trained from any Java program.
///
/// Every example here is compiled and run by the build.
///
/// Arrays, ND4J's arrays and Tablesaw's tables are rows; weights are given and taken:
/// ```java
/// Model model = Sequential.of(new Input(2), new Dense(8, "relu"), new Dense(2, "softmax"));
/// model.compile(new Adam(0.01), "sparse_categorical_crossentropy", "accuracy");
/// float[][] x = {{0, 1}, {1, 0}, {1, 1}, {0, 0}};
/// int[] y = {1, 1, 0, 0};
/// History history = model.fit(x, y, new FitOptions(20).withBatchSize(2));
/// double accuracy = model.evaluate(x, y).get("accuracy");
/// FloatArray answers = model.predict(Nd4j.create(x));
/// List<FloatArray> weights = model.getWeights();
/// model.setWeights(weights);
/// ```
/// One step at a time:
/// ```java
/// Model model = Sequential.of(new Input(2), new Dense(1));
/// model.compile("sgd", "mse", "mae");
/// float[][] x = {{0, 1}, {1, 0}};
/// float[][] y = {{1}, {2}};
/// for (int step = 0; step < 100; step++) {
///     double loss = model.trainOnBatch(x, y).get("loss");
/// }
/// double mae = model.testOnBatch(x, y).get("mae");
/// FloatArray answers = model.predictOnBatch(x);
/// ```
/// Data larger than the memory, from an `Iterable` or a supplier of batches:
/// ```java
/// Model model = Sequential.of(new Input(1), new Dense(1)).compile("sgd", "mse");
/// var random = new Random(1);
/// Supplier<Dataset> batches = () -> {
///     float x = random.nextFloat();
///     return Dataset.of(new float[][] {{x}}, new float[][] {{2 * x}});
/// };
/// model.fit(batches, new FitOptions(3).withStepsPerEpoch(50));
/// Evaluation score = model.evaluate(batches, new PassOptions().withSteps(10));
/// ```
/// Several inputs and outputs, a shared layer, a model inside another:
/// ```java
/// Symbol left = Symbol.input(3);
/// Symbol right = Symbol.input(3);
/// Model tower = Sequential.of(new Input(3), new Dense(4, "relu"));
/// Symbol both = new Concatenate().apply(tower.apply(left), tower.apply(right));
/// Model model = Model.of(List.of(left, right), List.of(new Dense(1).apply(both), new Dense(2).apply(both)));
/// model.compile("adam", List.of("mse", "mae"));
/// float[][] x = {{1, 2, 3}, {3, 2, 1}};
/// model.fit(List.of(x, x), List.of(new float[2][1], new float[2][2]));
/// List<FloatArray> answers = model.predictAll(List.of(x, x));
/// ```
/// A Tablesaw table with texts and classes becomes rows, split and scaled:
/// ```java
/// Table flowers = Table.create(
///         DoubleColumn.create("length", 1.4, 4.7, 1.3, 5.1, 1.5, 4.5, 1.2, 5.0),
///         StringColumn.create("kind", "iris", "rose", "iris", "rose", "iris", "rose", "iris", "rose"));
/// DataSets data = DataSets.of(flowers, "kind");
/// Model model = Sequential.of(new Input(1), new Dense(2, "softmax"));
/// model.compile("adam", "sparse_categorical_crossentropy", "accuracy");
/// model.fit(data.train, new FitOptions(10).withValidationData(data.val));
/// double accuracy = model.evaluate(data.test).get("accuracy");
/// ```
/// A loss, a learning rate and a callback of your own, with the gradient derived; log files for TensorBoard:
/// ```java
/// Loss quantile = (truth, answer) -> truth.minus(answer).times(0.9).maximum(truth.minus(answer).times(-0.1));
/// Schedule falling = step -> step.plus(1).reciprocal().times(0.1);
/// Model model = Sequential.of(new Input(1), new Dense(4, "relu"), new Dense(1));
/// model.compile(new SGD(falling), quantile);
/// Callback telling = new LambdaCallback().withAtEpochEnd((epoch, logs) -> System.out.println(logs.get("loss")));
/// Callback patient = new EarlyStopping("loss").withPatience(3);
/// Callback board = new TensorBoard(Files.createTempDirectory("logs").toString());
/// float[][] x = {{1}, {2}, {3}};
/// model.fit(x, x, new FitOptions(3).withCallbacks(List.of(telling, patient, board)));
/// FloatArray ones = Categories.toCategorical(new int[] {0, 2, 1});
/// ```
/// Layers of your own, without weights and with:
/// ```java
/// Layer swish = new Lambda(x -> x.times(x.sigmoid()));
/// record Scaled(double first, LayerSettings settings) implements Formula {
///     public Tensor call(Tensor x, Scope scope) {
///         return x.times(scope.weight("scale", x.shape().row(), new Constant(first)));
///     }
/// }
/// Layer scaled = new Scaled(0.5, LayerSettings.DEFAULT);
/// Model model = Sequential.of(new Input(3), new Dense(4), swish, scaled, new Dense(1));
/// model.compile("adam", "mse").fit(new float[8][3], new float[8][1]);
/// ```
/// Metrics of your own, a mean and a class:
/// ```java
/// Metric near = Metric.mean("near", (truth, answer) -> truth.minus(answer).abs().less(0.5).mean(-1));
/// record Worst() implements Metric {
///     public String name() { return "worst"; }
///     public void update(State state, Tensor truth, Tensor answer, Tensor weight) {
///         state.write("worst", result(state).maximum(truth.minus(answer).abs().max()));
///     }
///     public Tensor result(State state) { return state.read("worst", Shape.of(), 0); }
/// }
/// Model model = Sequential.of(new Input(3), new Dense(1)).compile("adam", "mse", near, new Worst());
/// double worst = model.fit(new float[8][3], new float[8][1]).last("worst");
/// ```
/// A training step of your own, here with two passes that drop different numbers and have to agree:
/// ```java
/// Model model = Sequential.of(new Input(3), new Dropout(0.3), new Dense(1));
/// TrainingStep twice = step -> {
///     Tensor one = step.call(step.x());
///     Tensor distance = one.minus(step.call(step.x())).square().mean();
///     step.score("distance", distance);
///     return step.compiledLoss(one).plus(distance.times(0.5));
/// };
/// model.compile(CompileOptions.of("adam", "mse", "mae").withStep(twice));
/// model.fit(new float[8][3], new float[8][1], new FitOptions(2));
/// ```
@NullMarked
package dev.kiln;

import org.jspecify.annotations.NullMarked;
