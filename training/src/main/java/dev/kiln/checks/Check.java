package dev.kiln.checks;

import java.util.List;

/// Looks at one side of a set-up.
interface Check {
    /// What is to be said; nothing where all is well.
    List<Finding> findings(Setup setup);
}
