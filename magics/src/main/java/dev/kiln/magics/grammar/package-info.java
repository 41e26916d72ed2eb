/// The language of magic lines: where they stand in a cell, and what their arguments say.
///
/// ```java
/// List<Written> arguments = ArgumentParser.parse("adam(0.01) loss=mse metrics=[mae, accuracy]");
/// ```
/// Values become plain Java objects: numbers, texts, lists, maps, [dev.kiln.tensor.Shape],
/// [java.time.Duration], [dev.kiln.catalog.Call] for names, [dev.kiln.magics.grammar.Reference] for `$name`.
@NullMarked
package dev.kiln.magics.grammar;

import org.jspecify.annotations.NullMarked;
