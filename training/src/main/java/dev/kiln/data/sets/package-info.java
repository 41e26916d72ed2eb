/// Data sets with a name: shipped ones, and those that are downloaded once.
@NullMarked
package dev.kiln.data.sets;

import org.jspecify.annotations.NullMarked;
