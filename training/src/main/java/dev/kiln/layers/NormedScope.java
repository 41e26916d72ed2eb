package dev.kiln.layers;

import dev.kiln.constraints.Constraint;
import dev.kiln.graph.Graph;
import dev.kiln.graph.Tensor;
import dev.kiln.graph.Variable;
import dev.kiln.initializers.Initializer;
import dev.kiln.initializers.TruncatedNormal;
import dev.kiln.regularizers.Regularizer;
import dev.kiln.tensor.Shape;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// The scope of a layer whose kernel (or table of embeddings) is divided by its largest singular value.
///
/// @param inside     the layer's own scope
/// @param around     that of [SpectralNormalization], which keeps the vector of the power iteration
/// @param iterations steps of power iteration
record NormedScope(Scope inside, Scope around, int iterations) implements Scope {
    @Override
    public Tensor weight(
            String name,
            Shape shape,
            Initializer initializer,
            @Nullable Regularizer regularizer,
            @Nullable Constraint constraint,
            boolean trainable) {
        Tensor weight = inside.weight(name, shape, initializer, regularizer, constraint, trainable);
        return name.equals("kernel") || name.equals("embeddings") ? normed(weight) : weight;
    }

    private Tensor normed(Tensor kernel) {
        int columns = kernel.shape().last();
        Tensor matrix = kernel.reshape(-1, columns);
        State state =
                around.state(
                        "vector_u",
                        Shape.of(1, columns),
                        new TruncatedNormal(0, 0.02),
                        Variable.Role.STATISTIC);
        Tensor u = state.read();
        Tensor v = unit(u.matMul(matrix.transpose(1, 0)));
        u = unit(v.matMul(matrix));
        for (int i = 1; i < iterations; i++) {
            v = unit(u.matMul(matrix.transpose(1, 0)));
            u = unit(v.matMul(matrix));
        }
        u = u.stopGradient();
        v = v.stopGradient();
        if (training()) {
            state.update(u);
        }
        Tensor largest = v.matMul(matrix).matMul(u.transpose(1, 0)).reshape(Shape.of());
        // A kernel of zeros stays one.
        return largest.equalTo(0).select(kernel, kernel.dividedByOrZero(largest));
    }

    private static Tensor unit(Tensor x) {
        return x.dividedBy(x.square().sumKept(0, 1).maximum(1e-12).sqrt());
    }

    @Override
    public boolean training() {
        return inside.training();
    }

    @Override
    public boolean trainable() {
        return inside.trainable();
    }

    @Override
    public String name() {
        return inside.name();
    }

    @Override
    public Graph graph() {
        return inside.graph();
    }

    @Override
    public Arguments arguments() {
        return inside.arguments();
    }

    @Override
    public State state(String name, Shape shape, Initializer initializer, Variable.Role role) {
        return inside.state(name, shape, initializer, role);
    }

    @Override
    public Tensor uniform(String purpose, Shape shape, @Nullable Long seed) {
        return inside.uniform(purpose, shape, seed);
    }

    @Override
    public Scope child(String name) {
        return inside.child(name);
    }

    @Override
    public Scope sublayer(String name, Layer layer, Arguments arguments) {
        return inside.sublayer(name, layer, arguments);
    }

    @Override
    public List<Signal> call(String name, Layer layer, List<Signal> inputs, Arguments arguments) {
        return inside.call(name, layer, inputs, arguments);
    }

    @Override
    public void penalty(Tensor scalar) {
        inside.penalty(scalar);
    }
}
