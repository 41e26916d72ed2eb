/// What the findings E2xx and W2xx look at: model, loss, labels; each a line to type beside what is wrong.
///
/// Pure functions over a [dev.kiln.checks.Setup], so that a magic and plain Java run the same ones. A check that
/// cries wolf is worse than none: right set-ups stay silent.
/// ```java
/// List<Finding> findings = Findings.of(setup);
/// ```
@NullMarked
package dev.kiln.checks;

import org.jspecify.annotations.NullMarked;
