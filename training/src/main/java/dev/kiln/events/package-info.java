/// `TrainingEvent` (sealed): what training tells whoever watches.
///
/// A progress bar, a live chart and a history are three consumers with a `switch` each; training itself
/// prints nothing:
/// ```java
/// Consumer<TrainingEvent> watcher = event -> {
///     if (event instanceof TrainingEvent.EpochDone(int epoch, var scores, var took, var rate)) {
///         System.out.println(epoch + " " + scores);
///     }
/// };
/// ```
@NullMarked
package dev.kiln.events;

import org.jspecify.annotations.NullMarked;
