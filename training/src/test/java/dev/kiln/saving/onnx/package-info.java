/// Tests of handing a model over as ONNX.
@NullMarked
package dev.kiln.saving.onnx;

import org.jspecify.annotations.NullMarked;
