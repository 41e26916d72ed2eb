/// `TrainingStep`, `TrainingLoop`, `History`, `Evaluation`: ties the rooms together.
///
/// ```java
/// Sequential model = Sequential.of(new Input(4), new Dense(16, "relu"), new Dense(3, "softmax"));
/// model.compile("adam", "sparse_categorical_crossentropy", "accuracy");
/// History history = model.fit(x, y, new FitOptions(50).withBatchSize(16).withValidationSplit(0.2));
/// Evaluation score = model.evaluate(xTest, yTest);
/// ```
@NullMarked
package dev.kiln.fit;

import org.jspecify.annotations.NullMarked;
