/// Names that users may write, their arguments, defaults and documentation.
@NullMarked
package dev.kiln.catalog;

import org.jspecify.annotations.NullMarked;
