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
import java.util.function.UnaryOperator;

/// The scope of a layer whose kernel (or table of embeddings) is divided by its largest singular value
/// before each step of training.
final class NormedScope implements Scope {
    private final Scope inside;
    private final Scope around;
    private final int iterations;
    private boolean hasKernel;

    /// @param inside     the layer's own scope
    /// @param around     that of [SpectralNormalization], which keeps the vector of the power iteration
    /// @param iterations steps of power iteration
    NormedScope(Scope inside, Scope around, int iterations) {
        this.inside = inside;
        this.around = around;
        this.iterations = iterations;
    }

    /// Whether the layer has asked for a weight that is divided.
    boolean hasKernel() {
        return hasKernel;
    }

    @Override
    public Tensor weight(
            String name,
            Shape shape,
            Initializer initializer,
            @Nullable Regularizer regularizer,
            @Nullable Constraint constraint,
            boolean trainable) {
        hasKernel |= SpectralNormalization.KERNELS.contains(name);
        return SpectralNormalization.KERNELS.contains(name)
                ? inside.overwritten(
                        name,
                        shape,
                        initializer,
                        regularizer,
                        constraint,
                        trainable,
                        normed(shape.last()))
                : inside.weight(name, shape, initializer, regularizer, constraint, trainable);
    }

    private UnaryOperator<Tensor> normed(int columns) {
        State state =
                around.state(
                        "vector_u",
                        Shape.of(1, columns),
                        new TruncatedNormal(0, 0.02),
                        Variable.Role.STATISTIC);
        return kernel -> normed(kernel, state);
    }

    private Tensor normed(Tensor kernel, State state) {
        Tensor matrix = kernel.reshape(-1, kernel.shape().last());
        Tensor before = state.read();
        Tensor u = before;
        Tensor v = before;
        for (int i = 0; i < iterations; i++) {
            v = unit(u.matMul(matrix.transpose(1, 0)));
            u = unit(v.matMul(matrix));
        }
        Tensor largest = v.matMul(matrix).matMul(u.transpose(1, 0)).reshape(Shape.of());
        // A kernel of zeros stays one, and tells nothing of its direction.
        Tensor isZero = kernel.abs().max().equalTo(0);
        state.update(isZero.select(before, u));
        return isZero.select(kernel, kernel.dividedByOrZero(largest));
    }

    private static Tensor unit(Tensor x) {
        return x.dividedBy(x.square().sumKept(0, 1).maximum(1e-24).sqrt());
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
