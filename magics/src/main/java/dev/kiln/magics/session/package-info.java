/// What the cells of a notebook share: data, model, fits, and the way back.
@NullMarked
package dev.kiln.magics.session;

import org.jspecify.annotations.NullMarked;
