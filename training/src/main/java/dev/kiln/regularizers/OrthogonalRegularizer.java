package dev.kiln.regularizers;

import dev.kiln.catalog.Doc;
import dev.kiln.catalog.UserError;
import dev.kiln.graph.Tensor;

/// Pulls the rows (or columns) of a matrix apart: `factor` times the mean of the absolute cosines
/// between every two of them.
///
/// @param factor strength, 0 or more
/// @param mode   which vectors are to be orthogonal
@Doc("factor times the mean absolute cosine between every two rows or columns")
public record OrthogonalRegularizer(
        @Doc(value = "strength, 0 or more", example = "0.1") double factor,
        @Doc(value = "which vectors are to be orthogonal", example = "columns") Mode mode)
        implements Regularizer {
    /// Which vectors of a matrix.
    public enum Mode {
        ROWS,
        COLUMNS
    }

    public OrthogonalRegularizer() {
        this(0.01, Mode.ROWS);
    }

    @Override
    public Tensor penalty(Tensor x) {
        if (x.rank() != 2) {
            throw new UserError(
                    "an orthogonal regularizer takes a matrix, not weights of shape "
                            + x.shape()
                            + ".",
                    "Use it on the kernel of a Dense layer, or another regularizer: kernel_regularizer=l2");
        }
        Tensor vectors = mode == Mode.ROWS ? x : x.transpose(1, 0);
        Tensor unit = vectors.dividedBy(vectors.square().sumKept(1).maximum(1e-12).sqrt());
        int count = vectors.shape().get(0);
        Tensor cosines = unit.matMul(unit.transpose(1, 0));
        var graph = x.graph();
        Tensor others =
                graph.iota(cosines.shape(), 0).equalTo(graph.iota(cosines.shape(), 1)).not();
        double pairs = count * (count - 1.0);
        return cosines.times(others).abs().sum().times(0.5 * factor).dividedBy(pairs / 2);
    }
}
