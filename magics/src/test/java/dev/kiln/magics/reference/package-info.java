/// The written reference: pages made from the catalogues, the documentation comments and examples that are run.
@NullMarked
package dev.kiln.magics.reference;

import org.jspecify.annotations.NullMarked;
