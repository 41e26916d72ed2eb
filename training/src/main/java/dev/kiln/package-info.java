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
/// A layer, a loss and a callback of your own, with the gradient derived; log files for TensorBoard:
/// ```java
/// Layer swish = new Lambda(x -> x.times(x.sigmoid()));
/// Loss quantile = (truth, answer) -> truth.minus(answer).times(0.9).maximum(truth.minus(answer).times(-0.1));
/// Model model = Sequential.of(new Input(1), new Dense(4), swish, new Dense(1));
/// model.compile("adam", quantile);
/// Callback patient = new EarlyStopping("loss").withPatience(3);
/// Callback board = new TensorBoard(Files.createTempDirectory("logs").toString());
/// float[][] x = {{1}, {2}, {3}};
/// model.fit(x, x, new FitOptions(10).withCallbacks(List.of(patient, board)));
/// FloatArray ones = Categories.toCategorical(new int[] {0, 2, 1});
/// ```
@NullMarked
package dev.kiln;

import org.jspecify.annotations.NullMarked;
