package dev.kiln.layers;

import dev.kiln.activations.ActivationFunction;
import dev.kiln.constraints.Constraint;
import dev.kiln.graph.Graph;
import dev.kiln.graph.Op;
import dev.kiln.graph.Tensor;
import dev.kiln.graph.Window;
import dev.kiln.initializers.Initializer;
import dev.kiln.regularizers.Regularizer;
import dev.kiln.tensor.Shape;

import org.jspecify.annotations.Nullable;

import java.util.Collections;
import java.util.List;

/// One step of a ConvLSTM: that of an LSTM, with convolutions in place of products. Channels last.
record ConvLSTMCell(
        int filters,
        Sliding window,
        ActivationFunction activation,
        ActivationFunction recurrentActivation,
        boolean useBias,
        Initializer kernelInitializer,
        Initializer recurrentInitializer,
        Initializer biasInitializer,
        Limits limits,
        double dropout,
        double recurrentDropout,
        @Nullable Long seed)
        implements Cell {
    /// Penalties and constraints.
    record Limits(
            @Nullable Regularizer kernelRegularizer,
            @Nullable Regularizer recurrentRegularizer,
            @Nullable Regularizer biasRegularizer,
            @Nullable Constraint kernelConstraint,
            @Nullable Constraint recurrentConstraint,
            @Nullable Constraint biasConstraint) {}

    @Override
    public List<Shape> stateShapes(Shape row) {
        // The formula itself says how large an image becomes; nothing of this graph is used.
        var graph = new Graph();
        Tensor x = graph.input("x", row.batchOf(1));
        Tensor kernel =
                graph.input(
                        "kernel", new Shape(window.size()).concat(Shape.of(row.last(), filters)));
        var positions = new Op.Convolution(windowOver(x), 1);
        Shape state = graph.add(positions, x, kernel).shape().row();
        return List.of(state, state);
    }

    private Window windowOver(Tensor x) {
        Shape space = x.shape().slice(1, x.rank() - 1);
        return window.padding() == Padding.SAME
                ? Window.same(space, window.size(), window.strides(), window.dilation())
                : Window.valid(window.size(), window.strides(), window.dilation());
    }

    @Override
    public Tensor project(Tensor x, Scope scope) {
        Tensor dropped = Gates.dropout(scope, "dropout", x, x.rank() - 1, dropout, seed);
        Shape shape = new Shape(window.size()).concat(Shape.of(x.shape().last(), 4 * filters));
        Tensor kernel =
                scope.weight(
                        "kernel",
                        shape,
                        kernelInitializer,
                        limits.kernelRegularizer,
                        limits.kernelConstraint);
        recurrentKernel(scope);
        int time = x.shape().get(0);
        int rows = x.shape().get(1);
        Tensor folded = dropped.reshape(x.shape().slice(2, x.rank()).batchOf(time * rows));
        Tensor result = window.convolve(scope, folded, kernel, 1);
        if (useBias) {
            result =
                    result.plus(
                            scope.weight(
                                    "bias",
                                    Shape.of(4 * filters),
                                    biasInitializer,
                                    limits.biasRegularizer,
                                    limits.biasConstraint));
        }
        return result.reshape(Shape.of(time, rows).concat(result.shape().row()));
    }

    private Tensor recurrentKernel(Scope scope) {
        Shape shape = new Shape(window.size()).concat(Shape.of(filters, 4 * filters));
        return scope.weight(
                "recurrent_kernel",
                shape,
                recurrentInitializer,
                limits.recurrentRegularizer,
                limits.recurrentConstraint);
    }

    @Override
    public List<Tensor> step(Tensor x, List<Tensor> states, Scope scope) {
        Tensor before =
                Gates.dropout(
                        scope,
                        "recurrent_dropout",
                        states.getFirst(),
                        x.rank(),
                        recurrentDropout,
                        seed);
        var ones = Collections.nCopies(window.size().size(), 1);
        Tensor fromState =
                new Sliding(Padding.SAME, window.size(), ones, ones)
                        .convolve(scope, before, recurrentKernel(scope), 1);
        var gates = x.plus(fromState).split(-1, 4);
        Tensor input = recurrentActivation.apply(gates.get(0));
        Tensor forget = recurrentActivation.apply(gates.get(1));
        Tensor candidate = activation.apply(gates.get(2));
        Tensor output = recurrentActivation.apply(gates.get(3));
        Tensor carry = forget.times(states.get(1)).plus(input.times(candidate));
        Tensor result = output.times(activation.apply(carry));
        return List.of(result, result, carry);
    }
}
