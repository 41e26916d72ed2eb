package dev.kiln.mistakes;

import dev.kiln.model.FitOptions;

/// One mistake, made as a user makes it.
@FunctionalInterface
interface Attempt {
    /// @param options of one epoch in the order of the rows, watched
    /// @return what is worth telling where nothing is refused
    Object make(FitOptions options) throws Exception;
}
