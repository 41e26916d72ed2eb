/// Metrics: numbers to watch while a model learns; one file and one line of
/// [dev.kiln.metrics.Metrics#CATALOG] each. State variables, update formula, result formula; updates run
/// inside the step's program; losses serve as metrics.
///
/// ```java
/// State state = new State(graph, "metrics/auc");
/// new AUC().update(state, yTrue, yPred, null);                  // once a batch
/// Tensor value = new AUC().result(state.in(resultGraph));       // whenever somebody looks
/// ```
@NullMarked
package dev.kiln.metrics;

import org.jspecify.annotations.NullMarked;
