/// Hands a model over as an ONNX file, for every program that speaks the Open Neural Network Exchange format.
@NullMarked
package dev.kiln.saving.onnx;

import org.jspecify.annotations.NullMarked;
