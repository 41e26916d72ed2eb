package dev.kiln.data.sets;

import dev.kiln.data.DataOptions;
import dev.kiln.data.Source;
import dev.kiln.data.files.Downloads;

/// A data set with a name.
///
/// @param name     as users type it
/// @param rows     how many
/// @param inputs   what a row holds, for a list of sets
/// @param targets  what is predicted, for a list of sets
/// @param size     of the file, in bytes
/// @param licence  of the data
/// @param origin   who measured it, or where it comes from
/// @param isBuiltIn whether it is shipped; else it is downloaded once
/// @param loading  reads it
public record NamedSet(
        String name,
        int rows,
        String inputs,
        String targets,
        long size,
        String licence,
        String origin,
        boolean isBuiltIn,
        Loading loading) {

    /// Reads a set.
    public interface Loading {
        /// @param downloads brings files that are not here
        /// @param options   words and lengths of texts
        Source load(Downloads downloads, DataOptions options);
    }
}
