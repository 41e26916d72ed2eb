/// `Sequential`, functional `Model`, `Weights`, `Summary`.
///
/// ```java
/// Model chain = Sequential.of(new Input(4), new Dense(16, "relu"), new Dense(3, "softmax"));
///
/// Symbol in = Symbol.input(8);
/// Symbol hidden = new Dense(8, "relu").apply(in);
/// Model residual = Model.of(in, new Dense(1).apply(new Add().apply(in, hidden)));
/// float[] kernel = residual.layer("dense").weights().get("kernel").get();
/// ```
/// What runs a model asks it for [Model#inputs], writes it into a graph with [Model#trace], and takes its
/// [Weights] into memory of its own with [Weights#moveTo]. Training, evaluation and prediction are done by
/// a [Trainer], which a program finds with `ServiceLoader`: `model.compile("adam", "mse")` asks it.
@NullMarked
package dev.kiln.model;

import org.jspecify.annotations.NullMarked;
