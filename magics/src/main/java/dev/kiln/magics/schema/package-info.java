/// What a magic is: a record whose components are its options. Parser, completion, help, messages and the
/// written reference are made from the record.
///
/// ```java
/// @Doc(value = "trains the model", example = "%fit epochs=20")
/// record Fit(@Doc(value = "epochs to train", example = "20") int epochs) implements Magic {
///     public Object run(Session session, Notebook notebook) { … }
/// }
/// ```
@NullMarked
package dev.kiln.magics.schema;

import org.jspecify.annotations.NullMarked;
