/// Reads files: text tables, NumPy's arrays, pickled batches, IDX images, folders of pictures, downloads.
///
/// ```java
/// Table wine = TextTable.read(Path.of("winequality.csv"), new Reading(), _ -> false);
/// ```
@NullMarked
package dev.kiln.data.files;

import org.jspecify.annotations.NullMarked;
