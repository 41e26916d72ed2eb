/// Runs a [dev.kiln.plan.Program] on memory and libraries of ND4J; the only room that imports `org.nd4j` and
/// `org.bytedeco`.
///
/// ```java
/// try (var execution = new Execution(program, new Variables())) {
///     MemorySegment.copy(numbers, 0, execution.input("x"), JAVA_FLOAT, 0, numbers.length);
///     execution.run(seed, count, () -> false);
///     float loss = execution.output("loss").get(JAVA_FLOAT, 0);
/// }
/// ```
@NullMarked
package dev.kiln.runtime;

import org.jspecify.annotations.NullMarked;
