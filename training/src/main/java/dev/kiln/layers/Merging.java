package dev.kiln.layers;

import dev.kiln.catalog.UserError;
import dev.kiln.graph.Tensor;
import dev.kiln.tensor.Shape;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BinaryOperator;
import java.util.stream.Collectors;

/// Layers that bring several inputs together, number by number. Sizes of 1 are repeated; an input with
/// fewer axes gets axes of size 1 behind its batch.
interface Merging extends Layer {
    /// @param inputs two or more, of one rank
    Tensor merge(List<Tensor> inputs, Scope scope);

    @Override
    default List<Signal> call(List<Signal> inputs, Scope scope) {
        atLeastTwo(inputs, scope);
        int rank = inputs.stream().mapToInt(input -> input.value().rank()).max().orElseThrow();
        var aligned = new ArrayList<Tensor>();
        for (Signal input : inputs) {
            Tensor x = input.value();
            while (x.rank() < rank) {
                x = x.expand(1);
            }
            aligned.add(x);
        }
        check(aligned, inputs, scope);
        boolean allMasked = inputs.stream().allMatch(input -> input.mask() != null);
        Tensor mask =
                allMasked
                        ? inputs.stream()
                                .map(input -> Objects.requireNonNull(input.mask()))
                                .reduce(Tensor::maximum)
                                .orElseThrow()
                        : null;
        return List.of(new Signal(merge(aligned, scope), mask));
    }

    private static void check(List<Tensor> aligned, List<Signal> inputs, Scope scope) {
        Shape common = aligned.getFirst().shape();
        for (Tensor x : aligned) {
            for (int axis = 0; axis < common.rank(); axis++) {
                int mine = common.get(axis);
                int its = x.shape().get(axis);
                if (mine != its && mine != 1 && its != 1) {
                    throw new UserError(
                            "E133",
                            scope.name()
                                    + " cannot join "
                                    + inputs.stream()
                                            .map(input -> input.value().shape().row().toString())
                                            .collect(Collectors.joining(" and "))
                                    + ": along each axis the sizes must be equal, or one of them 1.",
                            "Bring both to one shape first, for example with new Dense("
                                    + aligned.getFirst().shape().last()
                                    + ").");
                }
                common = mine == 1 ? common.with(axis, its) : common;
            }
        }
    }

    static void atLeastTwo(List<Signal> inputs, Scope scope) {
        if (inputs.size() < 2) {
            throw new UserError(
                    "E133",
                    scope.name() + " needs two inputs or more, but has " + inputs.size() + ".",
                    "Apply it to both: layer.apply(a, b)");
        }
    }

    static Tensor fold(List<Tensor> inputs, BinaryOperator<Tensor> operation) {
        return inputs.stream().reduce(operation).orElseThrow();
    }
}
