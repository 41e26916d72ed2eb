/// Tablesaw tables, arrays, files and images -> [dev.kiln.data.Dataset]: preparation fitted on the training rows only,
/// splits, batches, built-in sets.
///
/// ```java
/// DataSets iris = NamedSets.load("iris", new DataOptions());
/// FloatArray x = iris.train.x;                             // 108x4, z-scored with the training rows' means
/// Dataset own = Dataset.of(new double[][] {{0, 1}, {1, 1}}, new int[] {1, 0});
/// ```
@NullMarked
package dev.kiln.data;

import org.jspecify.annotations.NullMarked;
