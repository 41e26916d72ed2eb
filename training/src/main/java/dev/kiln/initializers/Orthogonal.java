package dev.kiln.initializers;

import dev.kiln.catalog.Doc;
import dev.kiln.catalog.UserError;
import dev.kiln.graph.CounterRandom;
import dev.kiln.tensor.Shape;

import org.jspecify.annotations.Nullable;

/// A random orthogonal matrix times `gain`: its shorter side's vectors are orthogonal and of length
/// `gain`. Weights of more than two axes are seen as a matrix `[all but the last, last]`.
///
/// Source: Saxe et al. 2013, https://arxiv.org/abs/1312.6120
///
/// @param gain length of the vectors
/// @param seed its own seed; null for the model's
@Doc("a random orthogonal matrix times gain")
public record Orthogonal(
        @Doc(value = "length of the vectors", example = "1.4") double gain,
        @Doc(value = "its own seed; none for the model's", example = "42") @Nullable Long seed)
        implements Initializer {
    public Orthogonal() {
        this(1);
    }

    public Orthogonal(double gain) {
        this(gain, null);
    }

    @Override
    public void fill(float[] values, Shape shape, CounterRandom random) {
        if (shape.rank() < 2) {
            throw new UserError(
                    "the orthogonal initializer takes weights of two axes or more, not "
                            + shape
                            + ".",
                    "Use another one there: zeros");
        }
        int columns = shape.last();
        int rows = columns == 0 ? 0 : values.length / columns;
        int length = Math.max(rows, columns);
        int count = Math.min(rows, columns);
        var vectors = new double[count][length];
        for (int v = 0; v < count; v++) {
            draw(vectors, v, random);
        }
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                double entry = rows < columns ? vectors[row][column] : vectors[column][row];
                values[row * columns + column] = (float) (gain * entry);
            }
        }
    }

    /// A random unit vector orthogonal to the vectors before it: Gram and Schmidt's way, twice, which is
    /// as exact as Householder's.
    private static void draw(double[][] vectors, int v, CounterRandom random) {
        double[] vector = vectors[v];
        for (int i = 0; i < vector.length; i++) {
            vector[i] = random.normal((long) v * vector.length + i);
        }
        for (int pass = 0; pass < 2; pass++) {
            for (int before = 0; before < v; before++) {
                double along = dot(vector, vectors[before]);
                for (int i = 0; i < vector.length; i++) {
                    vector[i] -= along * vectors[before][i];
                }
            }
        }
        double length = Math.sqrt(dot(vector, vector));
        for (int i = 0; i < vector.length; i++) {
            vector[i] /= length;
        }
    }

    private static double dot(double[] x, double[] y) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += x[i] * y[i];
        }
        return sum;
    }
}
