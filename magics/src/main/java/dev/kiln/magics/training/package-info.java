/// The magics of a lesson, one file each: data, model, compile, fit, evaluate, predict, plot.
@NullMarked
package dev.kiln.magics.training;

import org.jspecify.annotations.NullMarked;
