/// What Keras answered, read from recorded files, and how exactly it must be met.
///
/// A family (`layers`, `losses`, …) is read from the file of that name among the test resources, or
/// from the folder that the system property `kiln.golden` names:
/// ```java
/// @TestFactory
/// Stream<DynamicTest> every_recorded_layer() {
///     return Golden.tests("layers", (record, expected, compare) -> compare.close("output", got, want, 5e-6));
/// }
/// ```
/// The outcome of every record is written to `target/golden-report.txt`.
@NullMarked
package dev.kiln.golden;

import org.jspecify.annotations.NullMarked;
